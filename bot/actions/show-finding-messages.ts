import { sectionAction } from './_action.ts';

export const action = sectionAction('show-finding-messages', 'finding-messages');

import { sectionAction } from './_action.ts';

export const action = sectionAction('show-mailbox-messages', 'mailbox-messages');

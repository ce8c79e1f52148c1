import { renderCard } from '../../cards/index.ts';
import { managerInput } from '../commands/_manager.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-manager-summary',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId }, _turn, services) {
    const card = renderCard('manager-summary', await managerInput(caseId, services));
    return [{ do: 'replace', card, for: 'clicker' }];
  },
});

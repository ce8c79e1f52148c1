import { findingCard } from '../finding-card.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-finding',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, id }, _turn, services) {
    return [{ do: 'replace', card: await findingCard(caseId, id, services), for: 'clicker' }];
  },
});

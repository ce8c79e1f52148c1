import { custodyCard } from '../commands/_custody.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-custody',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId }, { role }, services) {
    return [{ do: 'replace', card: await custodyCard(caseId, role, services), for: 'clicker' }];
  },
});

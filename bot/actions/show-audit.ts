import { auditCard } from '../audit/card.ts';
import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'show-audit',
  role: 'lead',
  scopes: ['personal'],
  about: 'case',
  async run({ caseId, offset = 0 }, _turn, services) {
    return [{ do: 'replace', card: await auditCard(caseId, offset, services), for: 'clicker' }];
  },
});

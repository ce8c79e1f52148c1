import { auditCard } from '../audit/card.ts';
import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'show-whole-audit',
  role: 'lead',
  scopes: ['personal'],
  about: 'nothing',
  async run({ offset = 0 }, _turn, services) {
    return [{ do: 'replace', card: await auditCard(null, offset, services), for: 'clicker' }];
  },
});

import { baselineCard } from '../commands/_baseline.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-baseline',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, offset = 0 }, _turn, services) {
    return [{ do: 'replace', card: await baselineCard(caseId, offset, services), for: 'clicker' }];
  },
});

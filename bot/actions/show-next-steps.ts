import { nextStepsCard } from '../next-steps-card.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'show-next-steps',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, offset = 0 }, _turn, services) {
    return [{ do: 'replace', card: await nextStepsCard(caseId, offset, services), for: 'clicker' }];
  },
});

import { time } from '../../cards/index.ts';
import { personOf } from '../access/index.ts';
import { nextStepsCard } from '../next-steps-card.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'tick-step',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, step, done, offset = 0 }, { caller }, services) {
    let late = '';
    if (done) {
      const { steps } = await services.engine.section(caseId, 'next-steps', { offset });
      const title = steps.items.find(({ id }) => id === step)?.title;
      const { won, now } = await services.work.tick(caseId, step, personOf(caller), title);
      if (!won) late = `${now.by.name} ticked that off already, ${time(now.at)}.`;
    } else {
      await services.work.untick(caseId, step);
    }
    return [{ do: 'replace', card: await nextStepsCard(caseId, offset, services, late), for: 'everyone' }];
  },
});

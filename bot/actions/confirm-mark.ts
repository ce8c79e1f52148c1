import { show } from '../show.ts';
import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'confirm-mark',
  role: 'responder',
  async run({ caseId, marker, verdict }, { caller }, { engine }) {
    await engine.mark(caseId, marker, verdict, `${caller.name} (${caller.objectId})`);
    return [{ do: 'replace', card: await show(engine, caseId, 'summary', {}), for: 'everyone' }];
  },
});

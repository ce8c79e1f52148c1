import { show } from '../show.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'confirm-mark',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, marker, verdict }, { caller }, { engine }) {
    await engine.mark(caseId, marker, verdict, `${caller.name} (${caller.objectId})`);
    return [{ do: 'replace', card: await show(engine, caseId, 'summary', {}), for: 'everyone' }];
  },
});

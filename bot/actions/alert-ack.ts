import { personOf } from '../access/index.ts';
import { acknowledge } from '../finding-work.ts';
import { defineAction } from './_action.ts';
import { alertAnswer, IN_CONVERSATIONS } from './_alert.ts';

export const action = defineAction({
  verb: 'alert-ack',
  role: 'responder',
  scopes: IN_CONVERSATIONS,
  about: 'case',
  async run({ caseId, id }, turn, services) {
    const late = await acknowledge(caseId, id, personOf(turn.caller), services);
    return await alertAnswer(caseId, id, turn, services, late);
  },
});

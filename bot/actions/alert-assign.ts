import { personOf } from '../access/index.ts';
import { assign } from '../finding-work.ts';
import { defineAction } from './_action.ts';
import { alertAnswer, IN_CONVERSATIONS } from './_alert.ts';

/** Is on the card only while nobody has the finding: of two who press, one gets it. */
export const action = defineAction({
  verb: 'alert-assign',
  role: 'responder',
  scopes: IN_CONVERSATIONS,
  about: 'case',
  async run({ caseId, id }, turn, services) {
    const late = await assign(caseId, id, personOf(turn.caller), null, services);
    return await alertAnswer(caseId, id, turn, services, late);
  },
});

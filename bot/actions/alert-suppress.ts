import { personOf } from '../access/index.ts';
import { suppress } from '../finding-work.ts';
import { defineAction } from './_action.ts';
import { alertAnswer, IN_CONVERSATIONS } from './_alert.ts';

const DAY_MS = 86_400_000;

export const action = defineAction({
  verb: 'alert-suppress',
  role: 'responder',
  scopes: IN_CONVERSATIONS,
  about: 'case',
  async run({ caseId, id, days = '1', reason = '' }, turn, services) {
    const until = new Date(Date.now() + Number(days) * DAY_MS).toISOString().replace(/\.\d+Z$/, 'Z');
    await suppress(caseId, id, until, reason, personOf(turn.caller), services);
    return await alertAnswer(caseId, id, turn, services, '');
  },
});

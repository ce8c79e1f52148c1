import { personOf } from '../access/index.ts';
import { assign } from '../finding-work.ts';
import { defineAction, EVERYWHERE } from './_action.ts';
import { answerWork } from './_finding.ts';

export const action = defineAction({
  verb: 'assign-finding',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run(data, { caller }, services) {
    const late = await assign(data.caseId, data.id, personOf(caller), data.from ?? null, services);
    return await answerWork(data, late, services);
  },
});

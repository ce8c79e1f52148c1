import { personOf } from '../access/index.ts';
import { acknowledge } from '../finding-work.ts';
import { defineAction, EVERYWHERE } from './_action.ts';
import { answerWork } from './_finding.ts';

export const action = defineAction({
  verb: 'ack-finding',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run(data, { caller }, services) {
    const late = await acknowledge(data.caseId, data.id, personOf(caller), services);
    return await answerWork(data, late, services);
  },
});

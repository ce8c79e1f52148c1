import { renderCard } from '../../cards/index.ts';
import { personOf } from '../access/index.ts';
import { listed } from '../commands/_custody.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'refuse-request',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, requestId }, { caller }, services) {
    const { name } = await listed(services.engine, caseId);
    const request = await services.confirmations.withdraw(requestId, caseId);
    const answer = { by: personOf(caller), at: new Date().toISOString(), confirmed: false };
    return [
      { do: 'replace', card: renderCard('confirm', { request, caseName: name, answer }), for: 'everyone' },
    ];
  },
});

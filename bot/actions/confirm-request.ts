import { renderCard } from '../../cards/index.ts';
import { carryOut } from '../access/deeds.ts';
import { personOf } from '../access/index.ts';
import { listed } from '../commands/_custody.ts';
import { defineAction, EVERYWHERE } from './_action.ts';

export const action = defineAction({
  verb: 'confirm-request',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  async run({ caseId, requestId }, { caller }, services) {
    const by = personOf(caller);
    const { name } = await listed(services.engine, caseId);
    const request = await services.confirmations.take(requestId, caseId, by);
    await carryOut(request, by, services);
    const answer = { by, at: new Date().toISOString(), confirmed: true };
    return [
      { do: 'replace', card: renderCard('confirm', { request, caseName: name, answer }), for: 'everyone' },
    ];
  },
});

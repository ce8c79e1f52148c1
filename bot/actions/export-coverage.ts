import { coverageExport } from '../commands/_coverage.ts';
import { connected } from '../live/tenant.ts';
import { defineAction } from './_action.ts';

export const action = defineAction({
  verb: 'export-coverage',
  role: 'responder',
  scopes: ['personal'],
  about: 'nothing',
  async run(_data, turn, services) {
    const { live, store } = services;
    connected(live.tenant, 'users');
    if (live.coverage === null) throw new Error('A tenant without its coverage');
    const caseId = store.currentCase(turn.place);
    const open = caseId !== null && turn.mayOpen(caseId) ? caseId : null;
    return await coverageExport(live.coverage, open, turn, services);
  },
});

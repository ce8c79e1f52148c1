import { app } from '../findings/sample.ts';
import type { AlertInput } from './model.ts';

const ana = { objectId: '00000000-0000-4000-8000-00000000000a', name: 'Ana' };
const noWork = { owner: null, acknowledged: null, suppressed: null, notes: [] };
const open: AlertInput = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  finding: app,
  records: 21,
  work: noWork,
  closed: null,
  changes: [],
};

export const samples: Record<string, AlertInput> = {
  open,
  'acknowledged and assigned, with more evidence': {
    ...open,
    records: 37,
    work: { ...noWork, owner: ana, acknowledged: { by: ana, at: '2026-05-14T00:31:00Z' } },
    changes: [
      { at: '2026-05-14T10:02:00Z', words: 'severity high → critical, 2 mailboxes more' },
      { at: '2026-05-14T08:40:00Z', words: 'seen again' },
    ],
  },
  suppressed: {
    ...open,
    work: {
      ...noWork,
      suppressed: {
        by: ana,
        at: '2026-05-14T00:31:00Z',
        until: '2026-06-14T00:31:00Z',
        reason: 'roll-out of the CRM',
      },
    },
  },
  'closed hostile': { ...open, closed: 'hostile', work: { ...noWork, owner: ana } },
  gone: {
    ...open,
    records: null,
    changes: [{ at: '2026-05-15T09:00:00Z', words: 'not in the case any more' }],
  },
};

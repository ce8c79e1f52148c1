import { samples as confirm } from '../confirm/sample.ts';
import type { CustodyInput } from './model.ts';

const ana = { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana Ortiz' };
const bo = { objectId: '00000000-0000-4000-8000-000000000021', name: 'Bo Lindgren' };

export const samples: Record<string, CustodyInput> = {
  held: {
    case: { id: 'c-0520', name: 'contoso-0520', createdAt: '2026-05-20T17:02:00Z' },
    work: {
      members: [
        { ...ana, lead: true, invited: null },
        { ...bo, lead: false, invited: { by: ana, at: '2026-05-20T18:00:00Z' } },
      ],
      hold: { by: ana, at: '2026-05-21T08:00:00Z', reason: 'litigation is likely' },
      retention: { by: ana, at: '2026-05-21T08:01:00Z', days: 365 },
      overrides: {
        [bo.objectId]: {
          by: ana,
          at: '2026-05-21T09:00:00Z',
          reason: 'reset and checked by phone',
          confirmedBy: { objectId: '00000000-0000-4000-8000-000000000023', name: 'Dana Weiss' },
        },
      },
    },
    requests: Object.entries(confirm)
      .filter(([name]) => name === 'lift hold')
      .map(([, { request }]) => request),
    role: 'lead',
    now: '2026-05-22T09:00:00Z',
  },
  'time over': {
    case: { id: 'c-0521', name: 'sample tenant', createdAt: '2026-01-02T08:00:00Z' },
    work: {
      members: [],
      hold: null,
      retention: { by: ana, at: '2026-01-02T08:01:00Z', days: 30 },
      overrides: {},
    },
    requests: [],
    role: 'viewer',
    now: '2026-05-22T09:00:00Z',
  },
};

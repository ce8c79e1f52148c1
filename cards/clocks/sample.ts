import type { ClocksInput } from './model.ts';

const ana = { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana Ortiz' };

export const samples: Record<string, ClocksInput> = {
  two: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    clocks: [
      {
        id: '7c1e5b2a-0000-4000-8000-000000000001',
        regime: 'GDPR art. 33',
        awareSince: '2026-05-20T09:02:00Z',
        hours: 72,
        zone: 'Europe/Berlin',
        by: ana,
        at: '2026-05-20T09:05:00Z',
      },
      {
        id: '2b0d9f41-0000-4000-8000-000000000002',
        regime: 'Insurer, first notice',
        awareSince: '2026-05-20T09:02:00Z',
        hours: 24,
        zone: 'UTC',
        by: ana,
        at: '2026-05-20T09:06:00Z',
      },
    ],
    now: '2026-05-21T06:02:00Z',
  },
  over: {
    case: { id: 'c-0520', name: 'contoso-0520' },
    clocks: [
      {
        id: '7c1e5b2a-0000-4000-8000-000000000001',
        regime: 'GDPR art. 33',
        awareSince: '2026-05-20T09:02:00Z',
        hours: 72,
        zone: 'no such zone',
        by: ana,
        at: '2026-05-20T09:05:00Z',
      },
    ],
    now: '2026-05-24T06:02:00Z',
  },
  none: { case: { id: 'c-1', name: 'quiet' }, clocks: [], now: '2026-05-21T06:02:00Z' },
};

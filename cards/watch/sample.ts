import type { WatchInput } from './model.ts';

const watch: NonNullable<WatchInput['watch']> = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  on: true,
  by: { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana Ortiz' },
  at: '2026-05-14T08:00:00Z',
  subscribed: ['Audit.Exchange', 'Audit.AzureActiveDirectory'],
  listedTo: '2026-05-20T09:04:00Z',
  newest: '2026-05-20T08:55:00Z',
  lag: { usual: 4_300, now: 4_500 },
  poll: { at: '2026-05-20T09:04:30Z', words: null },
  today: { blobs: 112, again: 61, records: 48_211, kept: 31_870 },
  waiting: 0,
  owed: 0,
  missing: 0,
  outages: [],
  trouble: null,
  requests: 2_406,
};

export const samples: Record<string, WatchInput> = {
  watched: { watch },
  'behind, with an outage': {
    watch: {
      ...watch,
      listedTo: '2026-05-20T06:10:00Z',
      poll: { at: '2026-05-20T09:04:30Z', words: "Microsoft's activity feed failed with 500" },
      waiting: 48_000,
      owed: 3,
      missing: 1,
      outages: [
        {
          from: '2026-05-08T10:00:00Z',
          to: '2026-05-16T10:00:00Z',
          why: 'the watch of the activity feed stood still',
          lostTo: '2026-05-09T10:00:00Z',
          queried: false,
        },
        {
          from: '2026-05-20T06:10:00Z',
          to: '2026-05-20T09:04:30Z',
          why: 'the watch of the activity feed stood still',
          lostTo: null,
          queried: false,
        },
      ],
      trouble: {
        at: '2026-05-20T06:40:00Z',
        words:
          "What arrived after 2026-05-20T06:10:00Z has not been read. Microsoft's activity feed failed with 500",
      },
    },
  },
  'just started, no case yet': {
    watch: {
      ...watch,
      case: null,
      subscribed: [],
      listedTo: null,
      newest: null,
      lag: { usual: null, now: null },
      poll: null,
      today: { blobs: 0, again: 0, records: 0, kept: 0 },
      requests: 0,
    },
  },
  stopped: { watch: { ...watch, on: false } },
  nothing: { watch: null },
};

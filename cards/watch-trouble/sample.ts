import type { WatchTroubleInput } from './model.ts';

const base: WatchTroubleInput = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  kind: 'behind',
  words:
    "What arrived after 2026-05-20T06:10:00Z has not been read. Microsoft's activity feed failed with 500",
  at: '2026-05-20T06:40:00Z',
  ended: null,
};

export const samples: Record<string, WatchTroubleInput> = {
  behind: base,
  over: { ...base, ended: '2026-05-20T09:20:00Z' },
  refused: {
    ...base,
    kind: 'refused',
    words:
      'Microsoft refused its activity feed (403): the registration needs ActivityFeed.Read (Office 365 Management APIs, application) with admin consent',
  },
  late: {
    ...base,
    kind: 'late',
    words: 'Microsoft delivers records 400 minutes after the event; 72 were usual',
  },
  silent: { ...base, kind: 'silent', words: 'Nothing has arrived since 2026-05-19T05:00:00Z' },
};

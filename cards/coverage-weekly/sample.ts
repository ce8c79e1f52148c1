import type { CoverageWeeklyInput } from './model.ts';

const changed: CoverageWeeklyInput = {
  at: '2026-05-27T17:02:00Z',
  since: '2026-05-20T17:02:00Z',
  next: '2026-06-03T17:02:00Z',
  begun: false,
  counts: { recorded: 4_810, partly: 32, 'not-recorded': 96, unknown: 61 },
  changes: [
    {
      address: 'alex.w@contoso.com',
      was: { verdict: 'recorded' },
      is: { verdict: 'partly' },
      why: 'audit bypass is set on its account: what that account does, in any mailbox, is not recorded',
    },
    { address: 'new.person@contoso.com', was: null, is: { verdict: 'recorded' }, why: '' },
    { address: 'old.person@contoso.com', was: { verdict: 'recorded' }, is: null, why: '' },
  ],
  notes: ['The settings of Exchange were given 12 days ago; what changed there since is not seen.'],
  hidden: false,
};

export const samples: Record<string, CoverageWeeklyInput> = {
  changed,
  'nothing changed, in a channel': { ...changed, changes: [], notes: [], hidden: true },
  begun: { ...changed, begun: true, changes: [], notes: [], since: '2026-05-27T17:02:00Z' },
};

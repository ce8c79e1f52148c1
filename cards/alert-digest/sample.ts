import type { AlertDigestInput } from './model.ts';

const findings: AlertDigestInput['findings'] = [
  { title: 'One session on two networks', severity: 'high', mailboxes: 1, words: '' },
  {
    title: 'Mail read without any sign-in',
    severity: 'medium',
    mailboxes: 12,
    words: 'a message of its own may stand above',
  },
];
const contoso = { id: 'c-0520', name: 'contoso-0520' };

export const samples: Record<string, AlertDigestInput> = {
  storm: {
    kind: 'storm',
    case: contoso,
    since: '2026-05-14T10:02:00Z',
    findings,
    again: false,
    now: null,
  },
  'sent once more': {
    kind: 'storm',
    case: contoso,
    since: '2026-05-14T10:02:00Z',
    findings: findings.slice(0, 1),
    again: true,
    now: null,
  },
  daily: {
    kind: 'daily',
    case: contoso,
    since: '2026-05-14T06:00:00Z',
    findings,
    again: false,
    now: {
      open: 3,
      unassigned: 2,
      risen: 1,
      bySeverity: { critical: 1, high: 2, medium: 4, low: 0, info: 0 },
    },
  },
  'a quiet day': {
    kind: 'daily',
    case: contoso,
    since: '2026-05-14T06:00:00Z',
    findings: [],
    again: false,
    now: {
      open: 0,
      unassigned: 0,
      risen: 0,
      bySeverity: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    },
  },
};

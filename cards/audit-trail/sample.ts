import type { AuditTrailInput } from './model.ts';

const ana = { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana Ortiz' };
const emi = { objectId: '00000000-0000-4000-8000-000000000024', name: 'Emi Sato' };

const whole: AuditTrailInput = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  entries: {
    offset: 0,
    total: 3,
    items: [
      {
        seq: 41,
        at: '2026-05-21T10:04:11Z',
        by: emi,
        what: 'button confirm-mark',
        words: '{"marker":"ip:203.0.113.9","verdict":"hostile"}',
        outcome: 'refused',
        why: 'role viewer, needs responder',
      },
      {
        seq: 40,
        at: '2026-05-21T10:02:40Z',
        by: null,
        what: 'trail',
        words: null,
        outcome: 'noted',
        why: 'The line before was cut short when Mailtrail or its machine stopped. It was kept as it is.',
      },
      {
        seq: 39,
        at: '2026-05-21T09:58:02Z',
        by: ana,
        what: 'command mark',
        words: 'hostile ip:203.0.113.9',
        outcome: 'allowed',
        why: null,
      },
    ],
  },
  check: { lines: 42, broken: [], torn: 1 },
};

export const samples: Record<string, AuditTrailInput> = {
  'of a case': whole,
  changed: {
    case: null,
    entries: { ...whole.entries, offset: 15, total: 18 },
    check: { lines: 42, broken: ['Line 17 does not follow from the line before.'], torn: 0 },
  },
};

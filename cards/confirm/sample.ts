import type { ConfirmInput } from './model.ts';

const ana = { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana Ortiz' };
const bo = { objectId: '00000000-0000-4000-8000-000000000021', name: 'Bo Lindgren' };
const lee = { objectId: '00000000-0000-4000-8000-000000000022', name: 'Lee Gu' };

const purge: ConfirmInput = {
  request: {
    id: '7b0c6a52-0000-4000-8000-000000000001',
    kind: 'purge',
    caseId: 'c-0520',
    person: null,
    reason: 'the case is closed and counsel has the evidence pack',
    by: ana,
    at: '2026-05-22T09:14:00Z',
    expiresAt: '2026-05-23T09:14:00Z',
  },
  caseName: 'contoso-0520',
  answer: null,
};

export const samples: Record<string, ConfirmInput> = {
  purge,
  'purge confirmed': { ...purge, answer: { by: bo, at: '2026-05-22T10:02:00Z', confirmed: true } },
  'purge refused': { ...purge, answer: { by: bo, at: '2026-05-22T10:02:00Z', confirmed: false } },
  'lift hold': {
    ...purge,
    request: { ...purge.request, kind: 'lift-hold', reason: 'counsel released it on 20 May' },
  },
  override: {
    ...purge,
    request: { ...purge.request, kind: 'override', person: lee, reason: 'reset and checked by phone' },
  },
};

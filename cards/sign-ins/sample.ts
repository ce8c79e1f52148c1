import type { SignInsInput } from './model.ts';

const tenant: SignInsInput = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  user: null,
  from: '2026-05-12T20:12:00Z',
  to: '2026-05-15T04:51:00Z',
  kinds: [
    { kind: 'interactive', signIns: 412, failed: null },
    { kind: 'non-interactive', signIns: 10_231, failed: null },
    { kind: 'service-principal', signIns: 88, failed: null },
    { kind: 'managed-identity', signIns: 3, failed: null },
  ],
  added: 10_734,
  coveredFrom: '2026-05-12T20:12:00Z',
  requests: 14,
  matches: { signIns: 10_734, matched: 271, unmatched: 21, unmatchable: 9 },
};

export const samples: Record<string, SignInsInput> = {
  'of the tenant': tenant,
  'of a user, one kind failed, partly too old': {
    ...tenant,
    user: 'isaiah.l@contoso.com',
    kinds: [
      { kind: 'interactive', signIns: 12, failed: null },
      {
        kind: 'non-interactive',
        signIns: 1_000,
        failed: 'Microsoft Graph is throttling Mailtrail (429)',
      },
    ],
    added: 0,
    coveredFrom: '2026-05-13T00:00:00Z',
    requests: 2,
    matches: { signIns: 1_012, matched: 200, unmatched: 0, unmatchable: 101 },
  },
  nothing: {
    ...tenant,
    kinds: tenant.kinds.map(({ kind }) => ({ kind, signIns: 0, failed: null })),
    added: 0,
    coveredFrom: null,
    matches: { signIns: 0, matched: 0, unmatched: 0, unmatchable: 301 },
  },
};

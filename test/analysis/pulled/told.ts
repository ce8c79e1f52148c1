/** What the bot tells a case, for tests to change. */
import type { MissingStretch, Pull, PullQuery, SignIn } from '../../../analysis/sections.ts';

/** A time that many hours after a Thursday. */
export const hour = (hours: number) =>
  new Date(Date.UTC(2026, 4, 14) + hours * 3_600_000).toISOString().replace('.000Z', 'Z');

/** The whole tenant for a hundred hours, everything obtained. */
export function pull(id: string, told: Partial<Pull> = {}): Pull {
  return {
    id,
    source: 'audit-query',
    what: 'Mail access of the tenant',
    by: 'lead@contoso.com',
    begun: hour(101),
    ended: hour(102),
    from: hour(0),
    to: hour(100),
    queries: [],
    passes: [],
    distinct: 0,
    duplicates: 0,
    onlyFirst: 0,
    onlySecond: 0,
    differing: 0,
    requestIds: [],
    missing: [],
    ...told,
  };
}

export function missing(from: number, to: number, why = 'the query failed three times'): MissingStretch {
  return { from: hour(from), to: hour(to), why };
}

export function query(from: number, to: number, ...operations: string[]): PullQuery {
  return { id: 'q', from: hour(from), to: hour(to), operations, outcome: 'succeeded', records: 0 };
}

let made = 0;

export function signIn(told: Partial<SignIn> = {}): SignIn {
  made += 1;
  return {
    id: `sign-in-${made}`,
    at: hour(8),
    kind: 'interactive',
    userId: 'ana@contoso.com',
    appId: null,
    ip: '203.0.113.10',
    sessionId: null,
    tokenId: null,
    userAgent: null,
    succeeded: true,
    ...told,
  };
}

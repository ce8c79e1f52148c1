/** Sign-ins of a user, or of everybody, into a case: each kind by itself, and covered only where it was read to its end. */
import { randomUUID } from 'node:crypto';
import type { Engine } from '../../../analysis/engine/engine.ts';
import type { Pull, PullQuery, SignIn, SignInCoverage, SignInKind } from '../../../analysis/sections.ts';
import type { CardInputs } from '../../../cards/index.ts';
import { GraphError } from '../../graph/graph.ts';
import type { Pace } from '../../graph/pace.ts';
import { signInPages } from '../../graph/sign-ins.ts';
import type { Tenant } from '../tenant.ts';
import { type Counted, wordsOf } from './lookups.ts';

export interface FetchTools {
  tenant: Tenant;
  engine: Engine;
  pace: Pace;
  now(): Date;
}

export interface FetchOrder {
  caseId: string;
  /** user principal name; null = everybody's */
  user: string | null;
  /** ISO times */
  from: string;
  to: string;
  by: string;
}

export type Fetched = Omit<CardInputs['sign-ins'], 'case' | 'matches'>;

const EVERYBODYS: SignInKind[] = ['interactive', 'non-interactive', 'service-principal', 'managed-identity'];
/** The other two are of applications: no person is in them. */
const A_PERSONS: SignInKind[] = ['interactive', 'non-interactive'];
/** What Entra keeps of sign-ins with P1 or P2 (Microsoft, Entra data retention). Before, that there is none says nothing. */
const KEPT_DAYS = 30;
/** They are given to the case at once. */
const MOST_SIGN_INS = 500_000;
const PAGE_WITHIN_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/**
 * A kind that fails is told of, and the others are kept.
 * @throws GraphError when none could be read at all; EngineError; the signal's reason
 */
export async function fetchSignIns(
  order: FetchOrder,
  { tenant, engine, pace, now }: FetchTools,
  onProgress: (counted: Counted) => void,
  signal: AbortSignal,
): Promise<Fetched> {
  const { caseId, user, by } = order;
  const begun = now();
  const to = earlier(order.to, begun.toISOString());
  const from = order.from;
  const all: SignIn[] = [];
  const requestIds: string[] = [];
  const kinds: (Fetched['kinds'][number] & { pages: number })[] = [];
  const covered: SignInCoverage[] = [];
  const errors: GraphError[] = [];

  async function read(kind: SignInKind): Promise<void> {
    const one = { kind, signIns: 0, failed: null as string | null, pages: 0 };
    kinds.push(one);
    let unread = 0;
    try {
      const asked = { kind, from, to, user };
      for await (const page of signInPages(tenant.graph, asked, { pace, within: PAGE_WITHIN_MS, signal })) {
        all.push(...page.signIns);
        if (page.requestId !== null) requestIds.push(page.requestId);
        one.signIns += page.signIns.length;
        one.pages += 1;
        unread += page.unread;
        onProgress({ done: all.length, of: null, unit: 'sign-in' });
        if (all.length > MOST_SIGN_INS) {
          one.failed = `there are more than ${MOST_SIGN_INS.toLocaleString('en-US')}: ask for a shorter period`;
          return;
        }
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GraphError)) throw error;
      errors.push(error);
      one.failed = wordsOf(error);
      return;
    }
    if (unread > 0) one.failed = `${unread} of its entries could not be read`;
    const since = new Date(Math.max(Date.parse(from), begun.getTime() - KEPT_DAYS * DAY_MS)).toISOString();
    if (one.failed === null && since < to) covered.push({ kind, userId: user, from: since, to });
  }

  const wanted = user === null ? EVERYBODYS : A_PERSONS;
  for (const kind of wanted) await read(kind);
  const [first] = errors;
  if (first !== undefined && errors.length === wanted.length && all.length === 0) throw first;
  const { added, known } = await engine.addSignIns(caseId, { signIns: all, covered, by });
  await engine.notePull(caseId, {
    ...pullOf({ ...order, to }, kinds, begun),
    ended: now().toISOString(),
    distinct: added + known,
    requestIds,
  });
  return {
    user,
    from,
    to,
    kinds: kinds.map(({ pages: _pages, ...one }) => one),
    added,
    coveredFrom: covered[0]?.from ?? null,
    requests: kinds.reduce((sum, { pages }) => sum + pages, 0),
  };
}

/** They are paged once: what matters of them is whether one is there, and a second look finds the same. */
function pullOf(
  { user, from, to, by }: FetchOrder,
  kinds: readonly { kind: SignInKind; signIns: number; failed: string | null; pages: number }[],
  begun: Date,
): Omit<Pull, 'ended' | 'distinct' | 'requestIds'> {
  const id = randomUUID();
  return {
    id,
    source: 'sign-ins',
    what: user === null ? 'Sign-ins of the tenant' : `Sign-ins of ${user}`,
    only: user === null ? [] : [user],
    by,
    begun: begun.toISOString(),
    from,
    to,
    queries: kinds.map(
      ({ kind, signIns, failed }): PullQuery => ({
        id: `${id} ${kind}`,
        from,
        to,
        operations: [kind],
        outcome: failed === null ? 'succeeded' : 'failed',
        records: signIns,
      }),
    ),
    passes: [
      {
        pages: kinds.reduce((sum, { pages }) => sum + pages, 0),
        records: kinds.reduce((sum, { signIns }) => sum + signIns, 0),
      },
    ],
    duplicates: 0,
    onlyFirst: 0,
    onlySecond: 0,
    differing: 0,
    missing: kinds.flatMap(({ kind, failed }) =>
      failed === null ? [] : [{ from, to, why: `sign-ins (${kind}): ${failed}` }],
    ),
  };
}

function earlier(a: string, b: string): string {
  return Date.parse(a) < Date.parse(b) ? a : b;
}

/** The life of one audit query: made once, whatever becomes of the answers, and looked at until it ends (graph.md B2). */
import {
  type AuditQuery,
  type AuditQueryRequest,
  type AuditVersion,
  createAuditQuery,
  findAuditQuery,
  readAuditQuery,
} from '../../graph/audit-queries.ts';
import { GraphError } from '../../graph/graph.ts';
import type { HuntQuery } from './state.ts';
import { huntOf, isAbsent, isFinal, isOver, isRefused, noteQuery, type Run } from './tools.ts';

const MOST_TRIES = 5;
/** Looks in a row at which Microsoft does not know the query. */
const MOST_UNKNOWN = 5;

export interface Ended {
  outcome: NonNullable<HuntQuery['outcome']>;
  /** why there are no records, for people; null when there are */
  why: string | null;
}

/** @throws GraphError when Microsoft refuses for good; the signal's reason */
export async function runQuery(run: Run, query: HuntQuery, request: AuditQueryRequest): Promise<Ended> {
  const ended = await liveOf(run, query, request);
  await noteQuery(run, query.name, { outcome: ended.outcome });
  return ended;
}

async function liveOf(run: Run, query: HuntQuery, request: AuditQueryRequest): Promise<Ended> {
  if (query.id !== null && query.version !== null) return await untilEnd(run, query.id, query.version);
  const made = await submitted(run, query, request);
  if ('why' in made) return made;
  return await untilEnd(run, made.id, made.version);
}

async function submitted(
  run: Run,
  query: HuntQuery,
  request: AuditQueryRequest,
): Promise<{ id: string; version: AuditVersion } | Ended> {
  const { tools, signal } = run;
  const { graph } = tools.tenant;
  // It may have been made although nobody heard of it: then it is in the list, under its name.
  let mayExist = query.sent;
  for (let tries = 0; ; ) {
    signal.throwIfAborted();
    if (isOver(run)) return gaveUp('the time of the hunt was over before the audit query could be submitted');
    let taken: string | null = null;
    try {
      let made: { version: AuditVersion; value: AuditQuery | null } | null = null;
      if (mayExist) {
        made = await onVersion(run, (version) =>
          findAuditQuery(graph, query.name, { version, signal, within: tools.limits.within }),
        );
      }
      if (made === null || made.value === null) {
        taken = await tools.allowance.take(Date.parse(huntOf(run).deadline), signal);
        if (taken === null) {
          return gaveUp(`the day's allowance of ${tools.limits.perDay} audit queries was used up`);
        }
        await noteQuery(run, query.name, { sent: true });
        mayExist = true;
        made = await onVersion(run, (version) =>
          createAuditQuery(graph, request, { version, signal, within: tools.limits.within }),
        );
      }
      const { version, value } = made;
      if (value === null) continue;
      await noteQuery(run, query.name, { sent: true, id: value.id, version });
      return { id: value.id, version };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GraphError) || isFinal(error) || isAbsent(error)) throw error;
      if (error.status === 429) {
        // Throttled is not made.
        if (taken !== null) await tools.allowance.giveBack(taken);
      } else if (++tries >= MOST_TRIES) {
        return { outcome: 'failed', why: `the audit query could not be submitted: ${error.message}` };
      }
      await tools.wait(tools.limits.pause * 2 ** Math.min(tries, 4), signal);
    }
  }
}

/** v1.0 first; beta where it has no audit queries, remembered for the tenant (graph.md B2). */
async function onVersion<T>(
  { tools: { store, tenant } }: Run,
  ask: (version: AuditVersion) => Promise<T>,
): Promise<{ version: AuditVersion; value: T }> {
  const known = store.read().hunt.versions[tenant.id];
  const remember = (version: AuditVersion) =>
    known === version
      ? undefined
      : store.change((draft) => {
          draft.hunt.versions[tenant.id] = version;
        });
  const first = known ?? 'v1.0';
  try {
    const value = await ask(first);
    await remember(first);
    return { version: first, value };
  } catch (error) {
    if (first === 'beta' || !isAbsent(error)) throw error;
    const value = await ask('beta');
    await remember('beta');
    return { version: 'beta', value };
  }
}

/** What Microsoft calls a state that no document names is taken for running, until our own deadline. */
async function untilEnd(run: Run, id: string, version: AuditVersion): Promise<Ended> {
  const { tools, signal } = run;
  const { firstPoll, longestPoll, within } = tools.limits;
  let unknown = 0;
  for (let pause = firstPoll; ; pause = Math.min(longestPoll, pause * 1.5)) {
    await tools.wait(pause, signal);
    signal.throwIfAborted();
    try {
      const { status, overTheCap } = await readAuditQuery(tools.tenant.graph, id, {
        version,
        signal,
        within,
      });
      unknown = 0;
      if (status === 'succeeded') {
        return overTheCap === true
          ? { outcome: 'over-the-cap', why: 'Microsoft found more records than one audit query may return' }
          : { outcome: 'succeeded', why: null };
      }
      if (status === 'failed') return { outcome: 'failed', why: 'the audit query failed at Microsoft' };
      if (status === 'cancelled') {
        return { outcome: 'cancelled', why: 'the audit query was cancelled at Microsoft' };
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GraphError) || isRefused(error)) throw error;
      if (isAbsent(error) && ++unknown >= MOST_UNKNOWN) {
        return { outcome: 'failed', why: 'Microsoft does not know the audit query any more' };
      }
    }
    if (isOver(run)) return gaveUp('the audit query had not ended when the time of the hunt was over');
  }
}

function gaveUp(why: string): Ended {
  return { outcome: 'gave-up', why };
}

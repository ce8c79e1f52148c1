/** Gives the case what was taken, and tells it how far the watch is: pulls, one a day, and outages. */
import { basename } from 'node:path';
import { type Engine, EngineError } from '../../../analysis/engine/engine.ts';
import type { Pull } from '../../../analysis/sections.ts';
import type { Person } from '../../../cards/index.ts';
import type { AuditTrail } from '../../audit/index.ts';
import type { Store } from '../../store/index.ts';
import type { Place } from '../../turn.ts';
import { listedTo } from './health.ts';
import { MAIN } from './poll.ts';
import type { Spool } from './spool.ts';
import type { DayState, Stretch, WatchState } from './state.ts';

export interface DeliverTools {
  /** changes to the case through it are told to who asked for alerts */
  engine: Engine;
  store: Store;
  spool: Spool;
  audit: Pick<AuditTrail, 'append'>;
  /** a new case was made: who started the watch must be in it before it is shown */
  onMade(caseId: string, by: Person, place: Place): Promise<void>;
  /** Begins an audit query over arrival that cannot be listed any more; false when there is no such thing here. */
  reconcile(caseId: string, period: { from: string; to: string }): Promise<boolean>;
  now(): Date;
  signal: AbortSignal;
}

/** The case the watch filled is not there any more. */
export class CaseGone extends Error {}

/** The least between an event and its blob that is reckoned with (60 to 90 minutes are usual: B6). */
const LEAST_LAG = 90 * 60_000;
const PAGE = 1_000;

/** @returns whether there was anything. @throws CaseGone, EngineError */
export async function deliver(tools: DeliverTools): Promise<boolean> {
  const { store, spool, now, signal } = tools;
  let any = false;
  for (;;) {
    const at = now().toISOString();
    const paths = await spool.ready(`activity-feed-${at.replace(/[:.]/g, '-')}`);
    if (paths === null) break;
    signal.throwIfAborted();
    await analyse(paths, at, tools);
    await spool.done(paths);
    any = true;
  }
  if (any)
    await store.change(({ watch }) => {
      watch.delivered = now().toISOString();
    });
  return any;
}

async function analyse(paths: readonly string[], at: string, tools: DeliverTools): Promise<void> {
  const { engine, store, audit, signal } = tools;
  const { watch } = store.read();
  const caseId = watch.caseId ?? (await caseOfRun(watch, engine));
  const acquired = { at, by: 'Mailtrail watch', from: answersFrom(watch), to: at };
  const files = paths.map((path) => ({ path, name: basename(path), acquired }));
  await audit.append({
    by: null,
    what: 'watch analyze',
    words: files.map(({ name }) => name).join(', '),
    caseId,
    where: null,
    outcome: 'allowed',
    why: null,
  });
  try {
    const result = await engine.analyze(
      { files, ...(caseId === null ? { caseName: nameOfRun(watch) } : { caseId }) },
      undefined,
      signal,
    );
    if (watch.caseId === null) await made(result.caseId, tools);
  } catch (error) {
    if (error instanceof EngineError && error.code === 'no-such-case') throw new CaseGone(error.message);
    throw error;
  }
}

/** Since when what arrived is all there is to have: of what the feed has from before nobody says so. */
const answersFrom = ({ since, feeds }: Readonly<WatchState>) =>
  [since, feeds[MAIN]?.begun ?? since].sort().at(-1) ?? since;

/** One that was made and not noted, since a crash came between. */
async function caseOfRun(watch: Readonly<WatchState>, engine: Engine): Promise<string | null> {
  return (await engine.cases()).find(({ name }) => name === nameOfRun(watch))?.id ?? null;
}

const nameOfRun = ({ run }: Readonly<WatchState>) => `watch ${run}`;

async function made(caseId: string, { store, onMade }: DeliverTools): Promise<void> {
  const { by, place } = store.read().watch;
  if (by !== null && place !== null) {
    await onMade(caseId, by, place);
    await store.setCurrentCase(place, caseId);
  }
  await store.change(({ watch }) => {
    watch.caseId = caseId;
  });
}

/** Tells the case of outages, and how far it is covered. @throws CaseGone, EngineError */
export async function attest(tools: DeliverTools): Promise<void> {
  const { engine, store, now } = tools;
  const { caseId, outages, attested, days } = store.read().watch;
  if (caseId === null) return;
  try {
    for (const outage of outages.filter(({ noted }) => !noted)) {
      const { from, to, why } = outage;
      await engine.noteOutage(caseId, { from, to, why });
      await mark(store, outage.from, to, { noted: true });
    }
    // A day that is over is told once more as it ended.
    const open = Object.entries(days).filter(([, day]) => attested === null || day.at > attested);
    for (const [day, one] of open) {
      const pull = pullOf(day, one, store.read().watch, await countsOf(engine, caseId, day));
      if (pull !== null) await engine.notePull(caseId, pull);
    }
    await store.change(({ watch }) => {
      watch.attested = now().toISOString();
      for (const outage of watch.outages) outage.closed ||= isOver(outage, watch);
    });
    for (const { from, lostTo, queried } of store.read().watch.outages) {
      if (lostTo === null || queried) continue;
      if (await tools.reconcile(caseId, { from, to: lostTo }))
        await mark(store, from, null, { queried: true });
    }
  } catch (error) {
    if (error instanceof EngineError && error.code === 'no-such-case') throw new CaseGone(error.message);
    throw error;
  }
}

/** Whether there is something that the case should know now rather than later. */
export function isToBeTold(watch: Readonly<WatchState>): boolean {
  return watch.outages.some((outage) => !outage.noted || (!outage.closed && isOver(outage, watch)));
}

function isOver({ to }: { to: string }, watch: Readonly<WatchState>): boolean {
  return (listedTo(watch) ?? '') >= to;
}

/** @param to as it was told: it may have grown meanwhile */
async function mark(
  store: Store,
  from: string,
  to: string | null,
  what: { noted?: true; queried?: true },
): Promise<void> {
  await store.change(({ watch }) => {
    const found = watch.outages.find((one) => one.from === from && (to === null || one.to === to));
    if (found) Object.assign(found, what);
  });
}

interface Counts {
  records: number;
  duplicates: number;
}

/** What the engine made of the day's files: it alone knows which records it held already. */
async function countsOf(engine: Engine, caseId: string, day: string): Promise<Counts> {
  const counts = { records: 0, duplicates: 0 };
  for (let offset = 0; ; offset += PAGE) {
    const { inputs } = await engine.section(caseId, 'inputs', { offset, limit: PAGE });
    for (const { name, records, duplicates } of inputs.items) {
      if (!name.startsWith(`activity-feed-${day}T`)) continue;
      counts.records += records;
      counts.duplicates += duplicates;
    }
    if (offset + PAGE >= inputs.total) return counts;
  }
}

function pullOf(
  day: string,
  { at, from, to, missing, listings }: DayState,
  { by, lags, run }: Readonly<WatchState>,
  { records, duplicates }: Counts,
): Pull | null {
  if (from === null || to === null) return null;
  // A record that was to arrive then happened before, by as much as records take.
  const lag = Math.max(LEAST_LAG, ...lags.map((seconds) => seconds * 1_000));
  const happened = (one: Stretch) => ({
    ...one,
    from: new Date(Date.parse(one.from) - lag).toISOString(),
  });
  return {
    id: `activity-feed-${run}-${day}`,
    source: 'activity-feed',
    what: `Records of Exchange and Entra as they arrived, taken on ${day}`,
    by: by?.name ?? null,
    begun: from,
    ended: at,
    from,
    to,
    queries: [],
    passes: [{ pages: listings, records }],
    distinct: records,
    duplicates,
    onlyFirst: 0,
    onlySecond: 0,
    differing: 0,
    requestIds: [],
    missing: missing.map(happened),
  };
}

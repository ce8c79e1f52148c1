/**
 * Watches the tenant: what its activity feed delivers goes into a case as it arrives. One watch a tenant. It outlives
 * restarts: what was listed, what was taken and what is owed is on the disk before the next step is made.
 */
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../../analysis/engine/engine.ts';
import type { Person } from '../../../cards/index.ts';
import { createActivityFeed, FeedError, type FeedOptions } from '../../graph/activity-feed.ts';
import { Problem } from '../../problems.ts';
import type { Place } from '../../turn.ts';
import type { Tenant } from '../tenant.ts';
import { attest, CaseGone, type DeliverTools, deliver, isToBeTold } from './deliver.ts';
import { noteTrouble } from './health.ts';
import { LISTED_FOR } from './plan.ts';
import { CONTENT_TYPES, poll } from './poll.ts';
import { openSeen, type Seen } from './seen.ts';
import { openSpool, type Spool } from './spool.ts';
import { standingOf, type WatchStanding } from './standing.ts';
import { noWatch, type Trouble, type WatchState } from './state.ts';

export type { WatchStanding } from './standing.ts';

export interface Watch {
  /**
   * Begins, or goes on where it stopped when it is for the same case.
   * @param caseId null = a new one, made with the first records
   * @throws Problem when another case is watched
   */
  start(caseId: string | null, by: Person, place: Place): Promise<void>;
  /** False when nothing is watched. What arrives meanwhile is listed after the next start, for seven days. */
  stop(): Promise<boolean>;
  standing(): Promise<WatchStanding | null>;
  /** The case that is watched; null also where it has none yet. */
  caseOf(): string | null;
  /** Polls now; at most one at a time. */
  poll(): Promise<void>;
  /** Goes on from where a stop of the bot left it. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

export interface WatchOptions
  extends Pick<DeliverTools, 'engine' | 'store' | 'audit' | 'onMade' | 'reconcile'> {
  tenant: Tenant;
  /** where records wait for their analysis */
  folder: string;
  /** Tells the conversations that are told of the case; the same again does nothing. */
  tell(caseId: string, trouble: Trouble): Promise<void>;
  onFault(error: unknown, doing: string): void;
  now?: () => Date;
  /** milliseconds */
  timing?: { pause?: number; analyseEvery?: number; behind?: number } & FeedOptions;
}

const MINUTE = 60_000;
const PAUSE = 5 * MINUTE;
/** Not listed for longer is an outage, and told. */
const BEHIND = 30 * MINUTE;
/** Each analysis is an input of the case, and works its findings out anew. */
const ANALYSE_EVERY = 15 * MINUTE;
/** The engine is for people too: after an analysis it rests from ours for so many times its length. */
const REST = 4;
/** What is noted in the case works it out anew, so how far the watch is is told once in so many analyses. */
const ATTEST_EVERY = 24;

interface Open {
  seen: Seen;
  spool: Spool;
}

/** @throws Problem when the tenant's cloud has no activity feed */
export function createWatch(options: WatchOptions): Watch {
  const { tenant, store, now = () => new Date(), timing = {}, onFault } = options;
  const { pause = PAUSE, analyseEvery = ANALYSE_EVERY, behind = BEHIND } = timing;
  const { management } = tenant.cloud;
  const feed = management === null ? null : createActivityFeed(tenant, management, timing);
  const closing = new AbortController();
  let stopping = new AbortController();
  let timer: NodeJS.Timeout | null = null;
  let polling: Promise<void> | null = null;
  let open: { run: string; parts: Promise<Open> } | null = null;
  /** milliseconds of the last analysis */
  let took = 0;

  const state = () => store.read().watch;

  /** Once for a run: a second list of what was taken would not know what the first one adds. */
  function opened(): Promise<Open> {
    const { run } = state();
    if (open?.run === run) return open.parts;
    const parts = openRun(run);
    open = { run, parts };
    parts.catch(() => {
      if (open?.parts === parts) open = null;
    });
    return parts;
  }

  async function openRun(run: string): Promise<Open> {
    // Another case has taken nothing of what the one before did.
    for (const other of await folders(options.folder)) {
      if (other !== run) await rm(join(options.folder, other), { recursive: true, force: true });
    }
    const folder = join(options.folder, run);
    return { seen: await openSeen(join(folder, 'seen')), spool: await openSpool(folder) };
  }

  function pollOnce(): Promise<void> {
    polling ??= once()
      .catch((error) => onFault(error, 'watching the tenant'))
      .finally(() => {
        polling = null;
      });
    return polling;
  }

  async function once(): Promise<void> {
    if (!state().on || feed === null) return;
    const signal = AbortSignal.any([closing.signal, stopping.signal]);
    const { seen, spool } = await opened();
    const tools = { ...options, feed, seen, spool, now, signal, behind };
    try {
      await poll(tools);
      await noted(null);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof FeedError) && !isRefusal(error)) onFault(error, 'reading the activity feed');
      await noted(error);
    }
    if (signal.aborted) return;
    await giveToCase(tools);
    await tellTroubles();
  }

  async function noted(error: unknown): Promise<void> {
    const known = error instanceof FeedError ? error : null;
    const words = error === null ? null : (known?.message ?? 'A fault of Mailtrail; its log says which');
    await store.change(({ watch }) => {
      watch.poll = { at: now().toISOString(), words, refused: known?.code === 'refused' };
      noteTrouble(watch, now(), behind);
    });
  }

  async function giveToCase(tools: DeliverTools): Promise<void> {
    const since = (iso: string | null) =>
      iso === null ? Number.POSITIVE_INFINITY : now().getTime() - Date.parse(iso);
    try {
      const { delivered, attested } = state();
      if (since(delivered) >= Math.max(analyseEvery, REST * took)) {
        const begun = performance.now();
        await deliver(tools);
        took = performance.now() - begun;
      }
      if (isToBeTold(state()) || since(attested) >= ATTEST_EVERY * analyseEvery) await attest(tools);
    } catch (error) {
      if (tools.signal.aborted) return;
      if (error instanceof CaseGone) return await caseGone();
      // Kept, and given with the next poll.
      if (!(error instanceof EngineError)) throw error;
      onFault(error, 'analysing what the watch took');
    }
  }

  async function caseGone(): Promise<void> {
    const { caseId } = state();
    // To forget how far the watch is takes more than one answer.
    if ((await options.engine.cases()).some(({ id }) => id === caseId)) return;
    await forget('its case was deleted');
  }

  async function forget(why: string): Promise<void> {
    const { caseId } = state();
    await store.change((draft) => {
      draft.watch = noWatch();
    });
    open = null;
    await options.audit.append({
      by: null,
      what: 'watch ended',
      words: null,
      caseId,
      where: null,
      outcome: 'noted',
      why,
    });
  }

  /** A trouble is settled once its end was told. */
  async function tellTroubles(): Promise<void> {
    const { caseId, troubles } = state();
    for (const trouble of troubles.filter(({ settled }) => !settled)) {
      if (caseId !== null) await options.tell(caseId, trouble);
      if (trouble.ended === null) continue;
      await store.change(({ watch }) => {
        const found = watch.troubles.find(({ at }) => at === trouble.at);
        if (found) found.settled = true;
      });
    }
  }

  function run(): void {
    void pollOnce().finally(() => {
      if (state().on && !closing.signal.aborted) timer = setTimeout(run, pause);
    });
  }

  function wake(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    run();
  }

  return {
    async start(caseId, by, place) {
      if (feed === null) throw noFeed(tenant);
      const { run: before, on } = state();
      const same = before !== '' && caseId === state().caseId;
      if (on && !same) throw otherCase();
      if (on) return;
      const at = now().toISOString();
      await store.change((draft) => {
        if (!same) draft.watch = begun(tenant.id, caseId, now());
        Object.assign(draft.watch, { on: true, by, place, at, poll: null });
      });
      stopping = new AbortController();
      wake();
    },
    async stop() {
      if (!state().on) return false;
      stopping.abort(new Problem('The watch was stopped', []));
      if (timer !== null) clearTimeout(timer);
      await polling;
      await store.change(({ watch }) => {
        const stopped = watch.feeds[CONTENT_TYPES[0]]?.listedTo ?? null;
        Object.assign(watch, { on: false, at: now().toISOString(), stopped });
        noteTrouble(watch, now(), behind);
      });
      await tellTroubles();
      return true;
    },
    async standing() {
      if (state().run === '') return null;
      return standingOf(state(), {
        now: now(),
        waiting: await (await opened()).spool.waiting(),
        requests: feed?.sent ?? 0,
      });
    },
    caseOf: () => state().caseId,
    poll: pollOnce,
    async resume() {
      // The settings may name another tenant now: its records do not belong into that case.
      const { tenantId } = state();
      if (tenantId !== '' && tenantId !== tenant.id) await forget('Mailtrail is connected to another tenant');
      if (state().on) wake();
    },
    async close() {
      closing.abort(new EngineError('cancelled', 'Mailtrail is being stopped'));
      if (timer !== null) clearTimeout(timer);
      await polling;
    },
  };
}

function begun(tenantId: string, caseId: string | null, at: Date): WatchState {
  const since = new Date(at.getTime() - LISTED_FOR).toISOString();
  const run = `${at.toISOString().slice(0, 10)}-${randomUUID().slice(0, 4)}`;
  return { ...noWatch(), run, tenantId, caseId, since };
}

async function folders(path: string): Promise<string[]> {
  return await readdir(path).catch((error) => {
    if ((error as { code?: string }).code === 'ENOENT') return [];
    throw error;
  });
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'GraphError';
}

function noFeed({ cloud }: Tenant): Problem {
  return new Problem(`There is no activity feed in this cloud (${cloud.name})`, [
    'Exports can be analysed: drop one here, or put them into the inbox folder as they are made.',
  ]);
}

function otherCase(): Problem {
  return new Problem('Another case is watched already, and a tenant has one feed', [
    'Write watch stop where that case is the current one, then watch start here.',
  ]);
}

/** Hunts in the live tenant: begun, shown while they run, stopped, and taken up again after a restart. */
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import PQueue from 'p-queue';
import type { Engine } from '../../../analysis/engine/engine.ts';
import { isoTime } from '../../../analysis/time.ts';
import type { CardInputs } from '../../../cards/index.ts';
import { type LiveCard, postLiveCard, takeUpCard } from '../../jobs/live-card.ts';
import { isFault, problemOf } from '../../problems.ts';
import { show } from '../../show.ts';
import type { Store } from '../../store/index.ts';
import type { Caller, Place, Sender } from '../../turn.ts';
import type { Tenant } from '../tenant.ts';
import { createAllowance } from './allowance.ts';
import { endHunt, partsOf, runHunt } from './run.ts';
import type { Hunt, Target } from './state.ts';
import { type HuntTools, LIMITS, type Limits, type Run } from './tools.ts';
import { createDrawing, shownHunt } from './view.ts';

export interface HuntOrder {
  engine: Hunt['engine'];
  target: Target;
  unfiltered: boolean;
  /** ISO 8601 UTC, whole seconds */
  from: string;
  to: string;
  /** add to this case; null makes a new one */
  caseId: string | null;
}

export interface Hunts {
  /** Begins a hunt and posts its card. @returns when the card is posted, long before the hunt ends */
  begin(order: HuntOrder, place: Place, by: Caller): Promise<void>;
  /** @returns whose it is; null when no such hunt runs in this conversation */
  ownerOf(huntId: string, place: Place): Caller | null;
  cancel(huntId: string, place: Place, caller: Caller): boolean;
  /** @returns how many were stopped */
  cancelAllOf(place: Place, caller: Caller): number;
  status(place: Place): Promise<CardInputs['hunt-status']>;
  /** Begins a hunt for everything of a period, without a card, into a case. False where there are no audit queries. */
  reconcile(caseId: string, period: { from: string; to: string }): Promise<boolean>;
  /** Takes up what a stop of the bot left unfinished. */
  start(): Promise<void>;
  /** Stops everything; what runs is taken up at the next start. */
  close(): Promise<void>;
}

export interface HuntsOptions {
  tenant: Tenant;
  engine: Engine;
  store: Store;
  sender: Sender;
  dataFolder: string;
  onMade(caseId: string, by: Caller, place: Place): Promise<void>;
  onFault(error: unknown, doing: string): void;
  now?: () => Date;
  /** for tests: who turns the clock waits by it */
  wait?(ms: number, signal: AbortSignal): Promise<void>;
  limits?: Partial<Limits>;
  /** least milliseconds between two edits of a card */
  cardPause?: number;
}

/** Ended hunts that are still told of. */
const MOST_ENDED = 20;

/** Of a hunt that nobody watches. */
const UNSEEN: LiveCard = { messageId: null, show: () => undefined, finish: async () => undefined };

class Stopped extends Error {
  constructor(readonly by: string | null) {
    super('The hunt was stopped');
  }
}

interface Running {
  place: Place | null;
  by: Caller;
  stop: AbortController;
  ended: Promise<void>;
}

export function createHunts(options: HuntsOptions): Hunts {
  const { tenant, engine, store, sender, onFault, now = () => new Date() } = options;
  const limits = { ...LIMITS, ...options.limits };
  const wait =
    options.wait ?? ((ms, signal) => sleep(ms, undefined, { signal }).catch(() => signal.throwIfAborted()));
  const tools: HuntTools = {
    ...{ tenant, engine, store, limits, now, wait },
    allowance: createAllowance({ store, tenantId: tenant.id, most: limits.perDay, now, wait }),
    slots: new PQueue({ concurrency: limits.inFlight }),
    defender: new PQueue({ concurrency: limits.inFlight }),
    reading: new PQueue({ concurrency: 1 }),
    ingesting: new PQueue({ concurrency: 1 }),
    folder: join(options.dataFolder, 'hunts'),
    onMade: options.onMade,
  };
  const running = new Map<string, Running>();
  const allowance = () => ({ ...tools.allowance.used(), inFlight: limits.inFlight });
  const drawing = createDrawing(engine, allowance);

  function newHunt(order: HuntOrder, place: Place | null, by: Caller): Hunt {
    const id = randomUUID();
    const begun = now();
    return {
      ...order,
      ...{ id, place, by: { ...by }, tenantId: tenant.id },
      begun: begun.toISOString(),
      deadline: new Date(begun.getTime() + limits.deadline).toISOString(),
      ...{ messageId: null, ended: null, end: null, stoppedBy: null, why: null },
      parts: partsOf({ ...order, id }),
    };
  }

  async function keep(hunt: Hunt): Promise<void> {
    await store.change((draft) => {
      draft.hunt.hunts[hunt.id] = hunt;
    });
  }

  async function begin(order: HuntOrder, place: Place, by: Caller): Promise<void> {
    const hunt = newHunt(order, place, by);
    const first = await drawing.whole(hunt);
    const card = await postLiveCard(sender, place, first, onLost, options.cardPause);
    await keep({ ...hunt, messageId: card.messageId });
    go(hunt, card, false);
  }

  async function reconcile(caseId: string, { from, to }: { from: string; to: string }): Promise<boolean> {
    if (!tenant.cloud.auditQueries) return false;
    const order: HuntOrder = {
      ...{ engine: 'audit', target: { kind: 'tenant', value: '' }, unfiltered: false },
      ...{ from: wholeSecond(from), to: wholeSecond(to), caseId },
    };
    const hunt = newHunt(order, null, { objectId: '', name: 'watch' });
    await keep(hunt);
    go(hunt, UNSEEN, false);
    return true;
  }

  const onLost = (error: unknown) => onFault(error, 'sending the progress of a hunt');

  function go({ id, place, by }: Hunt, card: LiveCard, resumed: boolean): void {
    const stop = new AbortController();
    const run: Run = {
      ...{ tools, huntId: id, resumed, signal: stop.signal },
      onChange: () => card.show(() => drawing.now(current(id))),
    };
    const ended = lead(run, card)
      .catch((error) => onFault(error, 'hunting'))
      .finally(() => running.delete(id));
    running.set(id, { place, by, stop, ended });
  }

  async function lead(run: Run, card: LiveCard): Promise<void> {
    try {
      await runHunt(run);
      await endHunt(run, 'done', { by: null, why: null });
    } catch (error) {
      const stopped = run.signal.reason;
      if (stopped instanceof Stopped && stopped.by === null)
        return await card.finish(await drawing.whole(current(run.huntId)));
      if (stopped instanceof Stopped) await endHunt(run, 'cancelled', { by: stopped.by, why: null });
      else {
        if (isFault(error)) onFault(error, 'hunting');
        await endHunt(run, 'failed', { by: null, why: whyOf(error) });
      }
    }
    const hunt = current(run.huntId);
    await card.finish(await drawing.whole(hunt));
    await forgetOldest();
    if (hunt.end !== 'done' || hunt.caseId === null || hunt.place === null) return;
    await sender.post(hunt.place, await show(engine, hunt.caseId, 'summary', {}));
  }

  function current(id: string): Hunt {
    const hunt = store.read().hunt.hunts[id];
    if (hunt === undefined) throw new Error(`There is no hunt ${id}`);
    return hunt;
  }

  async function forgetOldest(): Promise<void> {
    await store.change((draft) => {
      const ended = Object.values(draft.hunt.hunts).filter((hunt) => hunt.ended !== null);
      ended.sort((a, b) => (b.ended ?? '').localeCompare(a.ended ?? ''));
      for (const { id } of ended.slice(MOST_ENDED)) delete draft.hunt.hunts[id];
    });
  }

  /** Records that a stop between the end of a hunt and the end of its folder left behind. */
  async function removeLeftovers(): Promise<void> {
    const found = await readdir(tools.folder).catch(ifMissing);
    const { hunts } = store.read().hunt;
    for (const id of found) {
      if (hunts[id]?.ended !== null) await rm(join(tools.folder, id), { recursive: true, force: true });
    }
  }

  const here = (place: Place) => (one: { place: Place | null }) =>
    one.place?.conversationId === place.conversationId;

  return {
    begin,
    reconcile,
    ownerOf(huntId, place) {
      const one = running.get(huntId);
      return one !== undefined && here(place)(one) ? one.by : null;
    },
    cancel(huntId, place, caller) {
      const one = running.get(huntId);
      if (one === undefined || one.stop.signal.aborted || !here(place)(one)) return false;
      one.stop.abort(new Stopped(caller.name));
      return true;
    },
    cancelAllOf(place, caller) {
      const found = [...running.values()].filter(here(place)).filter(({ stop }) => !stop.signal.aborted);
      for (const { stop } of found) stop.abort(new Stopped(caller.name));
      return found.length;
    },
    async status(place) {
      const hunts = Object.values(store.read().hunt.hunts).filter(here(place));
      hunts.sort((a, b) => b.begun.localeCompare(a.begun));
      const shown = hunts.map(async (hunt) => shownHunt(hunt, await drawing.identity(hunt.caseId)));
      return { hunts: await Promise.all(shown), allowance: allowance() };
    },
    async start() {
      await removeLeftovers();
      for (const hunt of Object.values(store.read().hunt.hunts)) {
        if (hunt.ended !== null || hunt.tenantId !== tenant.id || running.has(hunt.id)) continue;
        const { place, messageId } = hunt;
        const card =
          place === null ? UNSEEN : takeUpCard(sender, place, messageId, onLost, options.cardPause);
        go(hunt, card, true);
      }
    },
    async close() {
      const ends = [...running.values()].map(({ stop, ended }) => {
        stop.abort(new Stopped(null));
        return ended;
      });
      await Promise.all(ends);
    },
  };
}

function ifMissing(error: unknown): string[] {
  if ((error as { code?: string }).code === 'ENOENT') return [];
  throw error;
}

/** What happened, and the first thing to do about it. */
function whyOf(error: unknown): string {
  const { what, todo } = problemOf(error);
  return [what, ...todo.slice(0, 1)].map((one) => one.replace(/\.?$/, '.')).join(' ');
}

function wholeSecond(time: string): string {
  return isoTime(Math.floor(Date.parse(time) / 1000));
}

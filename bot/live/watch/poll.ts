/** One poll: the subscription, the listings that are due, and the blobs in them. */
import { type ActivityFeed, type Content, FeedError } from '../../graph/activity-feed.ts';
import type { Store } from '../../store/index.ts';
import { beginFeed, type Listing, listed, lostUntil, plan } from './plan.ts';
import type { Seen } from './seen.ts';
import type { Spool } from './spool.ts';
import type { DayState, FeedState, Stretch, WatchState } from './state.ts';
import { type Haul, take } from './take.ts';

export interface PollTools {
  feed: ActivityFeed;
  store: Store;
  seen: Seen;
  spool: Spool;
  now(): Date;
  signal: AbortSignal;
  /** milliseconds: not listed for longer is an outage */
  behind: number;
}

/** Mailboxes and Exchange's settings; sign-ins, consents and roles. No other holds what the product reads. */
export const CONTENT_TYPES = ['Audit.Exchange', 'Audit.AzureActiveDirectory'] as const;

/** Whose period stands for all: mail access is in it. */
export const MAIN = 'Audit.Exchange';

const MINUTE = 60_000;
/** Between two starts of a subscription (B6). */
const START_PAUSE = 15 * MINUTE;
const CHECK_PAUSE = 60 * MINUTE;
const AT_A_TIME = 25;
const MOST_OWED = 1_000;
const MOST_MISSING = 200;
/** The case is told of an outage that goes on when it has grown by this. */
const OUTAGE_GROWS = 60 * MINUTE;
const MOST_OUTAGES = 50;
const MOST_LAGS = 200;
const MOST_DAYS = 10;

/** Within one poll: what it found out is written down at a few points, each a write on the disk. */
interface Polling extends PollTools {
  notes: ((watch: WatchState) => void)[];
}

/** @throws FeedError when the feed does not answer; what was taken before counts */
export async function poll(given: PollTools): Promise<void> {
  const tools = { ...given, notes: [] };
  try {
    await pollAll(tools);
  } finally {
    await save(tools);
  }
}

async function save({ store, notes }: Polling): Promise<void> {
  if (notes.length === 0) return;
  const now = notes.splice(0);
  await store.change(({ watch }) => {
    for (const note of now) note(watch);
  });
}

async function pollAll(tools: Polling): Promise<void> {
  await noteStandstill(tools);
  for (const contentType of await ensureSubscriptions(tools)) await pollFeed(contentType, tools);
  await takeOwed(tools);
  await tools.seen.tidy(tools.now());
}

const feedOf = ({ store }: PollTools, contentType: string) => store.read().watch.feeds[contentType];

function changeFeed(
  { notes }: Polling,
  contentType: string,
  make: (feed: FeedState) => Partial<FeedState>,
): void {
  notes.push((watch) => {
    const feed = watch.feeds[contentType];
    if (feed) watch.feeds[contentType] = { ...feed, ...make(feed) };
  });
}

/** @returns the content types that can be listed: of others a start was asked for and not answered well yet */
async function ensureSubscriptions(tools: Polling): Promise<string[]> {
  const { feed, store, now, signal } = tools;
  if (CONTENT_TYPES.some((type) => feedOf(tools, type) === undefined)) {
    await store.change(({ watch }) => {
      for (const type of CONTENT_TYPES) watch.feeds[type] ??= beginFeed(new Date(watch.since), now());
    });
  }
  const since = (iso: string | null | undefined) =>
    iso == null ? Number.POSITIVE_INFINITY : now().getTime() - Date.parse(iso);
  if (CONTENT_TYPES.every((type) => since(feedOf(tools, type)?.enabled) < CHECK_PAUSE))
    return [...CONTENT_TYPES];
  const enabled = await feed.subscribed(signal);
  const ready: string[] = [];
  for (const type of CONTENT_TYPES) {
    const known = feedOf(tools, type);
    if (!enabled.includes(type)) {
      if (since(known?.asked) < START_PAUSE) continue;
      changeFeed(tools, type, () => ({ asked: now().toISOString() }));
      await save(tools);
      await feed.subscribe(type);
    }
    const at = now().toISOString();
    changeFeed(tools, type, ({ begun }) => ({ enabled: at, begun: begun ?? at }));
    // While it was off nothing was put together for us, and nothing will be.
    const from = known?.enabled ?? null;
    if (!enabled.includes(type) && from !== null) {
      tally(tools, (day) => miss(day, { from, to: at, why: `the subscription to ${type} was off` }));
    }
    ready.push(type);
  }
  await save(tools);
  return ready;
}

async function pollFeed(contentType: string, tools: Polling): Promise<void> {
  const { now, signal } = tools;
  const known = feedOf(tools, contentType);
  if (known === undefined) return;
  for (const listing of plan(known, now())) {
    signal.throwIfAborted();
    await list(contentType, listing, tools);
    changeFeed(tools, contentType, (feed) => listed(feed, listing, now()));
    const to = listing.to.toISOString();
    if (listing.round === 0 && contentType === MAIN && to > (known.begun ?? '')) {
      tally(tools, (day) => {
        const from = [listing.from.toISOString(), known.begun ?? ''].sort().at(-1) ?? to;
        if (day.from === null || from < day.from) day.from = from;
        if (day.to === null || to > day.to) day.to = to;
      });
    }
  }
}

/** An outage grows while it lasts: one of the same begin is the same. */
async function noteStandstill(tools: Polling): Promise<void> {
  const { store, now, behind } = tools;
  const known = feedOf(tools, MAIN);
  // What lies before the first start was nobody's to list.
  if (known === undefined || known.listedTo <= store.read().watch.since) return;
  const [from, to] = [known.listedTo, now().toISOString()];
  if (Date.parse(to) - Date.parse(from) < behind) return;
  await store.change(({ watch }) => {
    const before = watch.outages.find((one) => one.from === from);
    if (before !== undefined && Date.parse(to) - Date.parse(before.to) < OUTAGE_GROWS) return;
    const why =
      watch.stopped === from ? 'the watch was stopped' : 'the watch of the activity feed stood still';
    const lostTo = lostUntil(known, now())?.toISOString() ?? null;
    const outage = { from, to, why, noted: false, closed: false, lostTo, queried: false };
    watch.outages = [...watch.outages.filter((one) => one !== before), outage].slice(-MOST_OUTAGES);
  });
}

async function list(contentType: string, { from, to }: Listing, tools: Polling): Promise<void> {
  try {
    for await (const page of tools.feed.content(contentType, from, to, tools.signal)) {
      tally(tools, (day) => {
        day.listings += 1;
      });
      if (page.unreadable > 0) {
        throw new FeedError(
          `Microsoft's activity feed listed ${page.unreadable} entries that cannot be read`,
          200,
          'malformed',
        );
      }
      await takePage(contentType, page.items, tools);
    }
  } catch (error) {
    // Somebody stopped it, or the service did: looked at anew with the next poll.
    if (error instanceof FeedError && (error.code === 'AF20022' || error.code === 'AF20023')) {
      changeFeed(tools, contentType, ({ enabled }) => ({
        enabled: enabled === null ? null : new Date(Date.parse(enabled) - CHECK_PAUSE).toISOString(),
      }));
    }
    throw error;
  }
}

async function takePage(contentType: string, items: Content[], tools: Polling): Promise<void> {
  const { seen, store } = tools;
  const known = new Set(store.read().watch.owed.map(({ id }) => id));
  const ids = new Set<string>();
  const fresh = items.filter(
    (one) => !seen.has(one) && !known.has(one.id) && !ids.has(one.id) && ids.add(one.id),
  );
  const newest = items
    .map(({ created }) => created)
    .sort()
    .at(-1);
  tally(tools, (day, watch) => {
    day.again += items.length - fresh.length;
    if (newest !== undefined && newest > (watch.newest ?? '')) watch.newest = newest;
  });
  for (let at = 0; at < fresh.length; at += AT_A_TIME) {
    tools.signal.throwIfAborted();
    const some = fresh.slice(at, at + AT_A_TIME).map((one) => ({ ...one, contentType }));
    await book(await take(some, [], tools), tools);
  }
}

async function takeOwed(tools: Polling): Promise<void> {
  const { owed } = tools.store.read().watch;
  const now = tools.now().toISOString();
  const due = owed.filter(({ next }) => next <= now).slice(0, 10 * AT_A_TIME);
  if (due.length > 0) await book(await take(due, owed, tools), tools);
}

/** Writes down what a haul brought. @throws Error when the feed stopped meanwhile */
async function book(haul: Haul, tools: Polling): Promise<void> {
  tally(tools, (day, watch) => {
    day.blobs += haul.blobs;
    day.records += haul.records;
    day.kept += haul.kept;
    day.broken += haul.broken;
    watch.lags = [...watch.lags, ...haul.lags].slice(-MOST_LAGS);
    const gone = new Set([...haul.done, ...haul.owed].map(({ id }) => id));
    watch.owed = [...watch.owed.filter(({ id }) => !gone.has(id)), ...haul.owed];
    for (const one of haul.missing) miss(day, one);
    for (const { created, why } of watch.owed.slice(MOST_OWED))
      miss(day, { from: created, to: created, why });
    watch.owed = watch.owed.slice(0, MOST_OWED);
  });
  if (haul.done.length > 0) {
    await save(tools);
    await tools.seen.add(haul.done);
  }
  if (haul.stopped !== null) throw haul.stopped;
}

function tally({ notes, now }: Polling, make: (day: DayState, watch: WatchState) => void): void {
  const at = now().toISOString();
  const date = at.slice(0, 10);
  notes.push((watch) => {
    const day = watch.days[date] ?? { ...NO_DAY, missing: [], at };
    make(day, watch);
    watch.days[date] = { ...day, at };
    watch.days = Object.fromEntries(Object.entries(watch.days).sort().slice(-MOST_DAYS));
  });
}

const NO_DAY = { from: null, to: null, listings: 0, blobs: 0, again: 0, records: 0, kept: 0, broken: 0 };

/** Neighbours with the same reason are one; more than can be listed are told as one. */
function miss(day: DayState, one: Stretch): void {
  const same = day.missing.find(
    ({ why, from, to }) => why === one.why && one.from <= later(to) && later(one.to) >= from,
  );
  const near = same ?? (day.missing.length >= MOST_MISSING ? day.missing.at(-1) : undefined);
  if (near === undefined) day.missing.push({ ...one });
  else {
    if (one.from < near.from) near.from = one.from;
    if (one.to > near.to) near.to = one.to;
  }
}

const later = (iso: string) => new Date(Date.parse(iso) + 15 * MINUTE).toISOString();

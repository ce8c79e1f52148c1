/** How the watch is doing: how late records come, how far it is, and what is wrong with it. */
import type { Trouble, WatchState } from './state.ts';

const HOUR = 3_600_000;
/** Records that take longer than this, and than three times what is usual, are late. */
const LATE = 3 * HOUR;
const LATE_TIMES = 3;
/** Blobs that say what is usual, and blobs that say how it is now. */
const LEAST_BLOBS = 40;
const RECENT_BLOBS = 10;
/** Even a small tenant's log holds something a day. */
const SILENT = 24 * HOUR;
const MOST_TROUBLES = 20;

export interface Lag {
  /** seconds from event to arrival, the middle of the last blobs; null before the first */
  usual: number | null;
  now: number | null;
}

export function lagOf({ lags }: Pick<WatchState, 'lags'>): Lag {
  return { usual: middle(lags), now: middle(lags.slice(-RECENT_BLOBS)) };
}

/** Up to where everything that arrived was listed; null before anything was. */
export function listedTo({ feeds }: Pick<WatchState, 'feeds'>): string | null {
  return (
    Object.values(feeds)
      .map((feed) => feed.listedTo)
      .sort()[0] ?? null
  );
}

function troubleNow(
  watch: Readonly<WatchState>,
  now: Date,
  behind: number,
): Pick<Trouble, 'kind' | 'words'> | null {
  if (!watch.on) return null;
  const since = (iso: string) => now.getTime() - Date.parse(iso);
  const reached = listedTo(watch) ?? watch.at;
  const why = watch.poll?.words ?? null;
  if (watch.poll?.refused && why !== null) return { kind: 'refused', words: why };
  // At first it has days to catch up.
  if (since(reached) > behind && since(watch.at) > behind) {
    const told = why === null ? 'It is being caught up' : why;
    return { kind: 'behind', words: `What arrived after ${seconds(reached)} has not been read. ${told}` };
  }
  const lag = lagOf(watch);
  const enough = watch.lags.length >= LEAST_BLOBS && lag.usual !== null && lag.now !== null;
  if (enough && lag.now !== null && lag.usual !== null) {
    if (lag.now * 1_000 > Math.max(LATE, LATE_TIMES * lag.usual * 1_000)) {
      return {
        kind: 'late',
        words: `Microsoft delivers records ${minutes(lag.now)} minutes after the event; ${minutes(lag.usual)} were usual`,
      };
    }
  }
  if (watch.newest !== null && since(watch.newest) > SILENT && since(watch.at) > SILENT) {
    return { kind: 'silent', words: `Nothing has arrived since ${seconds(watch.newest)}` };
  }
  return null;
}

/**
 * Notes in the draft what is wrong now: a trouble goes on until it is over, or another is graver.
 * @param behind milliseconds: not listed for longer is falling behind
 * @returns whether there is anything to tell
 */
export function noteTrouble(watch: WatchState, now: Date, behind: number): boolean {
  const found = troubleNow(watch, now, behind);
  const open = watch.troubles.find(({ ended }) => ended === null);
  if (open !== undefined && open.kind === found?.kind) open.words = found.words;
  else {
    if (open !== undefined) open.ended = now.toISOString();
    if (found !== null) {
      const trouble = { ...found, at: now.toISOString(), ended: null, settled: false };
      watch.troubles = [...watch.troubles, trouble].slice(-MOST_TROUBLES);
    }
  }
  return watch.troubles.some(({ settled }) => !settled);
}

function middle(values: readonly number[]): number | null {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}

const minutes = (s: number) => Math.round(s / 60);
/** Cards write times with seconds as people do. */
const seconds = (iso: string) => iso.replace(/\.\d+Z$/, 'Z');

/** Fetches blobs that were listed and not taken yet. What cannot be had now is owed, so that it holds up nothing else. */
import { type ActivityFeed, type Content, FeedError } from '../../graph/activity-feed.ts';
import { takeApart } from './blob.ts';
import type { Spool } from './spool.ts';
import type { Owed, Stretch } from './state.ts';

export interface TakeTools {
  feed: ActivityFeed;
  spool: Spool;
  now(): Date;
  signal: AbortSignal;
}

export interface Haul {
  blobs: number;
  records: number;
  kept: number;
  broken: number;
  /** seconds from event to arrival, the middle of each blob */
  lags: number[];
  owed: Owed[];
  missing: Stretch[];
  /** to be counted as seen once the haul was written down */
  done: Content[];
  /** why the feed as a whole did not answer any more; what was fetched before is in the haul */
  stopped: Error | null;
}

type Wanted = Content & { contentType: string };

/** The service's limit is 2,000 requests a minute; there is no hurry. */
const AT_ONCE = 4;
const MOST_TRIES_BROKEN = 5;
const FIRST_WAIT = 5 * 60_000;
const LONGEST_WAIT = 24 * 3_600_000;
/** Of the feed as a whole: nothing else would be answered either. */
const STOPS = new Set(['refused', 'throttled', 'no-answer', 'AF20022', 'AF20023']);
/** It will not come back. */
const GONE = new Set(['AF20050', 'AF20051', 'AF20052', 'foreign-page', 'too-large']);

/** @param owed what is known of those that were tried before */
export async function take(wanted: Wanted[], owed: readonly Owed[], tools: TakeTools): Promise<Haul> {
  const haul: Haul = {
    blobs: 0,
    records: 0,
    kept: 0,
    broken: 0,
    lags: [],
    owed: [],
    missing: [],
    done: [],
    stopped: null,
  };
  const taken: { content: Wanted; kept: string[] }[] = [];
  const left = [...wanted];

  async function work(): Promise<void> {
    for (let one = left.shift(); one !== undefined && haul.stopped === null; one = left.shift()) {
      const before = owed.find(({ id }) => id === one.id) ?? null;
      try {
        const text = await tools.feed.blob(one, tools.signal);
        const kept = read(one, text, before);
        if (kept !== null) taken.push({ content: one, kept });
      } catch (error) {
        if (!(error instanceof FeedError) || STOPS.has(error.code)) haul.stopped ??= asError(error);
        else if (GONE.has(error.code)) giveUp(one, error.message);
        else owe(one, before, error.message);
      }
    }
  }

  /** @returns null when it is to be tried again */
  function read(one: Wanted, text: string, before: Owed | null): string[] | null {
    const { kept, records, broken, times } = takeApart(text);
    if (broken && (before?.tries ?? 0) + 1 < MOST_TRIES_BROKEN) {
      owe(one, before, 'it is cut short or no JSON');
      return null;
    }
    if (broken) {
      haul.broken += 1;
      lose(one, 'a blob of the feed stayed broken; what could be read of it was kept');
    }
    haul.blobs += 1;
    haul.records += records;
    haul.kept += kept.length;
    const middle = [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)];
    if (middle !== undefined)
      haul.lags.push(Math.max(0, Math.round((Date.parse(one.created) - middle) / 1_000)));
    return kept;
  }

  function owe(one: Wanted, before: Owed | null, why: string): void {
    const tries = (before?.tries ?? 0) + 1;
    const now = tools.now();
    if (one.expires !== null && new Date(one.expires) < now) {
      giveUp(one, why);
      return;
    }
    const next = new Date(
      now.getTime() + Math.min(FIRST_WAIT * 4 ** (tries - 1), LONGEST_WAIT),
    ).toISOString();
    const { contentType, id, uri, created, expires } = one;
    haul.owed.push({ contentType, id, uri, created, expires, tries, next, why });
  }

  function giveUp(one: Wanted, why: string): void {
    lose(one, why);
    taken.push({ content: one, kept: [] });
  }

  function lose({ created }: Wanted, why: string): void {
    haul.missing.push({ from: created, to: created, why });
  }

  await Promise.all(Array.from({ length: AT_ONCE }, work));
  // Before anything says that they were taken: after a crash they are fetched again, and the engine knows their records.
  if (taken.length > 0) {
    await tools.spool.put(
      taken.map(({ content }) => content.id),
      taken.flatMap(({ kept }) => kept),
    );
    haul.done = taken.map(({ content }) => content);
  }
  return haul;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The feed stopped');
}

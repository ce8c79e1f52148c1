/** Which stretches of arrival to list now. Times are those at which content became available, never of events. */
import type { FeedState } from './state.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MINUTE = 60_000;

/** 24 hours are documented; exactly 24 were refused on tenants (AF20055). */
const LONGEST_WINDOW = 23 * HOUR;
/** Seven days are documented: a little less, for clocks that differ and requests that wait. */
export const LISTED_FOR = 7 * DAY - 15 * MINUTE;
/** What is new is listed with the hour before it: aggregations do not become visible exactly in order. */
const OVERLAP = HOUR;
/** Listed again at these ages, for what turned up late with an old time; after seven days it cannot be. */
export const ROUNDS = [24, 48, 156] as const;
/** Later rounds go by stretches of this length at least, so that they cost few requests. */
const LEAST_AGAIN = HOUR;

export interface Listing {
  from: Date;
  to: Date;
  /** 0 = the first; else hours */
  round: number;
}

/** @param since the earliest arrival to ask for */
export function beginFeed(since: Date, now: Date): FeedState {
  const listedTo = later(since, new Date(now.getTime() - LISTED_FOR));
  const again = Object.fromEntries(
    ROUNDS.map((hours) => [String(hours), later(listedTo, ago(now, hours)).toISOString()]),
  );
  return { asked: null, enabled: null, begun: null, listedTo: listedTo.toISOString(), again };
}

/** In the order in which they are to be made. */
export function plan(feed: FeedState, now: Date): Listing[] {
  const to = whole(now);
  const earliest = new Date(to.getTime() - LISTED_FOR);
  const from = later(new Date(Date.parse(feed.listedTo) - OVERLAP), earliest);
  const again = ROUNDS.flatMap((hours) => {
    const end = ago(to, hours);
    const begin = later(new Date(feed.again[String(hours)] ?? feed.listedTo), earliest);
    return end.getTime() - begin.getTime() < LEAST_AGAIN ? [] : windows(begin, end, hours);
  });
  return [...windows(from, to, 0), ...again];
}

/** Until when arrival was not listed and cannot be any more; null when all can. */
export function lostUntil({ listedTo }: FeedState, now: Date): Date | null {
  const earliest = new Date(whole(now).getTime() - LISTED_FOR);
  return new Date(listedTo) < earliest ? earliest : null;
}

/**
 * What the feed's state is after a listing was made in full. A first listing made late, after an outage, counts for
 * the later rounds too.
 */
export function listed(feed: FeedState, { from, to, round }: Listing, now: Date): FeedState {
  const again = { ...feed.again };
  for (const hours of ROUNDS) {
    const key = String(hours);
    const reached = new Date(again[key] ?? feed.listedTo);
    const counts = round === hours || (round === 0 && reached >= from);
    if (counts) again[key] = later(reached, earlier(to, ago(now, hours))).toISOString();
  }
  const listedTo = round === 0 ? later(new Date(feed.listedTo), to).toISOString() : feed.listedTo;
  return { ...feed, listedTo, again };
}

function windows(from: Date, to: Date, round: number): Listing[] {
  const listings: Listing[] = [];
  for (let begin = from; begin < to; ) {
    const end = earlier(new Date(begin.getTime() + LONGEST_WINDOW), to);
    listings.push({ from: begin, to: end, round });
    begin = end;
  }
  return listings;
}

/** Listings are asked for in whole seconds. */
const whole = (at: Date) => new Date(Math.floor(at.getTime() / 1_000) * 1_000);
const ago = (at: Date, hours: number) => new Date(at.getTime() - hours * HOUR);
const later = (a: Date, b: Date) => (a > b ? a : b);
const earlier = (a: Date, b: Date) => (a < b ? a : b);

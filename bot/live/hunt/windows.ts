/** How a period is cut into windows, each asked for by itself. Times are ISO 8601 UTC, whole seconds. */
import { isoTime } from '../../../analysis/time.ts';

export interface Window {
  from: string;
  to: string;
}

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;

/**
 * Windows that touch, of a length that leaves most of the day's allowance of queries to others.
 * @param longest seconds of one window
 * @param most how many there may be; they are longer where that is too few
 */
export function windowsOf(from: string, to: string, longest: number, most: number): Window[] {
  const [start, end] = [seconds(from), seconds(to)];
  const count = Math.min(most, Math.max(1, Math.ceil((end - start) / longest)));
  const length = Math.ceil((end - start) / count);
  return Array.from({ length: count }, (_, i) => ({
    from: isoTime(start + i * length),
    to: isoTime(Math.min(end, start + (i + 1) * length)),
  })).filter((window) => window.from < window.to);
}

/** The two halves of a window; null when it is not longer than `least` seconds. */
export function halves({ from, to }: Window, least = MINUTE): [Window, Window] | null {
  const [start, end] = [seconds(from), seconds(to)];
  if (end - start <= least) return null;
  const middle = isoTime(start + Math.ceil((end - start) / 2));
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

function seconds(time: string): number {
  return Math.floor(Date.parse(time) / 1000);
}

/** Seconds one window is long at first: filters make records few, without one a tenant may have a million a day. */
export const LONGEST = { filtered: 30 * DAY, unfiltered: DAY };
/** Windows are not halved below: over the record cap a minute, after pages that stay broken an hour. */
export const LEAST = { cap: MINUTE, broken: HOUR };

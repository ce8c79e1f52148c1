/** Times on a wall clock somewhere, as people write when they became aware of something. */
import { isoTime, typedTime } from '../../analysis/time.ts';

/** The zone as the time zone database spells it; null when it has none of that name. */
export function zoneNamed(typed: string): string | null {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: typed }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * @param typed '2026-05-20 11:02', meant in `zone`; with Z, UTC or an offset of its own, meant as it says
 * @returns ISO time, UTC; null when it is no time. Of the two moments an hour that comes twice can mean, the earlier:
 *   a clock must not start too late.
 */
export function timeInZone(typed: string, zone: string): string | null {
  const seconds = typedTime(typed, 'first');
  if (seconds === null) return null;
  if (/(?:z|utc|[+-]\d\d:\d\d)$/i.test(typed.trim())) return isoTime(seconds);
  const day = 86_400;
  const before = seconds - offsetOf(seconds - day, zone);
  const after = seconds - offsetOf(seconds + day, zone);
  const meant = [before, after].filter((at) => at + offsetOf(at, zone) === seconds);
  return isoTime(Math.min(...(meant.length > 0 ? meant : [before, after])));
}

/** Seconds that clocks in the zone are ahead of UTC at that moment. */
function offsetOf(seconds: number, timeZone: string): number {
  const numeric = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  } as const;
  const format = new Intl.DateTimeFormat('en-GB', { ...numeric, timeZone, hourCycle: 'h23' });
  const parts = Object.fromEntries(
    format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]),
  );
  const { year, month, day, hour, minute, second } = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000 - seconds;
}

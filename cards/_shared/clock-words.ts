/** Clocks in words: how much is left, and until when in the zone they were started in. Mailtrail only counts. */
import { count, name, time } from './words.ts';
import type { Clock } from './work.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export interface ClockWords {
  /** 'GDPR art. 33' */
  regime: string;
  /** '51 h left' */
  left: string;
  /** 'until 23 May 2026 13:02 (Europe/Berlin), 23 May 2026 11:02 UTC' */
  until: string;
  /** '72 h from 20 May 2026 11:02 UTC, started by Ana' */
  from: string;
  late: boolean;
}

/** @param now ISO time */
export function clockWords(clock: Clock, now: string): ClockWords {
  const due = dueAt(clock);
  const left = due === null ? null : due - Date.parse(now);
  return {
    regime: name(clock.regime),
    left: leftWords(left),
    until:
      due === null
        ? 'its start is not a time'
        : `${left !== null && left <= 0 ? 'it ended' : 'until'} ${inZone(due, clock.zone)}`,
    from: `${count(clock.hours)} h from ${time(clock.awareSince)}, started by ${name(clock.by.name)}`,
    late: left !== null && left <= 0,
  };
}

/** The clocks that end first, first. */
export function soonest(clocks: readonly Clock[]): Clock[] {
  return [...clocks].sort((a, b) => (dueAt(a) ?? 0) - (dueAt(b) ?? 0));
}

function dueAt({ awareSince, hours }: Clock): number | null {
  const due = Date.parse(awareSince) + hours * HOUR_MS;
  // Beyond this no calendar goes (ECMA-262, Time Range).
  return Math.abs(due) <= 8.64e15 ? due : null;
}

/**
 * Whole hours, rounded down: nobody is promised more than there is. But to the minute, as the end is written: a clock of
 * 72 hours has 72 left as it starts.
 */
function leftWords(left: number | null): string {
  if (left === null) return 'cannot be counted';
  const minutes = left > 0 ? Math.ceil(left / MINUTE_MS) : Math.floor(-left / MINUTE_MS);
  const hours = Math.floor(minutes / 60);
  if (left <= 0) return hours === 0 ? 'over now' : `over for ${count(hours)} h`;
  return hours === 0 ? 'less than an hour left' : `${count(hours)} h left`;
}

function inZone(at: number, zone: string): string {
  const utc = time(new Date(at).toISOString());
  const local = localTime(at, zone);
  return local === null || zone === 'UTC' ? utc : `${local} (${zone}), ${utc}`;
}

/** '23 May 2026 13:02' as a wall clock in that zone shows it; null when there is no such zone */
function localTime(at: number, timeZone: string): string | null {
  try {
    const numeric = {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    } as const;
    const format = new Intl.DateTimeFormat('en-GB', { ...numeric, timeZone, hourCycle: 'h23' });
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const { year, month, day, hour, minute } = parts;
    return time(`${year}-${month}-${day}T${hour}:${minute}:00Z`).replace(/ UTC$/, '');
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Times of day in a place: quiet hours, and when a daily digest is due. */
import type { Quiet } from './state.ts';

/** The canonical name of a time zone, or null when there is no such zone. */
export function zoneNamed(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

/** '6', '6:30', '0630' -> '06:30'; null when it is no time of day */
export function timeOfDay(typed: string): string | null {
  const [, hour = '', minute = '00'] = /^(\d{1,2})(?::?(\d\d))?$/.exec(typed) ?? [];
  if (hour === '' || Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}

/** What calendar and clock show there: { day: '2026-05-20', time: '08:00' } */
export function localTime(now: Date, zone: string): { day: string; time: string } {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    day: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/** 22:00 to 06:00 goes over midnight; the end is not quiet any more. */
export function isQuiet(now: Date, quiet: Quiet | null): boolean {
  if (quiet === null) return false;
  const { time } = localTime(now, quiet.zone);
  return quiet.from < quiet.to
    ? time >= quiet.from && time < quiet.to
    : time >= quiet.from || time < quiet.to;
}

/** Once a day, as soon as it is that late there: a bot that slept sends it when it wakes up. */
export function isDue(now: Date, digest: { at: string; zone: string; lastDay: string }): boolean {
  const { day, time } = localTime(now, digest.zone);
  return day > digest.lastDay && time >= digest.at;
}

/** The day to count as done when a digest is asked for now: the next one comes at the next `at`. */
export function doneUntil(now: Date, at: string, zone: string): string {
  const { day, time } = localTime(now, zone);
  if (time >= at) return day;
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

/** Times are milliseconds since 1970 UTC inside the simulator, and text only in records. */

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** '2026-05-04' to the millisecond its UTC day starts. @throws RangeError when it is not such a date */
export function dayStart(date: string): number {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(at)) {
    throw new RangeError(`${date} is not a date written as YYYY-MM-DD.`);
  }
  return at;
}

export function isWeekend(at: number): boolean {
  const day = new Date(at).getUTCDay();
  return day === 0 || day === 6;
}

/** As in AuditData: UTC, whole seconds, no Z. */
export function auditTime(at: number): string {
  return new Date(at).toISOString().slice(0, 19);
}

/** As in the report and in the truth: UTC, whole seconds, with Z. */
export function isoTime(at: number): string {
  return `${auditTime(at)}Z`;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, number>();

/** Hours that clocks of an IANA time zone are ahead of UTC on that UTC day. */
export function hoursAhead(timeZone: string, day: number): number {
  const key = `${timeZone} ${day}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(day + 12 * HOUR).find((part) => part.type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name ?? '');
  const hours = match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) + Number(match[3]) / 60);
  offsets.set(key, hours);
  return hours;
}

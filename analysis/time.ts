/** Times inside the engine are epoch seconds; in the report they are ISO 8601 UTC with Z. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export function maybeIsoTime(seconds: number | null): string | null {
  return seconds === null ? null : isoTime(seconds);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAY = String.raw`(?:\d{4}-\d\d-\d\d|\d{1,2} [a-z]{3,9} \d{4})`;
const CLOCK = String.raw`[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?`;
const ZONE = String.raw` ?(?:z|utc|[+-]\d\d:\d\d)`;
/** Source of a pattern (flag i) for a time as `typedTime` reads it. */
export const TYPED_TIME = `${DAY}(?:${CLOCK})?(?:${ZONE})?`;
const PARTS = new RegExp(`^(${DAY})(${CLOCK})?(${ZONE})?$`, 'i');

/**
 * A time as people type it, or copy it from a card: 2026-05-20, 2026-05-20T16:40Z, 2026-05-20 16:40,
 * 20 May 2026, 20 May 2026 16:40 UTC. Without a zone it is UTC.
 *
 * @param dayMeans which second a day alone is: its first, or its last where a period ends
 * @returns epoch seconds; null when it is none of these, or no such day or time exists
 */
export function typedTime(text: string, dayMeans: 'first' | 'last'): number | null {
  const [, day, clock, zone = 'z'] = PARTS.exec(text.trim().replace(/\s+/g, ' ')) ?? [];
  const date = day === undefined ? null : isoDay(day);
  if (date === null) return null;
  const time = clock?.slice(1) ?? (dayMeans === 'first' ? '00:00:00' : '23:59:59');
  const offset = /^ ?(z|utc)$/i.test(zone) ? 'Z' : zone.trim();
  const milliseconds = Date.parse(`${date}T${time}${offset}`);
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}

/** '20 May 2026' and '20 September 2026' -> '2026-05-20', '2026-09-20'; null for a day that no calendar has */
function isoDay(day: string): string | null {
  const [number = '', month = '', year] = day.toLowerCase().split(' ');
  const named = MONTHS.indexOf(month.slice(0, 3)) + 1;
  const iso =
    year === undefined ? day : `${year}-${String(named).padStart(2, '0')}-${number.padStart(2, '0')}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null;
}

/**
 * Days without mail access of anybody, not even of Microsoft's own services, though such days held that of many
 * mailboxes: records were not made or not collected, whatever else is on record. Working days are compared with working
 * days, weekends with weekends. Holes of hours are found in outage.ts; here nothing is known of weeks.
 */
import type { ReportInput } from '../report.ts';
import { type Database, literal } from '../store/database.ts';
import { gapId, MADE_GAPS, mostlyWithin } from './gaps.ts';
import { seconds, usable } from './scope.ts';

const DAY = 86_400;
/** Fewer other days than this tell nothing of what is usual. */
const LEAST_WORKING_DAYS = 5;
const LEAST_FREE_DAYS = 2;
/** Where more of the other days are empty too, an empty one is usual. */
const MOST_EMPTY = 0.1;
/** Mailboxes with access to be expected, added up over the days: a small office may well be closed for two. */
const LEAST_EXPECTED = 15;

interface BusyDay {
  day: number;
  mailboxes: number;
  first_s: number;
  last_s: number;
}

interface Hole {
  fromS: number;
  toS: number;
  /** whole days without access, and the mailboxes that have some on a usual day like these */
  empty: number;
  usual: number;
}

/** Adds suspected gaps of the whole tenant, from the last access before to the next one or to the end of the declared search. */
export async function findEmptyDays(db: Database, inputs: readonly ReportInput[]): Promise<void> {
  const days = await db.rows<BusyDay>(`
    SELECT day, count(DISTINCT mailbox) AS mailboxes, min(at_s) AS first_s, max(at_s) AS last_s FROM (
      SELECT mailbox, at_s, CAST(floor(CAST(at_s AS DOUBLE) / ${DAY}) AS BIGINT) AS day FROM mail_access) m
    GROUP BY day ORDER BY day`);
  for (const { fromS, toS, empty, usual } of holesIn(days, searchedUntil(inputs))) {
    await db.run(`
      INSERT INTO gap (gap_id, kind, certainty, blind_bind, blind_sync, from_s, to_s, note)
      SELECT ${gapId("'empty-days'", literal(String(fromS)))}, 'collection-outage', 'suspected', true, true, o.low_s, o.high_s,
        ${literal(`days ${empty} ${usual}`)}
      FROM (SELECT CAST(${fromS} AS BIGINT) AS low_s, CAST(${toS} AS BIGINT) AS high_s) o
      WHERE NOT EXISTS (SELECT 1 FROM gap g WHERE g.mailbox IS NULL AND g.actor IS NULL
        AND (g.kind IN (${MADE_GAPS}) OR (g.kind = 'outside-declared-scope' AND g.note IS NULL)) AND ${mostlyWithin('o', 'g')})`);
  }
}

/** Epoch seconds up to which every file was searched and records had a day to arrive; null where one does not say. */
function searchedUntil(inputs: readonly ReportInput[]): number | null {
  const ends = usable(inputs).map(({ acquired: { to, at, users } }) =>
    users === null ? Math.min(seconds(to), seconds(at) - DAY) : Number.NaN,
  );
  return ends.length === 0 || ends.some(Number.isNaN) ? null : Math.max(...ends);
}

/** @param days in order @param until where the search ends, if that is known */
function holesIn(days: readonly BusyDay[], until: number | null): Hole[] {
  const holes = days.flatMap((day, index) => {
    const next = days[index + 1];
    if (next !== undefined)
      return next.day - day.day > 1 ? [{ from: day, toS: next.first_s, toDay: next.day }] : [];
    const end = until === null ? day.day : Math.floor(until / DAY);
    return end - day.day > 1 ? [{ from: day, toS: until ?? day.last_s, toDay: end }] : [];
  });
  return holes.flatMap(({ from, toS, toDay }) => {
    const inside = Array.from({ length: toDay - from.day - 1 }, (_, n) => from.day + 1 + n);
    const expected = inside.map((day) => usualOn(day, days, from.day, toDay));
    const sum = expected.reduce((total, one) => total + one, 0);
    const usual = Math.round(Math.max(...expected));
    return sum < LEAST_EXPECTED ? [] : [{ fromS: from.last_s, toS, empty: inside.length, usual }];
  });
}

/** Mailboxes with access on a day of that kind, apart from those of the hole itself; 0 where that is not known. */
function usualOn(day: number, days: readonly BusyDay[], after: number, before: number): number {
  const isFree = (one: number) => (one + 3) % 7 >= 5;
  const [first, last] = [days[0]?.day ?? day, days.at(-1)?.day ?? day];
  const outside = (one: number) => isFree(one) === isFree(day) && (one <= after || one >= before);
  const all = Array.from({ length: last - first + 1 }, (_, n) => first + n).filter(outside).length;
  const busy = days.filter((one) => outside(one.day));
  const least = isFree(day) ? LEAST_FREE_DAYS : LEAST_WORKING_DAYS;
  if (busy.length < least || all - busy.length > all * MOST_EMPTY) return 0;
  return busy.reduce((sum, { mailboxes }) => sum + mailboxes, 0) / all;
}

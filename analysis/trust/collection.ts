/**
 * What the files themselves cannot hold: time that was not searched, the last day before the search, what is older
 * than the log keeps, and what a row limit cut off. Worked out from the inputs, which are few.
 */
import type { ReportInput } from '../report.ts';
import { type Database, literal, values } from '../store/database.ts';
import { type FileOrder, sortedAs, truncated } from '../truncation.ts';
import { gapId } from './gaps.ts';
import { type Period, searchedPeriods, seconds, usable } from './scope.ts';

const DAY_S = 86_400;
/** Records arrive within 60 to 90 minutes as a rule, but without a promise; the report's schema reckons with a day. */
export const LATENESS_S = DAY_S;
/** Audit (Standard); Premium keeps Exchange's records a year (audit-records.md 3). */
const STANDARD_DAYS = 180;

interface Stretch {
  kind: 'outside-declared-scope' | 'not-yet-arrived' | 'retention' | 'truncated-export';
  certainty: 'proven' | 'suspected';
  from: number | null;
  to: number | null;
  note: string | null;
}

/** What the case holds, as far as these gaps need it. Times in seconds. */
export interface Held {
  inputs: readonly ReportInput[];
  /** the first and last MailItemsAccessed record */
  first: number | null;
  last: number | null;
  /** by input number: inputs in the order of the case, from 1 */
  orders: ReadonlyMap<number, FileOrder>;
  /** days that policies on MailItemsAccessed keep them */
  policies: readonly number[];
}

/** Adds these gaps, all of the whole tenant, to the table `gap`. */
export async function findUncollected(db: Database, inputs: readonly ReportInput[]): Promise<void> {
  const { first, last } = await db.one<{ first: number | null; last: number | null }>(
    'SELECT min(at_s) AS first, max(at_s) AS last FROM mail_access',
  );
  if (first === null) return;
  const policies = await db.rows<{ days: number }>(
    "SELECT DISTINCT CAST(part AS BIGINT) AS days FROM change WHERE kind = 'retention-policy' AND part IS NOT NULL AND succeeded",
  );
  const held = {
    inputs,
    first,
    last,
    orders: await fileOrders(db, inputs),
    policies: policies.map(({ days }) => days),
  };
  const stretches = uncollected(held);
  if (stretches.length === 0) return;
  const rows = stretches.map(({ kind, certainty, from, to, note }) => [kind, certainty, from, to, note]);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, blind_bind, blind_sync, from_s, to_s, note)
    SELECT ${gapId('kind', "coalesce(CAST(from_s AS VARCHAR), '')", "coalesce(CAST(to_s AS VARCHAR), '')", "coalesce(note, '')")},
      kind, certainty, true, true, CAST(from_s AS BIGINT), CAST(to_s AS BIGINT), note
    FROM (VALUES ${values(rows)}) AS v (kind, certainty, from_s, to_s, note)`);
  await citePolicies(db);
}

export function uncollected(held: Held): Stretch[] {
  return [...outsideScope(held.inputs), ...notArrived(held), ...beyondRetention(held), ...cutShort(held)];
}

/** Before, between and after the periods searched; and, where all searches named users, everybody else. */
function outsideScope(inputs: readonly ReportInput[]): Stretch[] {
  const periods = searchedPeriods(inputs);
  const [first, last] = [periods?.at(0), periods?.at(-1)];
  if (periods == null || first === undefined || last === undefined) return [];
  const unsearched = (from: number | null, to: number | null, note: string | null = null): Stretch => ({
    kind: 'outside-declared-scope',
    certainty: 'proven',
    from,
    to,
    note,
  });
  const between = periods
    .slice(1)
    .map((period, index) => unsearched((periods[index] as Period).to, period.from));
  const users = [...new Set(usable(inputs).flatMap(({ acquired }) => acquired.users ?? []))].sort();
  const byName = usable(inputs).every(({ acquired }) => acquired.users !== null);
  const named =
    users.length > 3 ? `${users.slice(0, 3).join(', ')} and ${users.length - 3} more` : users.join(', ');
  return [
    unsearched(null, first.from),
    ...between,
    unsearched(last.to, null),
    ...(byName ? [unsearched(first.from, last.to, named)] : []),
  ];
}

/** The last day before a search, unless a later one covers it. */
function notArrived({ inputs }: Held): Stretch[] {
  const searches = usable(inputs).flatMap(({ acquired }) => {
    const at = seconds(acquired.at);
    if (Number.isNaN(at)) return [];
    const to = Math.min(at, Number.isNaN(seconds(acquired.to)) ? at : seconds(acquired.to));
    return [{ at, from: seconds(acquired.from), to }];
  });
  const stretches = searches
    .map(({ at, to }) => ({ at, from: at - LATENESS_S, to }))
    .filter(({ from, to }) => from < to)
    // What a later search of the same time may have missed is said of that one: a watch searches every few minutes.
    .filter(
      ({ at, from, to }) => !searches.some((other) => other.at > at && other.from <= from && other.to >= to),
    );
  const seen = new Set<string>();
  return stretches
    .filter(({ from, to }) => !seen.has(`${from} ${to}`) && seen.add(`${from} ${to}`))
    .map(({ from, to }) => ({ kind: 'not-yet-arrived', certainty: 'suspected', from, to, note: null }));
}

/** Records older than a limit prove that it did not hold. */
function beyondRetention({ inputs, first, last, policies }: Held): Stretch[] {
  const searched = Math.max(
    ...usable(inputs)
      .map(({ acquired }) => seconds(acquired.at))
      .filter((at) => !Number.isNaN(at)),
  );
  const from = searchedPeriods(inputs)?.[0]?.from;
  const limit = (horizon: number, note: string | null): Stretch[] =>
    first !== null && first < horizon - DAY_S
      ? []
      : [{ kind: 'retention', certainty: 'suspected', from: null, to: horizon, note }];
  const own =
    Number.isFinite(searched) && from !== undefined && from < searched - STANDARD_DAYS * DAY_S
      ? limit(searched - STANDARD_DAYS * DAY_S, null)
      : [];
  const shortest = policies.length === 0 ? null : Math.min(...policies);
  const end = Number.isFinite(searched) ? searched : last;
  return shortest === null || end === null
    ? own
    : [...own, ...limit(end - shortest * DAY_S, String(shortest))];
}

/** A page of a longer list goes on in the file whose records end where its own begin. */
const PAGE_BREAK_S = 120;

function cutShort({ inputs, orders }: Held): Stretch[] {
  return inputs.flatMap((input, index): Stretch[] => {
    const cut = truncated(input);
    const [first, last] = [seconds(input.first), seconds(input.last)];
    if (cut === null || Number.isNaN(first)) return [];
    const order = orders.get(index + 1) ?? 'mixed';
    const stretch = { kind: 'truncated-export', certainty: cut, note: input.name } as const;
    const [from, to] = [timeOr(input.acquired.from), timeOr(input.acquired.to)];
    const others = inputs.filter((other) => other !== input && other.first !== null);
    if (order === 'newest-first') {
      const goesOn = others.some(
        (one) => seconds(one.first) < first && Math.abs(seconds(one.last) - first) <= PAGE_BREAK_S,
      );
      return goesOn && cut === 'suspected' ? [] : [{ ...stretch, from, to: first }];
    }
    if (order === 'oldest-first') {
      const goesOn = others.some(
        (one) => seconds(one.last) > last && Math.abs(seconds(one.first) - last) <= PAGE_BREAK_S,
      );
      return goesOn && cut === 'suspected' ? [] : [{ ...stretch, from: last, to }];
    }
    // One time alone says nothing of which end is missing.
    return [first === last ? { ...stretch, from, to } : { ...stretch, from: from ?? first, to: to ?? last }];
  });
}

function timeOr(time: string | null): number | null {
  const at = seconds(time);
  return Number.isNaN(at) ? null : at;
}

/** How the rows of files that may be cut short are sorted. Cases kept before tell it of the records alone that the file gave. */
async function fileOrders(db: Database, inputs: readonly ReportInput[]): Promise<Map<number, FileOrder>> {
  const numbers = inputs.flatMap((input, index) => (truncated(input) === null ? [] : [index + 1]));
  if (numbers.length === 0) return new Map();
  const told = await db.rows<{ input_no: number; row_order: FileOrder }>(
    'SELECT input_no, row_order FROM input WHERE row_order IS NOT NULL',
  );
  const rows = await db.rows<{ input_no: number; up: number; down: number }>(`
    SELECT input_no, sum(CASE WHEN at_s > before THEN 1 ELSE 0 END) AS up, sum(CASE WHEN at_s < before THEN 1 ELSE 0 END) AS down
    FROM (SELECT input_no, at_s, lag(at_s) OVER (PARTITION BY input_no ORDER BY row_no) AS before FROM record
      WHERE input_no IN (${numbers.map(literal).join(', ')}) AND input_no IN (SELECT input_no FROM input WHERE row_order IS NULL)) r
    GROUP BY input_no`);
  return new Map([
    ...told.map(({ input_no, row_order }) => [input_no, row_order] as const),
    ...rows.map(({ input_no, up, down }) => [input_no, sortedAs(up, down)] as const),
  ]);
}

async function citePolicies(db: Database): Promise<void> {
  await db.run(`
    INSERT INTO gap_record
    SELECT g.gap_id, c.record_no FROM gap g JOIN change c ON g.kind = 'retention' AND c.kind = 'retention-policy' AND c.part = g.note`);
}

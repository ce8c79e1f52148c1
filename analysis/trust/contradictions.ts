/**
 * Records that what was declared of the search does not allow: of another time, of other users, of other operations.
 * They prove that the declaration is not the whole truth. They stay in the case; nothing negative rests on the rest.
 */
import type { ReportInput } from '../report.ts';
import { type Database, literal, values } from '../store/database.ts';
import { isoTime } from '../time.ts';
import { count, list } from '../words.ts';
import { seconds } from './scope.ts';

export interface Contradiction {
  /** position of the input in the case, from 1 */
  inputNo: number;
  what: 'period' | 'users' | 'operations';
  records: number;
  /** epoch seconds of the first and the last of them */
  first: number;
  last: number;
  /** the first few users or operations that were not declared, in order; none for the period */
  names: string[];
}

type Numbered = Pick<ReportInput, 'first' | 'last' | 'acquired' | 'format' | 'records'>;

interface Row extends Record<string, string | number> {
  input_no: number;
  records: number;
  first: number;
  last: number;
}

const MOST_NAMES = 3;

/** @param firstNo the number of the first of these inputs in the case */
export async function findContradictions(
  db: Database,
  inputs: readonly Numbered[],
  firstNo = 1,
): Promise<Contradiction[]> {
  const numbered = inputs.map((input, index) => ({ input, no: firstNo + index }));
  const found = [
    ...(await ofPeriod(db, numbered)),
    ...(await ofNames(db, numbered, 'users')),
    ...(await ofNames(db, numbered, 'operations')),
  ];
  return found.sort((a, b) => a.inputNo - b.inputNo);
}

type Held = { input: Numbered; no: number }[];

/**
 * The Management API is asked for when records became available, not for when they were made (Office 365 Management
 * Activity API reference, startTime): records from before the period come with it.
 */
async function ofPeriod(db: Database, held: Held): Promise<Contradiction[]> {
  const periods = held.flatMap(({ input, no }) => {
    const late = input.format === 'management-api-json';
    const from = late ? Number.NaN : seconds(input.acquired.from);
    const to = seconds(input.acquired.to);
    const outside = seconds(input.first) < from || seconds(input.last) > to;
    return outside ? [[no, Number.isNaN(from) ? null : from, Number.isNaN(to) ? null : to]] : [];
  });
  if (periods.length === 0) return [];
  const rows = await db.rows<Row>(`
    SELECT r.input_no, count(*) AS records, min(r.at_s) AS first, max(r.at_s) AS last
    FROM record r JOIN (VALUES ${values(periods)}) AS d (input_no, from_s, to_s) ON d.input_no = r.input_no
    WHERE r.at_s < CAST(d.from_s AS BIGINT) OR r.at_s > CAST(d.to_s AS BIGINT) GROUP BY r.input_no`);
  return rows.map((row) => contradiction(row, 'period', []));
}

/**
 * Of users, mail access alone counts, and a name may be that of the reader or of the mailbox: people declare either, and
 * so do our own hunts. What is not the name of an account ('ip 203.0.113.9') limits the search in another way.
 */
async function ofNames(db: Database, held: Held, what: 'users' | 'operations'): Promise<Contradiction[]> {
  const ofUsers = what === 'users';
  const declared = held.flatMap(({ input, no }) => {
    const names = input.acquired[what];
    if (names === null || input.records === 0) return [];
    return ofUsers && names.some((name) => !isAccount(name)) ? [] : [{ no, names }];
  });
  if (declared.length === 0) return [];
  const named = declared.flatMap(({ no, names }) => [
    [no, ''],
    ...names.map((name) => [no, name.trim().toLowerCase()]),
  ]);
  const column = ofUsers ? 'user_id' : 'operation';
  // Of one mailbox the log knows several names: any of them is it.
  const aliases = `UNION SELECT d.input_no, lower(n.upn) FROM declared d JOIN mailbox_name n ON lower(n.name) = d.name
    UNION SELECT d.input_no, o.upn FROM declared d JOIN renamed n ON n.upn = d.name JOIN renamed o ON o.mailbox = n.mailbox`;
  const allowed = `declared AS (SELECT * FROM (VALUES ${values(named)}) AS v (input_no, name)),
    allowed AS (SELECT * FROM declared ${ofUsers ? aliases : ''})`;
  const isAllowed = (of: string) =>
    `NOT EXISTS (SELECT 1 FROM allowed a WHERE a.input_no = s.input_no AND a.name = lower(s.${of}))`;
  const rows = await db.rows<Row & { name: string }>(`
    WITH ${allowed}, seen AS (
      SELECT r.input_no, r.${column}, ${ofUsers ? 'm.mailbox' : 'NULL'} AS mailbox,
        count(*) AS records, min(r.at_s) AS first, max(r.at_s) AS last
      FROM record r ${ofUsers ? 'JOIN mail_access m ON m.record_no = r.record_no' : ''}
      WHERE r.input_no IN (${declared.map(({ no }) => literal(no)).join(', ')}) AND r.${column} IS NOT NULL
      GROUP BY 1, 2, 3)
    SELECT s.input_no, s.${column} AS name, sum(s.records) AS records, min(s.first) AS first, max(s.last) AS last FROM seen s
    WHERE ${isAllowed(column)} ${ofUsers ? `AND ${isAllowed('mailbox')}` : ''}
    GROUP BY s.input_no, s.${column} ORDER BY s.input_no, records DESC, name`);
  return declared.flatMap(({ no }) => {
    const own = rows.filter(({ input_no }) => input_no === no);
    if (own.length === 0) return [];
    const sum = {
      input_no: no,
      records: own.reduce((n, { records }) => n + records, 0),
      first: Math.min(...own.map(({ first }) => first)),
      last: Math.max(...own.map(({ last }) => last)),
    };
    return [
      contradiction(
        sum,
        what,
        own.map(({ name }) => name),
      ),
    ];
  });
}

/** An address: records name people by theirs, and by a GUID or a SID only here and there. */
function isAccount(name: string): boolean {
  return /^\S+@\S+$/.test(name.trim());
}

function contradiction(row: Row, what: Contradiction['what'], names: string[]): Contradiction {
  const { input_no, records, first, last } = row;
  return { inputNo: input_no, what, records, first, last, names };
}

const CODES: Record<Contradiction['what'], string> = {
  period: 'records-outside-declared-period',
  users: 'records-outside-declared-users',
  operations: 'records-outside-declared-operations',
};

/** A code of an input's `warnings`, such as 'records-outside-declared-period-1971' */
export function contradictionCode({ what, records }: Contradiction): string {
  return `${CODES[what]}-${records}`;
}

/** Sentences that name so many files; of the rest, how many there are. */
const MOST_TOLD = 3;

/** What people are told, one sentence for each, the first few. Times are ISO. */
export function contradictionSentences(
  contradictions: readonly Contradiction[],
  inputs: readonly ReportInput[],
): string[] {
  const told = contradictions.slice(0, MOST_TOLD).flatMap((one) => {
    const input = inputs[one.inputNo - 1];
    return input === undefined ? [] : [sentence(one, input)];
  });
  const left = contradictions.length - told.length;
  return left === 0
    ? told
    : [...told, `The same is so ${left === 1 ? 'once' : `${count(left, 'time')}`} more, in other files.`];
}

function sentence(one: Contradiction, { name, member, acquired }: ReportInput): string {
  const file = member === null ? name : `${name}/${member}`;
  const records = `${count(one.records, 'record')} of ${file}`;
  const between =
    one.first === one.last
      ? `of ${isoTime(one.first)}`
      : `the first of ${isoTime(one.first)}, the last of ${isoTime(one.last)}`;
  const end =
    'What was declared is not all that was searched, or not what was searched: check what was asked of the log.';
  if (one.what === 'period') {
    const period = `${acquired.from ?? 'any time'} to ${acquired.to ?? 'any time'}`;
    return `${records} ${one.records === 1 ? 'lies' : 'lie'} outside the declared search (${period}): ${between}. ${end}`;
  }
  const others = list(one.names, MOST_NAMES);
  return one.what === 'users'
    ? `${records} ${one.records === 1 ? 'is' : 'are'} not of the users declared as searched (${list(acquired.users ?? [], MOST_NAMES) || 'none'}): they are of ${others}, ${between}. ${end}`
    : `${records} ${one.records === 1 ? 'is' : 'are'} not of the operations declared as searched (${list(acquired.operations ?? [], MOST_NAMES) || 'none'}): they are of ${others}, ${between}. ${end}`;
}

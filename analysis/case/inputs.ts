/** The inputs of a case and its rejected rows, as the report lists them. */
import type { Acquired, RejectedRow, ReportInput } from '../report.ts';
import { type Database, literal } from '../store/database.ts';
import { maybeIsoTime } from '../time.ts';
import { contradictionCode, contradictionSentences, findContradictions } from '../trust/contradictions.ts';

interface InputRow {
  name: string;
  member: string | null;
  sha256: string;
  bytes: number;
  format: ReportInput['format'];
  row_count: number;
  records: number;
  duplicates: number;
  conflicts: number;
  rejected: number;
  mail_items_accessed: number;
  first_s: number | null;
  last_s: number | null;
  acquired_at: string | null;
  acquired_by: string | null;
  acquired_from: string | null;
  acquired_to: string | null;
  acquired_users: string | null;
  acquired_operations: string | null;
  warnings: string;
}

export async function pageInputs(db: Database, offset: number, limit: number): Promise<ReportInput[]> {
  const rows = await db.rows<InputRow>(
    `SELECT * FROM input ORDER BY input_no LIMIT ${limit} OFFSET ${offset}`,
  );
  const declared = await declaredScope(db);
  const inputs = rows.map((row) => ({
    name: row.name,
    member: row.member,
    sha256: row.sha256,
    bytes: row.bytes,
    format: row.format,
    rows: row.row_count,
    records: row.records,
    duplicates: row.duplicates,
    conflicts: row.conflicts,
    rejected: row.rejected,
    mailItemsAccessed: row.mail_items_accessed,
    first: maybeIsoTime(row.first_s),
    last: maybeIsoTime(row.last_s),
    acquired: withDefaults(acquiredOf(row), declared),
    warnings: JSON.parse(row.warnings) as string[],
  }));
  for (const one of await findContradictions(db, inputs, offset + 1)) {
    inputs[one.inputNo - offset - 1]?.warnings.push(contradictionCode(one));
  }
  return inputs;
}

/** Read one by one up to this many; a zip may hold more. */
const MOST_INPUTS = 10_000;

/** Every input, for what is said of the case as a whole. */
export async function allInputs(db: Database): Promise<ReportInput[]> {
  return await pageInputs(db, 0, MOST_INPUTS);
}

/** What records of the case say against what was declared of the search: a few sentences, none where they agree. */
export async function scopeContradictions(db: Database): Promise<string[]> {
  const inputs = await allInputs(db);
  return contradictionSentences(await findContradictions(db, inputs), inputs);
}

export async function countInputs(db: Database): Promise<number> {
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM input')).n;
}

/** Rejected rows in the order of the files. */
export async function pageRejected(db: Database, offset: number, limit: number): Promise<RejectedRow[]> {
  const rows = await db.rows<{
    name: string;
    member: string | null;
    row_no: number;
    reason: string;
    excerpt: string | null;
  }>(`
    SELECT i.name, i.member, r.row_no, r.reason, r.excerpt FROM rejected_row r JOIN input i ON i.input_no = r.input_no
    ORDER BY r.input_no, r.row_no LIMIT ${limit} OFFSET ${offset}`);
  return rows.map(({ name, member, row_no, reason, excerpt }) => ({
    input: member === null ? name : `${name}/${member}`,
    row: row_no,
    reason,
    ...(excerpt === null ? {} : { excerpt }),
  }));
}

export async function countRejected(db: Database): Promise<number> {
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM rejected_row')).n;
}

type ScopeRow = Pick<
  InputRow,
  'acquired_at' | 'acquired_by' | 'acquired_from' | 'acquired_to' | 'acquired_users' | 'acquired_operations'
>;

/** What was declared for the case as a whole; it counts for inputs that do not say it themselves. */
export async function declaredScope(db: Database): Promise<Acquired> {
  const [row] = await db.rows<ScopeRow>('SELECT * FROM declared_scope');
  return row === undefined ? UNKNOWN : acquiredOf(row);
}

/** Replaces what is given and keeps the rest. */
export async function declareScope(db: Database, given: Partial<Acquired>): Promise<void> {
  const scope = { ...(await declaredScope(db)), ...given };
  const list = (values: string[] | null) => (values === null ? null : JSON.stringify(values));
  await db.run('DELETE FROM declared_scope');
  await db.run(
    `INSERT INTO declared_scope VALUES (${[
      scope.at,
      scope.by,
      scope.from,
      scope.to,
      list(scope.users),
      list(scope.operations),
    ]
      .map(literal)
      .join(', ')})`,
  );
}

const UNKNOWN: Acquired = { at: null, by: null, from: null, to: null, users: null, operations: null };

function acquiredOf(row: ScopeRow): Acquired {
  const list = (text: string | null) => (text === null ? null : (JSON.parse(text) as string[]));
  return {
    at: row.acquired_at,
    by: row.acquired_by,
    from: row.acquired_from,
    to: row.acquired_to,
    users: list(row.acquired_users),
    operations: list(row.acquired_operations),
  };
}

function withDefaults(own: Acquired, declared: Acquired): Acquired {
  return {
    at: own.at ?? declared.at,
    by: own.by ?? declared.by,
    from: own.from ?? declared.from,
    to: own.to ?? declared.to,
    users: own.users ?? declared.users,
    operations: own.operations ?? declared.operations,
  };
}

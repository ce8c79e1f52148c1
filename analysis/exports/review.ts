/** What a reviewer wrote into a notification list, kept in the case by mailbox and message. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type CastingContext, parse } from 'csv-parse';
import { unpack } from '../ingest/bytes/unpack.ts';
import { lookAtFile } from '../ingest/recognise.ts';
import type { ReviewImport } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { currentNames } from '../store/renames.ts';
import { alive } from './cell.ts';
import { presumedRows } from './presumed.ts';

/** The columns that are the reviewer's, as they stand in the list. */
export const REVIEW_COLUMNS = ['personal_data', 'categories', 'persons', 'jurisdiction'] as const;
const KEY_COLUMNS = ['mailbox', 'message_id'] as const;

/** A list that cannot be read back; its message is for the person who sent it. */
export class ReviewError extends Error {}

const BATCH = 2_000;
const TOLD = 100;
/** Two rows of one message that say different things: both are kept, in one cell. */
const BETWEEN = ' / ';

type FileRow = Record<(typeof KEY_COLUMNS)[number] | (typeof REVIEW_COLUMNS)[number], string>;

type Said = Record<(typeof REVIEW_COLUMNS)[number], string | null>;
type SaidRow = Said & { mailbox: string; message: string };

/**
 * Reads a reviewed list. Columns are found by name, whatever their order, delimiter or encoding. An empty cell says
 * nothing: what was kept from an earlier list stays. Rows that are not in today's list are told and kept all the same.
 * @param notes a connection for temporary tables, beside the one that is written to
 * @throws ReviewError when the file is no such list
 */
export async function importReview(
  db: Database,
  notes: Database,
  path: string,
  workFolder: string,
  { by, at }: { by: string; at: string },
): Promise<ReviewImport> {
  await listPresumed(notes);
  await notes.run(
    `CREATE OR REPLACE TEMP TABLE said (row_no VARCHAR, mailbox VARCHAR, message VARCHAR, shown VARCHAR, ${REVIEW_COLUMNS.map((name) => `${name} VARCHAR`).join(', ')})`,
  );
  const current = await currentNames(db);
  let rows = 0;
  let batch: (string | null)[][] = [];
  for await (const row of readRows(path, workFolder)) {
    rows += 1;
    const [mailbox, message] = [alive(row.mailbox).trim(), alive(row.message_id).trim()];
    const said = REVIEW_COLUMNS.map((name) => alive(row[name]).trim() || null);
    batch.push([String(rows), current(mailbox), message.toLowerCase(), message, ...said]);
    if (batch.length < BATCH) continue;
    await notes.append('said', batch);
    batch = [];
  }
  await notes.append('said', batch);
  const result = await compare(notes, rows);
  await keep(db, notes, by, at);
  return result;
}

/** Today's list, by key: temp table `listed`. */
async function listPresumed(notes: Database): Promise<void> {
  await notes.run('CREATE OR REPLACE TEMP TABLE listed (mailbox VARCHAR, message VARCHAR)');
  const reading = await notes.reader();
  try {
    let batch: string[][] = [];
    for await (const { mailbox, message } of presumedRows(reading)) {
      batch.push([mailbox.toLowerCase(), message.toLowerCase()]);
      if (batch.length < BATCH) continue;
      await notes.append('listed', batch);
      batch = [];
    }
    await notes.append('listed', batch);
  } finally {
    reading.disconnect();
  }
}

async function compare(notes: Database, rows: number): Promise<ReviewImport> {
  await notes.run(`
    CREATE OR REPLACE TEMP TABLE judged AS
    SELECT s.*, row_number() OVER (PARTITION BY s.mailbox, s.message ORDER BY CAST(s.row_no AS BIGINT)) AS nth,
      EXISTS (SELECT 1 FROM listed l WHERE l.mailbox = s.mailbox AND l.message = s.message) AS is_listed
    FROM said s`);
  const counts = await notes.one<Omit<ReviewImport, 'rows' | 'told'>>(`
    SELECT coalesce(sum(CASE WHEN is_listed AND nth = 1 THEN 1 ELSE 0 END), 0) AS matched,
      coalesce(sum(CASE WHEN NOT is_listed AND nth = 1 THEN 1 ELSE 0 END), 0) AS unmatched,
      coalesce(sum(CASE WHEN nth > 1 THEN 1 ELSE 0 END), 0) AS twice,
      coalesce(sum(CASE WHEN coalesce(${REVIEW_COLUMNS.join(', ')}) IS NOT NULL THEN 1 ELSE 0 END), 0) AS filled
    FROM judged`);
  const told = await notes.rows<ReviewImport['told'][number]>(`
    SELECT CAST(row_no AS BIGINT) AS "row", mailbox, shown AS message,
      CASE WHEN nth > 1 THEN 'stands in the file more than once; what each row says is kept'
        WHEN message = '' OR mailbox = '' THEN 'names no mailbox or no message'
        ELSE 'is not in the list as it is now; what was written is kept in case it comes back' END AS problem
    FROM judged WHERE nth > 1 OR NOT is_listed ORDER BY 1 LIMIT ${TOLD}`);
  return { rows, ...counts, told };
}

/** One row for each message, written over what was kept of it; empty cells leave what was kept. */
async function keep(db: Database, notes: Database, by: string, at: string): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE reviewed (mailbox VARCHAR, message VARCHAR, personal_data VARCHAR, categories VARCHAR, persons VARCHAR, jurisdiction VARCHAR)',
  );
  const filled = notes.stream<SaidRow>(`
    SELECT mailbox, message, ${REVIEW_COLUMNS.join(', ')} FROM judged
    WHERE coalesce(${REVIEW_COLUMNS.join(', ')}) IS NOT NULL ORDER BY mailbox, message, nth`);
  let held: SaidRow | null = null;
  for await (const rows of filled) {
    const whole: SaidRow[] = [];
    for (const row of rows) {
      if (held !== null && held.mailbox === row.mailbox && held.message === row.message)
        held = both(held, row);
      else {
        if (held !== null) whole.push(held);
        held = row;
      }
    }
    await append(db, whole);
  }
  if (held !== null) await append(db, [held]);
  await db.transaction(async () => {
    const kept = REVIEW_COLUMNS.map((name) => `coalesce(n.${name}, o.${name})`).join(', ');
    await db.run(`
      CREATE OR REPLACE TEMP TABLE merged AS
      SELECT n.mailbox, n.message, ${kept}, ${literal(by)} AS read_by, ${literal(at)} AS read_at
      FROM reviewed n LEFT JOIN review o ON o.mailbox = n.mailbox AND o.message = n.message`);
    await db.run(
      'DELETE FROM review WHERE EXISTS (SELECT 1 FROM reviewed n WHERE n.mailbox = review.mailbox AND n.message = review.message)',
    );
    await db.run('INSERT INTO review SELECT * FROM merged');
  });
  await db.run('DROP TABLE merged; DROP TABLE reviewed');
}

function both(one: SaidRow, other: SaidRow): SaidRow {
  const said = REVIEW_COLUMNS.map((name) => {
    const texts = [one[name], other[name]].filter((text) => text !== null);
    return [name, texts.length === 0 ? null : [...new Set(texts)].join(BETWEEN)];
  });
  return { ...one, ...(Object.fromEntries(said) as Said) };
}

async function append(db: Database, rows: SaidRow[]): Promise<void> {
  await db.append(
    'reviewed',
    rows.map((row) => [row.mailbox, row.message, ...REVIEW_COLUMNS.map((name) => row[name])]),
  );
}

/** Excel saves with another delimiter and encoding than it opened: both are told by the bytes. */
async function* readRows(path: string, workFolder: string): AsyncGenerator<FileRow> {
  const folder = await mkdtemp(join(workFolder, 'review-'));
  try {
    for await (const part of unpack(path, folder)) {
      if (part.problem !== null) throw new ReviewError(`it ${part.problem}.`);
      const look = await lookAtFile(part.path);
      if (look.kind !== 'csv') throw new ReviewError(NOT_A_LIST);
      const { delimiter, skip, header } = look.sample;
      const names = header.map((name) => name.trim().toLowerCase());
      const missing = KEY_COLUMNS.filter((name) => !names.includes(name));
      if (missing.length > 0) throw new ReviewError(`${NOT_A_LIST} It lacks ${missing.join(' and ')}.`);
      yield* parsed(part.path, delimiter, skip + 1, names);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NOT_A_LIST =
  'it is no notification list: CSV with the columns mailbox, message_id and those of the reviewer, as "export notification" writes it.';

async function* parsed(
  path: string,
  delimiter: string,
  skip: number,
  names: string[],
): AsyncGenerator<FileRow> {
  const index = (name: string) => names.indexOf(name);
  const columns = [...KEY_COLUMNS, ...REVIEW_COLUMNS].map((name) => [name, index(name)] as const);
  const options = {
    delimiter,
    bom: true,
    from_line: skip + 1,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: 4_000_000,
  };
  const reading = createReadStream(path);
  const parser = reading.pipe(parse(options));
  reading.on('error', (error) => parser.destroy(error));
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      yield Object.fromEntries(
        columns.map(([name, at]) => [name, (at < 0 ? '' : cells[at]) ?? '']),
      ) as FileRow;
    }
  } catch (error) {
    const { lines } = error as Partial<CastingContext>;
    throw new ReviewError(
      `it cannot be read${lines === undefined ? '' : ` at line ${lines}`} (${error instanceof Error ? error.message : error}). Nothing was taken from it.`,
    );
  } finally {
    reading.destroy();
  }
}

import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeCleanCopy } from './clean-copy.ts';
import { MAX_ROW_BYTES } from './csv-record.ts';
import { fingerprint } from './fingerprint.ts';
import { keptByDuckDb, type Probes } from './reconcile.ts';
import { stretchesOf } from './row-order.ts';
import { countLines, type Grammar, type LineMark, NO_DELIMITER, scanRows } from './row-scan.ts';
import { appendRow, identifier, literal, type Survey, survey } from './survey.ts';

export interface CsvSource {
  /** A plain UTF-8 file. */
  path: string;
  /** Physical lines before the first row: the header and a `#TYPE` line. */
  skip: number;
  /** Names of all columns of the file, in order; they are what `select` can use. */
  columns: string[];
  delimiter: string;
  /** What to keep: an SQL select list over the columns. Every column of the result needs a name; `ordinal` and `row_print` are taken. */
  select: string;
  /**
   * What is kept of that, in the same pass: given the SQL of a query with the columns of `select` and some more, the
   * SQL of one that passes those on (`* EXCLUDE …`). Left out: everything is kept.
   */
  keep?: (query: string) => string;
  /** Name of the temporary table to make. */
  table: string;
  /** Where a copy of the file without its bad rows may be written for a while. */
  workFolder: string;
  /** Called when DuckDB has read the file: putting its rows in order leaves a processor idle. */
  onRead?: () => void;
}

export interface LineSource {
  path: string;
  /** An SQL select list over the one column `line`. */
  select: string;
  /** As for CSV. */
  keep?: (query: string) => string;
  table: string;
  workFolder: string;
  onRead?: () => void;
}

export interface RejectedRow {
  /** Number of the row among all rows of the file, from 1; the header and empty lines are no rows. */
  ordinal: number;
  reason: string;
  /** Its first 200 characters. */
  excerpt: string;
}

export interface Staged {
  /** Rows in the table. */
  rows: number;
  /** Rows that could not be read; all of them are in the temporary table `<table>_rejected`. */
  rejectedRows: number;
  /** The first 100 of them. */
  rejected: RejectedRow[];
}

interface Plan extends LineSource {
  grammar: Grammar;
  skip: number;
  columns: string[];
}

/**
 * Reads a CSV file into the temporary table `<table>`: the columns of `select` and `ordinal`, the row's number among
 * all rows of the file, good and bad, from 1. Bad rows go to `<table>_rejected (ordinal, reason, excerpt)`.
 * Every row of the file is in exactly one of the two. DuckDB reads the file once; its lines are counted meanwhile. Where
 * DuckDB reports damage or the numbers differ, the file is gone through by hand as well, because DuckDB loses good rows
 * next to an unterminated quote.
 * Call it outside a transaction: where line ends change within a file, DuckDB fails and the transaction with it.
 * @throws Error of DuckDB when the select list is wrong, memory runs out or the connection is interrupted
 */
export function stageCsv(connection: DuckDBConnection, source: CsvSource): Promise<Staged> {
  const { delimiter, columns } = source;
  return stage(connection, { ...source, grammar: { kind: 'csv', delimiter, columns: columns.length } });
}

/** Like `stageCsv` for a file of one row per line, as JSON lines: `select` is over the one column `line`. */
export function stageLines(connection: DuckDBConnection, source: LineSource): Promise<Staged> {
  return stage(connection, { ...source, grammar: { kind: 'lines' }, skip: 0, columns: ['line'] });
}

/** From so many bytes on, keeping the rows in order while they are read would take a third of the time. */
const LARGE = 64 * 1024 * 1024;
/** Marked lines of a large file: so far apart, and at most so many. */
const MARK_SPACING = 16 * 1024;
const MOST_MARKS = 131_072;

async function stage(connection: DuckDBConnection, plan: Plan): Promise<Staged> {
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${identifier(`${plan.table}_rejected`)} (ordinal BIGINT, reason VARCHAR, excerpt VARCHAR)`,
  );
  const { size } = await stat(plan.path);
  const inOrder = size < LARGE;
  const [rejects, { lines, marks }] = await Promise.all([
    readWithDuckDb(connection, plan, inOrder),
    countLines(plan.path, plan.skip, Math.max(MARK_SPACING, size / MOST_MARKS)),
  ]);
  plan.onRead?.();
  const done = !inOrder && rejects === 0 && (await putInOrder(connection, plan, lines, marks));
  if (!done) {
    await settle(connection, plan, inOrder ? rejects : await readAgain(connection, plan, rejects), lines);
  }
  await connection.run(`DROP TABLE IF EXISTS ${identifier(`${plan.table}_probe`)}`);
  return outcome(connection, plan);
}

/** In order this time. @returns as `readWithDuckDb` */
async function readAgain(
  connection: DuckDBConnection,
  plan: Plan,
  rejects: number | null,
): Promise<number | null> {
  if (rejects === null) return null;
  // What DuckDB read the first time would take up memory until the second reading is done.
  await connection.run(`DROP TABLE IF EXISTS ${identifier(plan.table)}`);
  return await readWithDuckDb(connection, plan, true);
}

/** @returns false where it cannot be told, or lines are not rows; nothing is changed then */
async function putInOrder(
  connection: DuckDBConnection,
  plan: Plan,
  lines: number,
  marks: LineMark[],
): Promise<boolean> {
  const rows = await count(connection, plan.table);
  const stretches = rows === lines ? await stretchesOf(connection, plan, marks, rows) : null;
  if (stretches === null) return false;
  await number(
    connection,
    plan.table,
    stretches.map(({ rowid, ordinal }) => [rowid, ordinal - rowid]),
  );
  return true;
}

/** Numbers what DuckDB read in order, and makes up for what it could not read. */
async function settle(
  connection: DuckDBConnection,
  plan: Plan,
  rejects: number | null,
  lines: number,
): Promise<void> {
  const rows = rejects === null ? 0 : await count(connection, plan.table);
  // A quote left open at the end of the file makes DuckDB drop rows without a word, so its silence proves nothing:
  // only as many rows as lines does. Where cells hold line breaks, the reading by hand tells. (What stays unseen: DuckDB
  // takes cells such as `"a" "b"`, which the reading by hand refuses; no row is lost by it.)
  if (rejects === 0 && rows === lines) return await number(connection, plan.table, [[0, 1]]);
  const found = rejects === null ? null : await survey(connection, plan);
  const kept = found && (await keptRows(connection, plan, found, rows));
  if (found && kept) await addMissing(connection, plan, found, kept);
  else await readCleanCopy(connection, plan);
}

async function keptRows(connection: DuckDBConnection, plan: Plan, found: Survey, rows: number) {
  const probes: Probes[] = found.stretches.map(() => ({ first: [], last: null }));
  const result = await connection.runAndReadAll(
    `SELECT stretch, nth, ${fingerprint(plan.columns)}::VARCHAR FROM ${identifier(`${plan.table}_probe`)} ORDER BY stretch, nth`,
  );
  for (const [stretch, nth, print] of result.getRowsJS()) {
    const probe = probes[Number(stretch)];
    // The last row is there a second time, numbered as if it were the one after.
    if (probe !== undefined && Number(nth) === found.stretches[Number(stretch)]) probe.last = String(print);
    else probe?.first.push(String(print));
  }
  const fingerprintAt = async (row: number) => {
    const at = await connection.runAndReadAll(
      `SELECT row_print::VARCHAR FROM ${identifier(plan.table)} WHERE rowid = ${row}`,
    );
    return String(at.getRowsJS()[0]?.[0]);
  };
  return await keptByDuckDb(found.stretches, probes, fingerprintAt, rows);
}

/**
 * @param inOrder whether the rows of the table must follow one another as in the file
 * @returns how many rows DuckDB refused, or null when it gave the whole file up (line ends that change within it)
 */
async function readWithDuckDb(
  connection: DuckDBConnection,
  plan: Plan,
  inOrder: boolean,
): Promise<number | null> {
  const errors = identifier(`${plan.table}_errors`);
  const scans = identifier(`${plan.table}_scans`);
  await connection.run(`DROP TABLE IF EXISTS ${errors}`);
  await connection.run(`DROP TABLE IF EXISTS ${scans}`);
  const options = `ignore_errors=true, store_rejects=true, rejects_limit=0, rejects_table=${literal(`${plan.table}_errors`)}, rejects_scan=${literal(`${plan.table}_scans`)}`;
  // An empty line is a row to DuckDB where there is but one column. Not asked while rows come in any order: a filter holds
  // the few rows at the end of a stretch back, and its order would be lost. With such a line the file is read again.
  const condition = plan.grammar.kind === 'lines' && inOrder ? 'WHERE line IS NOT NULL' : '';
  await connection.run(`SET SESSION preserve_insertion_order = ${inOrder}`);
  try {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${identifier(plan.table)} AS ${passedOn(
        plan,
        `SELECT ${plan.select}, ${fingerprint(plan.columns)} AS row_print
       FROM ${readCsv(plan, plan.path, plan.skip, {}, options)} ${condition}`,
      )}`,
    );
  } catch (error) {
    if (error instanceof Error && error.message.includes('CSV Parser state machine')) return null;
    throw error;
  } finally {
    await connection.run('RESET SESSION preserve_insertion_order');
  }
  const rejects = await count(connection, `${plan.table}_errors`);
  await connection.run(`DROP TABLE ${errors}`);
  await connection.run(`DROP TABLE ${scans}`);
  return rejects;
}

function passedOn(plan: Plan, query: string): string {
  return plan.keep === undefined ? query : plan.keep(query);
}

function readCsv(
  plan: Plan,
  path: string,
  skip: number,
  before: Record<string, string>,
  more: string,
): string {
  const csv = plan.grammar.kind === 'csv' ? plan.grammar : null;
  const shape = csv ? `quote='"', escape='"'` : `quote='', escape=''`;
  const room = 20 * Object.keys(before).length;
  const types = { ...before, ...Object.fromEntries(plan.columns.map((name) => [name, 'VARCHAR'])) };
  const columns = Object.entries(types).map(([name, type]) => `${literal(name)}: '${type}'`);
  return `read_csv(${literal(path)}, auto_detect=false, header=false, skip=${skip}, delim=${literal(csv?.delimiter ?? NO_DELIMITER)},
    ${shape}, comment='', columns={${columns.join(', ')}}, strict_mode=true, max_line_size=${MAX_ROW_BYTES + room}, ${more})`;
}

/** Numbers the rows DuckDB has, and appends those it lost. */
async function addMissing(
  connection: DuckDBConnection,
  plan: Plan,
  found: Survey,
  kept: number[],
): Promise<void> {
  const table = identifier(plan.table);
  const shifts: [from: number, shift: number][] = [];
  const lost: { offset: number; rows: number; ordinal: number }[] = [];
  let rowid = 0;
  let ordinal = 1;
  for (const [index, good] of found.stretches.entries()) {
    const has = kept[index] ?? 0;
    if (has < good) lost.push({ offset: found.starts[index] ?? 0, rows: good - has, ordinal });
    if (has > 0) shifts.push([rowid, ordinal + good - has - rowid]);
    rowid += has;
    ordinal += good + 1;
  }
  const missing = `${plan.table}_missing`;
  const columns = plan.columns.map((name) => `${identifier(name)} VARCHAR`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${identifier(missing)} (${columns})`);
  const appender = await connection.createAppender(missing, undefined, 'temp');
  for (const gap of lost) {
    shifts.push([rowid, gap.ordinal - rowid]);
    rowid += gap.rows;
    let wanted = gap.rows;
    const visitor = {
      good(buffer: Buffer, start: number, stop: number) {
        appendRow(appender, plan, buffer.subarray(start, stop));
        wanted--;
      },
      bad() {},
    };
    await scanRows(plan.path, plan.grammar, { from: gap.offset, skip: 0 }, visitor, () => wanted === 0);
  }
  appender.closeSync();
  await connection.run(
    `INSERT INTO ${table} ${passedOn(plan, `SELECT ${plan.select}, ${fingerprint(plan.columns)} AS row_print FROM ${identifier(missing)}`)}`,
  );
  await connection.run(`DROP TABLE ${identifier(missing)}`);
  await number(connection, plan.table, shifts);
}

/** Sets `ordinal` = rowid + shift, where a shift holds from its rowid to the next one's. */
async function number(connection: DuckDBConnection, name: string, shifts: [number, number][]): Promise<void> {
  const table = identifier(name);
  await connection.run(`ALTER TABLE ${table} DROP COLUMN row_print`);
  await connection.run(`ALTER TABLE ${table} ADD COLUMN ordinal BIGINT`);
  if (shifts.length > 0) await connection.run(`UPDATE ${table} SET ordinal = rowid + ${shiftOfRow(shifts)}`);
}

/** SQL that halves the shifts until one is left: a join would hold every row of a large file in memory. */
function shiftOfRow(shifts: [number, number][]): string {
  const half = shifts.length >> 1;
  const middle = shifts[half];
  if (half === 0 || middle === undefined) return String(shifts[0]?.[1] ?? 0);
  return `CASE WHEN rowid < ${middle[0]} THEN ${shiftOfRow(shifts.slice(0, half))} ELSE ${shiftOfRow(shifts.slice(half))} END`;
}

/** The long way round: a copy that holds the good rows only, each with its number, read by DuckDB once more. */
async function readCleanCopy(connection: DuckDBConnection, plan: Plan): Promise<void> {
  const copy = join(plan.workFolder, `${plan.table}-${process.pid}.rows`);
  try {
    // What DuckDB read the first time would take up memory until the second reading is done.
    await connection.run(`DROP TABLE IF EXISTS ${identifier(plan.table)}`);
    await writeCleanCopy(connection, plan, copy);
    const source = readCsv(plan, copy, 0, { row_ordinal: 'BIGINT' }, "new_line='\\n'");
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${identifier(plan.table)} AS ${passedOn(plan, `SELECT ${plan.select}, row_ordinal AS ordinal FROM ${source}`)}`,
    );
  } finally {
    await rm(copy, { force: true });
  }
}

async function outcome(connection: DuckDBConnection, plan: Plan): Promise<Staged> {
  const rejected = identifier(`${plan.table}_rejected`);
  const first = await connection.runAndReadAll(
    `SELECT ordinal, reason, excerpt FROM ${rejected} ORDER BY ordinal LIMIT 100`,
  );
  return {
    rows: await count(connection, plan.table),
    rejectedRows: await count(connection, `${plan.table}_rejected`),
    rejected: first.getRowsJS().map(([ordinal, reason, excerpt]) => ({
      ordinal: Number(ordinal),
      reason: String(reason),
      excerpt: String(excerpt),
    })),
  };
}

async function count(connection: DuckDBConnection, table: string): Promise<number> {
  const result = await connection.runAndReadAll(`SELECT count(*) FROM ${identifier(table)}`);
  return Number(result.getRowsJS()[0]?.[0]);
}

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { writeCleanCopy } from './clean-copy.ts';
import { cellsOf, MAX_ROW_BYTES } from './csv-record.ts';
import { keptByDuckDb, type Reject } from './reconcile.ts';
import { countLines, type Grammar, NO_DELIMITER, scanRows } from './row-scan.ts';
import { identifier, literal, type Survey, survey } from './survey.ts';

export interface CsvSource {
  /** A plain UTF-8 file. */
  path: string;
  /** Physical lines before the first row: the header and a `#TYPE` line. */
  skip: number;
  /** Names of all columns of the file, in order; they are what `select` can use. */
  columns: string[];
  delimiter: string;
  /** What to keep: an SQL select list over the columns. Every column of the result needs a name; `ordinal` is taken. */
  select: string;
  /** Name of the temporary table to make. */
  table: string;
  /** Where a copy of the file without its bad rows may be written for a while. */
  workFolder: string;
}

export interface LineSource {
  path: string;
  /** An SQL select list over the one column `line`. */
  select: string;
  table: string;
  workFolder: string;
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

async function stage(connection: DuckDBConnection, plan: Plan): Promise<Staged> {
  const table = identifier(plan.table);
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE ${identifier(`${plan.table}_rejected`)} (ordinal BIGINT, reason VARCHAR, excerpt VARCHAR)`,
  );
  const [rejects, lines] = await Promise.all([
    readWithDuckDb(connection, plan),
    countLines(plan.path, plan.skip),
  ]);
  const rows = rejects === null ? 0 : await count(connection, plan.table);
  // A quote left open at the end of the file makes DuckDB drop rows without a word, so its silence proves nothing:
  // only as many rows as lines does. Where cells hold line breaks, the reading by hand tells.
  if (rejects?.length === 0 && rows === lines) await number(connection, plan.table, [[0, 1]]);
  else {
    const found = rejects && (await survey(connection, plan));
    const kept = rejects && found && keptRows(found, rejects, rows, plan);
    if (found && kept) await addMissing(connection, plan, found, kept);
    else await readCleanCopy(connection, plan);
  }
  return outcome(connection, plan);
}

function keptRows(found: Survey, rejects: Reject[], rows: number, plan: Plan): number[] | null {
  // Where rows cannot span lines, or none is bad, an equal number says that they are the same.
  if (plan.grammar.kind === 'lines' || found.bad.length === 0)
    return found.good === rows ? found.stretches : null;
  // Empty lines count as lines in DuckDB's rejects, and where they stand is not known here.
  return found.blanks > 0 ? null : keptByDuckDb(found.bad, found.tail, rejects, rows, plan.skip);
}

/** @returns DuckDB's rejects, or null when it gave the whole file up (line ends that change within the file). */
async function readWithDuckDb(connection: DuckDBConnection, plan: Plan): Promise<Reject[] | null> {
  const errors = identifier(`${plan.table}_errors`);
  const scans = identifier(`${plan.table}_scans`);
  await connection.run(`DROP TABLE IF EXISTS ${errors}`);
  await connection.run(`DROP TABLE IF EXISTS ${scans}`);
  const all = plan.columns.map(identifier).join(', ');
  // A column nobody selects is not checked for UTF-8, or brings DuckDB down: the condition selects all.
  const condition = plan.grammar.kind === 'lines' ? `${all} IS NOT NULL` : `coalesce(${all}, '') IS NOT NULL`;
  const options = `store_rejects=true, rejects_limit=0, rejects_table=${literal(`${plan.table}_errors`)}, rejects_scan=${literal(`${plan.table}_scans`)}`;
  try {
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${identifier(plan.table)} AS SELECT ${plan.select}
       FROM ${readCsv(plan.path, plan.grammar, plan.skip, plan.columns, options)} WHERE ${condition}`,
    );
  } catch (error) {
    if (error instanceof Error && error.message.includes('CSV Parser state machine')) return null;
    throw error;
  }
  const rejects = await connection.runAndReadAll(
    `SELECT line::DOUBLE, min(byte_position)::DOUBLE FROM ${errors} GROUP BY line ORDER BY line`,
  );
  await connection.run(`DROP TABLE ${errors}`);
  await connection.run(`DROP TABLE ${scans}`);
  return rejects.getRowsJS().map(([line, byte]) => ({ line: Number(line), byte: Number(byte) - 1 }));
}

function readCsv(path: string, grammar: Grammar, skip: number, columns: string[], more: string): string {
  const shape = grammar.kind === 'lines' ? `quote='', escape=''` : `quote='"', escape='"'`;
  const delimiter = grammar.kind === 'lines' ? NO_DELIMITER : grammar.delimiter;
  const types = columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ');
  return `read_csv(${literal(path)}, auto_detect=false, header=false, skip=${skip}, delim=${literal(delimiter)}, ${shape},
    comment='', columns={${types}}, strict_mode=true, ignore_errors=true, max_line_size=${MAX_ROW_BYTES}, ${more})`;
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
  const missing = identifier(`${plan.table}_missing`);
  const columns = plan.columns.map((name) => `${identifier(name)} VARCHAR`).join(', ');
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${missing} (${columns})`);
  const appender = await connection.createAppender(`${plan.table}_missing`, undefined, 'temp');
  for (const gap of lost) {
    shifts.push([rowid, gap.ordinal - rowid]);
    rowid += gap.rows;
    let wanted = gap.rows;
    await scanRows(
      plan.path,
      plan.grammar,
      { from: gap.offset, skip: 0 },
      {
        good(buffer, start, stop) {
          const bytes = buffer.subarray(start, stop);
          const cells =
            plan.grammar.kind === 'csv' ? cellsOf(bytes, plan.grammar.delimiter) : [bytes.toString('utf8')];
          for (const cell of cells) cell === null ? appender.appendNull() : appender.appendVarchar(cell);
          appender.endRow();
          wanted--;
        },
        bad() {},
        blank() {},
      },
      () => wanted === 0,
    );
  }
  appender.closeSync();
  await connection.run(`INSERT INTO ${table} SELECT ${plan.select} FROM ${missing}`);
  await connection.run(`DROP TABLE ${missing}`);
  await number(connection, plan.table, shifts);
}

/** Sets `ordinal` = rowid + shift, where a shift holds from its rowid to the next one's. */
async function number(connection: DuckDBConnection, name: string, shifts: [number, number][]): Promise<void> {
  const table = identifier(name);
  await connection.run(`ALTER TABLE ${table} ADD COLUMN ordinal BIGINT`);
  const [only] = shifts;
  if (only === undefined) return;
  if (shifts.length === 1)
    return void (await connection.run(`UPDATE ${table} SET ordinal = rowid + ${only[1]}`));
  await connection.run(
    `UPDATE ${table} SET ordinal = numbered.ordinal FROM (
       SELECT r.rowid AS id, r.rowid + s.shift AS ordinal FROM ${table} AS r
       ASOF JOIN (VALUES ${shifts.map((pair) => `(${pair.join(',')})`).join(',')}) AS s (first, shift) ON r.rowid >= s.first
     ) AS numbered WHERE ${table}.rowid = numbered.id`,
  );
}

/** The long way round: a copy that holds the good rows only, each with its number, read by DuckDB once more. */
async function readCleanCopy(connection: DuckDBConnection, plan: Plan): Promise<void> {
  const copy = join(plan.workFolder, `${plan.table}-${process.pid}.rows`);
  try {
    await writeCleanCopy(connection, plan, copy);
    const delimiter = plan.grammar.kind === 'csv' ? plan.grammar.delimiter : NO_DELIMITER;
    const shape = plan.grammar.kind === 'csv' ? `quote='"', escape='"'` : `quote='', escape=''`;
    const types = plan.columns.map((name) => `${literal(name)}: 'VARCHAR'`).join(', ');
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${identifier(plan.table)} AS SELECT ${plan.select}, row_ordinal AS ordinal
       FROM read_csv(${literal(copy)}, auto_detect=false, header=false, delim=${literal(delimiter)}, ${shape}, comment='',
         columns={'row_ordinal': 'BIGINT', ${types}}, strict_mode=true, new_line='\\n', max_line_size=${MAX_ROW_BYTES + 20})`,
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

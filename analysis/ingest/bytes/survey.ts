import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { borrowBuffer, returnBuffer } from './buffers.ts';
import { cellsOf, MAX_ROW_BYTES } from './csv-record.ts';
import { PROBES } from './reconcile.ts';
import { type Grammar, type RowVisitor, scanRows } from './row-scan.ts';

/** With more bad rows than this, a file is copied without them rather than compared with DuckDB's reading. */
const MOST_BAD_ROWS = 1000;

export interface Survey {
  /** How many good rows there are before the first bad row, between each two, after the last. */
  stretches: number[];
  /** Where each of those begins in the file. */
  starts: number[];
}

export interface Surveyed {
  path: string;
  table: string;
  grammar: Grammar;
  columns: string[];
  skip: number;
}

/**
 * Goes through a file by hand. The bad rows go to `<table>_rejected`, the first rows of each stretch of good ones, and
 * its last, to `<table>_probe (stretch, nth, …the columns)`.
 * @returns null when there are too many bad rows; then neither table is complete
 */
export async function survey(connection: DuckDBConnection, source: Surveyed): Promise<Survey | null> {
  const probe = `${source.table}_probe`;
  const columns = source.columns.map((name) => `${identifier(name)} VARCHAR`).join(', ');
  let found: Survey = { stretches: [0], starts: [0] };
  let appender: DuckDBAppender | null = null;
  const last = borrowBuffer(MAX_ROW_BYTES);
  let lastBytes = 0;
  const probeRow = (nth: number, row: Buffer) => {
    appender?.appendInteger(found.stretches.length - 1);
    appender?.appendInteger(nth);
    if (appender !== null) appendRow(appender, source, row);
  };
  const endStretch = () => {
    const rows = found.stretches.at(-1) ?? 0;
    if (rows > 0) probeRow(rows, last.subarray(0, lastBytes));
  };
  await judgeRows(connection, source, {
    async restart() {
      found = { stretches: [0], starts: [0] };
      appender?.closeSync();
      await connection.run(
        `CREATE OR REPLACE TEMP TABLE ${identifier(probe)} (stretch INTEGER, nth INTEGER, ${columns})`,
      );
      appender = await connection.createAppender(probe, undefined, 'temp');
    },
    good(buffer, start, stop, offset) {
      const stretch = found.stretches.length - 1;
      const nth = found.stretches[stretch] ?? 0;
      found.stretches[stretch] = nth + 1;
      if (nth === 0) found.starts[stretch] = offset;
      if (nth < PROBES) probeRow(nth, buffer.subarray(start, stop));
      lastBytes = buffer.copy(last, 0, start, stop);
    },
    bad() {
      if (found.stretches.length > MOST_BAD_ROWS + 1) return;
      endStretch();
      found.stretches.push(0);
    },
  });
  endStretch();
  returnBuffer(last);
  (appender as DuckDBAppender | null)?.closeSync();
  return found.stretches.length > MOST_BAD_ROWS + 1 ? null : found;
}

/** Appends the cells of a row, as DuckDB would read them, and ends it. */
export function appendRow(appender: DuckDBAppender, source: Surveyed, row: Buffer): void {
  const { grammar } = source;
  const cells = grammar.kind === 'csv' ? cellsOf(row, grammar.delimiter) : [row.toString('utf8')];
  for (const cell of cells.slice(0, source.columns.length)) {
    if (cell === null) appender.appendNull();
    else appender.appendVarchar(cell);
  }
  appender.endRow();
}

/** Sees the rows of a file in order, numbered. `restart` is called before the first. */
export interface NumberedVisitor {
  restart(): Promise<void>;
  good(buffer: Buffer, start: number, stop: number, offset: number, ordinal: number): void;
  bad?(): void;
}

/**
 * Scans, numbers and files the bad rows in `<table>_rejected`. Where cells hold line breaks, one damaged row fails
 * line by line: there, bad lines that follow one another count as one row. That this is such a file is known only
 * afterwards, so it may be scanned twice.
 */
export async function judgeRows(
  connection: DuckDBConnection,
  source: Surveyed,
  visitor: NumberedVisitor,
): Promise<void> {
  const first = await judgeOnce(connection, source, visitor, false);
  if (first.multiline && first.joined) await judgeOnce(connection, source, visitor, true);
}

async function judgeOnce(
  connection: DuckDBConnection,
  source: Surveyed,
  visitor: NumberedVisitor,
  join: boolean,
): Promise<{ multiline: boolean; joined: boolean }> {
  await connection.run(`DELETE FROM ${identifier(`${source.table}_rejected`)}`);
  const appender = await connection.createAppender(`${source.table}_rejected`, undefined, 'temp');
  await visitor.restart();
  let ordinal = 0;
  let anyJoined = false;
  const rows: RowVisitor = {
    good: (buffer, start, stop, offset) => visitor.good(buffer, start, stop, offset, ++ordinal),
    bad(reason, excerpt, joined) {
      anyJoined ||= joined;
      if (join && joined) return;
      appender.appendBigInt(BigInt(++ordinal));
      appender.appendVarchar(reason);
      appender.appendVarchar(excerpt);
      appender.endRow();
      visitor.bad?.();
    },
  };
  const multiline = await scanRows(source.path, source.grammar, { from: 0, skip: source.skip }, rows);
  appender.closeSync();
  return { multiline, joined: anyJoined };
}

/** A name quoted for SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text quoted for SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

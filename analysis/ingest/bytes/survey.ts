import type { DuckDBConnection } from '@duckdb/node-api';
import type { BadRow } from './reconcile.ts';
import { type Grammar, type RowVisitor, scanRows } from './row-scan.ts';

/** More bad rows than this are not held in memory; such a file is copied without them instead. */
const MOST_BAD_ROWS = 20_000;

export interface Survey {
  good: number;
  /** Empty lines before the last bad row. */
  blanks: number;
  bad: BadRow[];
  /** Good rows after the last bad one. */
  tail: number;
  /** Good rows before the first bad row, between each two, after the last. */
  stretches: number[];
  /** Where each of those begins in the file. */
  starts: number[];
}

export interface Surveyed {
  path: string;
  table: string;
  grammar: Grammar;
  skip: number;
}

/**
 * Goes through a file by hand, notes where its bad rows are and writes them to `<table>_rejected`.
 * @returns null when there are too many to keep in mind; then `<table>_rejected` is not to be used
 */
export async function survey(connection: DuckDBConnection, source: Surveyed): Promise<Survey | null> {
  let found: Survey = { good: 0, blanks: 0, bad: [], tail: 0, stretches: [], starts: [0] };
  let blanks = 0;
  await judgeRows(connection, source, {
    restart() {
      blanks = 0;
      found = { good: 0, blanks: 0, bad: [], tail: 0, stretches: [], starts: [0] };
    },
    good(_buffer, _start, _stop, offset) {
      if (found.tail === 0) found.starts[found.bad.length] = offset;
      found.good++;
      found.tail++;
    },
    bad(offset) {
      if (found.bad.length > MOST_BAD_ROWS) return;
      found.bad.push({ offset, goodBefore: found.tail });
      found.tail = 0;
      found.blanks = blanks;
    },
    blank() {
      blanks++;
    },
  });
  if (found.bad.length > MOST_BAD_ROWS) return null;
  found.stretches = [...found.bad.map((row) => row.goodBefore), found.tail];
  return found;
}

/** Sees the rows of a file in order, numbered. `restart` is called before the first. */
export interface NumberedVisitor {
  restart(): void;
  good(buffer: Buffer, start: number, stop: number, offset: number, ordinal: number): void;
  bad?(offset: number): void;
  blank?(): void;
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
  visitor.restart();
  let ordinal = 0;
  let anyJoined = false;
  const rows: RowVisitor = {
    good: (buffer, start, stop, offset) => visitor.good(buffer, start, stop, offset, ++ordinal),
    bad(reason, excerpt, offset, joined) {
      anyJoined ||= joined;
      if (join && joined) return;
      appender.appendBigInt(BigInt(++ordinal));
      appender.appendVarchar(reason);
      appender.appendVarchar(excerpt);
      appender.endRow();
      visitor.bad?.(offset);
    },
    blank: () => visitor.blank?.(),
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

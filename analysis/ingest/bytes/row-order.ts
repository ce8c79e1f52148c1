/**
 * The file's order for rows that DuckDB was let off keeping in it. Where rows may not wait for each other in memory it
 * reads a large file a third quicker, and each of its threads then has its own stretches of the file, one behind the other.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { CsvRecordReader, cellsOf } from './csv-record.ts';
import { fingerprint } from './fingerprint.ts';
import type { Grammar, LineMark } from './row-scan.ts';
import { identifier } from './survey.ts';

export interface Unordered {
  path: string;
  /** the table with the column `row_print`, the row's fingerprint */
  table: string;
  grammar: Grammar;
  columns: string[];
}

/** From row `rowid` of the table on, the n-th row is the n-th of the file from `ordinal` (counted from 1) on. */
export interface Stretch {
  rowid: number;
  ordinal: number;
}

/** A line of the file that only one row of the table can be. */
interface Placed {
  mark: LineMark;
  rowid: number;
}

/**
 * Bytes between two marked lines that could be placed. A thread of DuckDB takes 8 MB of the file at a time (four of the
 * longest rows): within less than that one stretch may end, and never two, which marks on either side would not show.
 */
const MOST_BETWEEN = 2_000_000;

/**
 * Every so manyth mark is placed first, and ever closer ones only where a stretch ends, down to each: every one is a line to
 * read, and to take apart.
 */
const STEPS = [64, 8, 1] as const;
/** Where so few cannot be placed, since others have the same text. */
const MORE_STEPS = [8, 1] as const;
/**
 * Stretches end at multiples of what a thread of DuckDB takes of the file at a time. That is a guess which saves steps:
 * the marks on either side of them are placed at once, and wherever else a stretch ends, the steps find it.
 */
const LIKELY_BORDER = 8_000_000;

/**
 * Finds the stretches by the marked lines of the file and, where one stretch ends between two of them, by every line
 * there. Every line must be a row of its own, and every row in the table.
 * @param rows how many rows the table has
 * @param mostBetween bytes that are less than any stretch of the file but its last
 * @returns sorted by rowid, covering the table exactly; null where that cannot be told (many rows with the same text)
 */
export async function stretchesOf(
  connection: DuckDBConnection,
  source: Unordered,
  marks: LineMark[],
  rows: number,
  mostBetween = MOST_BETWEEN,
): Promise<Stretch[] | null> {
  // Read at once and not in turns: a thousand reads of a line each, of what was read a moment ago.
  const file = openSync(source.path, 'r');
  try {
    return (
      (await stretchesBy(connection, source, file, STEPS, marks, rows, mostBetween)) ??
      (await stretchesBy(connection, source, file, MORE_STEPS, marks, rows, mostBetween))
    );
  } finally {
    closeSync(file);
    await connection.run(`DROP TABLE IF EXISTS ${probeTable(source)}`);
  }
}

/** @param steps how far apart the marks are that are placed: first everywhere, then where a stretch ends */
async function stretchesBy(
  connection: DuckDBConnection,
  source: Unordered,
  file: number,
  [widest, ...closer]: readonly [number, ...number[]],
  marks: LineMark[],
  rows: number,
  mostBetween: number,
): Promise<Stretch[] | null> {
  const wide = marks.filter((_, index) => index % widest === 0 || index === marks.length - 1);
  const wanted = new Set([...wide, ...besideBorders(marks)]);
  let placed = await place(
    connection,
    source,
    file,
    [...wanted].sort((a, b) => a.line - b.line),
  );
  const first = placed[0];
  if (first === undefined || !closeTogether(marks, placed, mostBetween)) return null;
  for (const step of closer) {
    const inside = insideOf(bordersOf(placed), marks, step);
    const more = inside.length === 0 ? [] : await place(connection, source, file, inside);
    placed = [...placed, ...more].sort((a, b) => a.mark.line - b.mark.line);
  }
  const borders = bordersOf(placed);
  const lines = await bordersBetween(connection, source, file, borders);
  const stretches = [{ rowid: 1 + shiftOf(first), ordinal: 1 }];
  for (const [index, { after }] of borders.entries()) {
    const ordinal = lines[index] ?? after.mark.line;
    stretches.push({ rowid: ordinal + shiftOf(after), ordinal });
  }
  return covering(stretches, rows);
}

/** The marks on either side of where stretches are likely to end. */
function besideBorders(marks: LineMark[]): LineMark[] {
  const found: LineMark[] = [];
  let border = LIKELY_BORDER;
  for (const [index, mark] of marks.entries()) {
    if (mark.offset < border) continue;
    found.push(...marks.slice(Math.max(0, index - 1), index + 1));
    border = (Math.floor(mark.offset / LIKELY_BORDER) + 1) * LIKELY_BORDER;
  }
  return found;
}

/** Every so manyth mark between those of a border. Both in the order of the file. */
function insideOf(borders: { before: Placed; after: Placed }[], marks: LineMark[], step: number): LineMark[] {
  const inside: LineMark[] = [];
  let index = 0;
  for (const { before, after } of borders) {
    const lineAt = () => marks[index]?.line ?? Number.POSITIVE_INFINITY;
    while (lineAt() <= before.mark.line) index++;
    for (; lineAt() < after.mark.line; index++) if (index % step === 0) inside.push(marks[index] as LineMark);
  }
  return inside;
}

/** Neighbours between which one stretch ends and another begins. */
function bordersOf(placed: Placed[]): { before: Placed; after: Placed }[] {
  return placed.slice(1).flatMap((after, index) => {
    const before = placed[index] as Placed;
    return shiftOf(before) === shiftOf(after) ? [] : [{ before, after }];
  });
}

/** Where many rows have the same text, too few marks can be placed. */
function closeTogether(marks: LineMark[], placed: Placed[], mostBetween: number): boolean {
  const offsets = placed.map(({ mark }) => mark.offset);
  const [start, end] = [marks[0]?.offset ?? 0, marks.at(-1)?.offset ?? 0];
  return [...offsets, end].every((offset, index) => offset - (offsets[index - 1] ?? start) <= mostBetween);
}

/** Row of the table less line of the file, the same all along a stretch. */
function shiftOf({ mark, rowid }: Placed): number {
  return rowid - mark.line;
}

/** The proof: in the table each stretch must begin where another ends, so that no row has two numbers or none. */
function covering(stretches: Stretch[], rows: number): Stretch[] | null {
  const ends = new Map(
    stretches.map((stretch, index) => [
      stretch,
      stretch.rowid + (stretches[index + 1]?.ordinal ?? rows + 1) - stretch.ordinal,
    ]),
  );
  let next = 0;
  const sorted = stretches.toSorted((a, b) => a.rowid - b.rowid);
  for (const stretch of sorted) {
    if (stretch.rowid !== next) return null;
    next = ends.get(stretch) ?? next;
  }
  return next === rows ? sorted : null;
}

/** The marks whose text stands in one row only, in the order of the file. */
async function place(
  connection: DuckDBConnection,
  source: Unordered,
  file: number,
  marks: LineMark[],
): Promise<Placed[]> {
  function* lines() {
    for (const { line, offset, bytes } of marks) yield { line, shift: 0, text: bytesAt(file, offset, bytes) };
  }
  await probe(connection, source, lines());
  const found = await connection.runAndReadAll(`
    SELECT p.line, once.rowid_of FROM ${probeTable(source)} AS p JOIN (
      SELECT row_print, min(rowid) AS rowid_of FROM ${identifier(source.table)}
      WHERE row_print IN (SELECT print FROM ${probeTable(source)}) GROUP BY row_print HAVING count(*) = 1
    ) AS once ON once.row_print = p.print ORDER BY p.line`);
  const rowids = new Map(found.getRowsJS().map(([line, rowid]) => [Number(line), Number(rowid)]));
  return marks.flatMap((mark) => {
    const rowid = rowids.get(mark.line);
    return rowid === undefined ? [] : [{ mark, rowid }];
  });
}

/** For each pair the first line that is no longer where the stretch of the mark before it would have it. */
async function bordersBetween(
  connection: DuckDBConnection,
  source: Unordered,
  file: number,
  pairs: { before: Placed; after: Placed }[],
): Promise<number[]> {
  function* lines() {
    for (const { before, after } of pairs) {
      const block = bytesAt(file, before.mark.offset, after.mark.offset - before.mark.offset);
      let line = before.mark.line;
      for (const text of linesOf(block)) yield { line: line++, shift: shiftOf(before), text };
    }
  }
  await probe(connection, source, lines());
  const others = await connection.runAndReadAll(`
    SELECT p.line FROM ${probeTable(source)} AS p
    LEFT JOIN ${identifier(source.table)} AS s ON s.rowid = p.line + p.shift
    WHERE s.row_print IS DISTINCT FROM p.print ORDER BY p.line`);
  const moved = others.getRowsJS().map(([line]) => Number(line));
  let at = 0;
  return pairs.map(({ before, after }) => {
    while ((moved[at] ?? Number.POSITIVE_INFINITY) < before.mark.line) at++;
    return Math.min(moved[at] ?? Number.POSITIVE_INFINITY, after.mark.line);
  });
}

function bytesAt(file: number, offset: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  readSync(file, buffer, 0, bytes, offset);
  return buffer;
}

/** Lines without their ends, empty ones left out. */
function* linesOf(block: Buffer): Generator<Buffer> {
  for (let pos = 0; pos < block.length; ) {
    const lineFeed = block.indexOf('\n', pos);
    const end = lineFeed < 0 ? block.length : lineFeed;
    let stop = end;
    while (stop > pos && block[stop - 1] === 0x0d) stop--;
    if (stop > pos) yield block.subarray(pos, stop);
    pos = end + 1;
  }
}

/** The lines asked for, `(line, shift, print)`. */
function probeTable(source: Unordered): string {
  return identifier(`${source.table}_order`);
}

/** Lines whose text is held at a time before only its fingerprint is kept. Bytes. */
const BATCH = 4_000_000;

/** Makes the table of lines whose fingerprints are asked for. One that is no whole row is left out: it matches none. */
async function probe(
  connection: DuckDBConnection,
  source: Unordered,
  wanted: Iterable<{ line: number; shift: number; text: Buffer }>,
): Promise<void> {
  const texts = `${source.table}_order_text`;
  // With a blank in their names, which no column of a source has.
  const columns = source.columns.map((name) => `${identifier(name)} VARCHAR`).join(', ');
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE ${probeTable(source)} (line BIGINT, shift BIGINT, print UBIGINT);
    CREATE OR REPLACE TEMP TABLE ${identifier(texts)} ("probe line" BIGINT, "probe shift" BIGINT, ${columns})`);
  let appender = await connection.createAppender(texts, undefined, 'temp');
  let bytes = 0;
  const flush = async () => {
    appender.closeSync();
    await connection.run(`
      INSERT INTO ${probeTable(source)}
      SELECT "probe line", "probe shift", ${fingerprint(source.columns)} FROM ${identifier(texts)};
      DELETE FROM ${identifier(texts)}`);
    bytes = 0;
  };
  for (const { line, shift, text } of wanted) {
    const cells = cellsOfLine(text, source.grammar);
    if (cells === null) continue;
    appender.appendBigInt(BigInt(line));
    appender.appendBigInt(BigInt(shift));
    for (const index of source.columns.keys()) {
      const cell = cells[index] ?? null;
      if (cell === null) appender.appendNull();
      else appender.appendVarchar(cell);
    }
    appender.endRow();
    bytes += text.length;
    if (bytes < BATCH) continue;
    await flush();
    appender = await connection.createAppender(texts, undefined, 'temp');
  }
  await flush();
  await connection.run(`DROP TABLE ${identifier(texts)}`);
}

function cellsOfLine(line: Buffer, grammar: Grammar): (string | null)[] | null {
  if (grammar.kind === 'lines') return [line.toString('utf8')];
  const reader = new CsvRecordReader(grammar.delimiter);
  return reader.read(line, 0, line.length, true) === 'complete' ? cellsOf(line, grammar.delimiter) : null;
}

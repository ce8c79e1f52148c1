import { isUtf8 } from 'node:buffer';
import { CsvRecordReader, MAX_ROW_BYTES, REASONS, refusal, TOO_LONG } from './csv-record.ts';
import { FileWindow } from './window.ts';

/** How rows stand in a text file: as CSV records, or one per line. */
export type Grammar = { kind: 'csv'; delimiter: string; columns: number } | { kind: 'lines' };

export interface RowVisitor {
  /** A good row: `buffer[start..stop)` without its line end. The buffer is reused: copy what is kept. */
  good(buffer: Buffer, start: number, stop: number, offset: number): void;
  /** A row that is not one. `joined` = the line before it was bad too. */
  bad(reason: string, excerpt: string, joined: boolean): void;
}

const WINDOW = 4 * MAX_ROW_BYTES;
const EXCERPT = 200;
const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
/** No text has it, so DuckDB gets it as the delimiter of files that have one column, the line. */
export const NO_DELIMITER = '\x01';
/** How many bytes may be read again after failed records, beyond the file's own: keeps hostile files linear. */
const SECOND_LOOKS = 64 * 1024 * 1024;

/**
 * Reads a file row by row, by hand: the judge of what is a row wherever DuckDB reported damage.
 * Every row is tried from the start of a physical line; one that fails costs its own line and nothing else.
 * @param from byte to begin at, the start of a physical line; `skip` lines are passed over from there
 * @returns true when some good row spans several physical lines
 */
export async function scanRows(
  path: string,
  grammar: Grammar,
  range: { from: number; skip: number },
  visitor: RowVisitor,
  stopAt: () => boolean = () => false,
): Promise<boolean> {
  const window = await FileWindow.open(path, WINDOW, range.from);
  try {
    return await scanWindow(window, grammar, range.skip, visitor, stopAt);
  } finally {
    await window.close();
  }
}

async function scanWindow(
  window: FileWindow,
  grammar: Grammar,
  skip: number,
  visitor: RowVisitor,
  stopAt: () => boolean,
): Promise<boolean> {
  const buffer = window.buffer;
  const reader = new CsvRecordReader(grammar.kind === 'csv' ? grammar.delimiter : ',');
  const expected = grammar.kind === 'csv' ? grammar.columns : 1;
  let multiline = false;
  let wasBad = false;
  let wasted = 0;
  let pos = 0;
  let toSkip = skip;
  await window.slide(0);
  if (window.offset === 0 && buffer.indexOf(BYTE_ORDER_MARK) === 0) pos = BYTE_ORDER_MARK.length;
  while (!stopAt()) {
    // A row always fits into what is left of the window, or it is too long anyway.
    if (!window.eof && window.end - pos <= MAX_ROW_BYTES + 2) {
      await window.slide(pos);
      pos = 0;
    }
    if (pos >= window.end) break;
    const lineFeed = buffer.indexOf(LF, pos);
    const found = lineFeed >= 0 && lineFeed < window.end;
    const lineEnd = found ? lineFeed : window.end;
    const nextLine = found ? lineFeed + 1 : window.end;
    const lineStop = withoutCarriageReturns(buffer, pos, lineEnd);
    if (toSkip > 0) {
      toSkip--;
      pos = found || window.eof ? nextLine : await passLine(window);
      continue;
    }
    const offset = window.offset + pos;
    if (lineStop === pos && (found || window.eof)) {
      pos = nextLine;
      continue;
    }
    let reason: string | null;
    let stop = lineStop;
    let next = nextLine;
    if (!found && !window.eof) reason = TOO_LONG;
    else if (grammar.kind === 'lines') reason = lineRefusal(buffer, pos, lineStop);
    else {
      const farthest = Math.min(window.end, pos + MAX_ROW_BYTES + 2);
      const mayLook = wasted < SECOND_LOOKS + offset;
      const limit = mayLook ? farthest : Math.min(farthest, nextLine);
      const status = reader.read(
        buffer,
        pos,
        limit,
        limit < farthest || (window.eof && limit === window.end),
      );
      if (status === 'complete') {
        stop = reader.stop;
        next = reader.next;
        reason = refusal(buffer.subarray(pos, stop), reader, expected);
      } else if (status === 'more') reason = lineEnd - pos > MAX_ROW_BYTES ? TOO_LONG : REASONS.quote;
      else reason = status === 'unclosed' && window.end - nextLine > 0 ? REASONS.quote : REASONS[status];
      if (reason !== null) wasted += limit - nextLine;
    }
    if (reason === null) {
      if (next > nextLine) multiline = true;
      visitor.good(buffer, pos, stop, offset);
      wasBad = false;
      pos = next;
    } else {
      visitor.bad(reason, excerptOf(buffer, pos, lineStop), wasBad);
      wasBad = true;
      pos = found || window.eof ? nextLine : await passLine(window);
    }
  }
  return multiline;
}

/** A line of a file that is not empty: its number among those, from 1, where it begins, and its length without its end. */
export interface LineMark {
  line: number;
  offset: number;
  bytes: number;
}

/** Counting keeps no row whole: what fits beside DuckDB's own in the processor's memory is copied and searched quickest. */
const COUNTING_WINDOW = 1024 * 1024;

/** Longer lines mark nothing: marked lines are read again, and where every line is long that would be the whole file. */
const LONGEST_MARK = 32 * 1024;

/**
 * How many lines a file has after the first `skip`, empty ones not counted; with the first of them marked, the first
 * after every `spacing` bytes that is not long, and the last.
 */
export async function countLines(
  path: string,
  skip: number,
  spacing: number,
): Promise<{ lines: number; marks: LineMark[] }> {
  const window = await FileWindow.open(path, COUNTING_WINDOW);
  try {
    const { buffer } = window;
    const marks: LineMark[] = [];
    let lines = 0;
    let toSkip = skip;
    let last: LineMark | null = null;
    /** of the line that is being read, and how much of it came before this window and after a blank start */
    let offset = 0;
    let filled = 0;
    const endLine = (next: number) => {
      if (toSkip > 0) toSkip--;
      else if (filled > 0) {
        last = { line: ++lines, offset, bytes: filled };
        const before = marks.at(-1);
        if (before === undefined || (offset >= before.offset + spacing && filled <= LONGEST_MARK))
          marks.push(last);
      }
      offset = next;
      filled = 0;
    };
    for (let keep = 0; !window.eof; keep = window.end) {
      await window.slide(keep);
      let pos = 0;
      if (window.offset === 0 && buffer.indexOf(BYTE_ORDER_MARK) === 0) {
        pos = BYTE_ORDER_MARK.length;
        offset = pos;
      }
      while (pos < window.end) {
        const found = buffer.indexOf(LF, pos);
        const ends = found >= 0 && found < window.end;
        const lineEnd = ends ? found : window.end;
        const stop = withoutCarriageReturns(buffer, pos, lineEnd);
        if (stop > pos) filled = window.offset + stop - offset;
        pos = lineEnd + 1;
        if (ends) endLine(window.offset + pos);
      }
    }
    if (toSkip === 0) endLine(window.offset + window.end);
    if (last !== null && last !== marks.at(-1)) marks.push(last);
    return { lines, marks };
  } finally {
    await window.close();
  }
}

/** Moves the window behind the end of a line that does not fit into it. */
async function passLine(window: FileWindow): Promise<number> {
  while (!window.eof) {
    await window.slide(window.end);
    const lineFeed = window.buffer.indexOf(LF);
    if (lineFeed >= 0 && lineFeed < window.end) return lineFeed + 1;
  }
  return window.end;
}

function withoutCarriageReturns(buffer: Buffer, start: number, end: number): number {
  let stop = end;
  while (stop > start && buffer[stop - 1] === CR) stop--;
  return stop;
}

function lineRefusal(buffer: Buffer, start: number, stop: number): string | null {
  if (stop - start > MAX_ROW_BYTES) return TOO_LONG;
  const line = buffer.subarray(start, stop);
  if (line.includes(NO_DELIMITER)) return 'holds a control character';
  return isUtf8(line) ? null : 'holds bytes that are not UTF-8 text';
}

/** The first 200 characters of a row, for people. */
export function excerptOf(buffer: Buffer, start: number, stop: number): string {
  const text = buffer.toString('utf8', start, Math.min(stop, start + EXCERPT * 4));
  return text.length > EXCERPT ? `${text.slice(0, EXCERPT - 1)}…` : text;
}

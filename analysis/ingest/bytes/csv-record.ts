import { isUtf8 } from 'node:buffer';

/** The longest row or element that is read; a longer one is rejected, so that memory stays bounded. */
export const MAX_ROW_BYTES = 2_000_000;

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

export type RecordStatus = 'complete' | 'more' | 'quote' | 'unclosed' | 'carriage-return';

/**
 * Reads one RFC 4180 record at a time, accepting exactly what DuckDB's `strict_mode` accepts beyond it: one blank
 * before an opening quote, blanks after a closing one, quotes inside a cell that does not begin with one.
 */
export class CsvRecordReader {
  /** Position after the record and its line end; set when `read` says 'complete'. */
  next = 0;
  /** Position after the last cell, before the line end; set when `read` says 'complete'. */
  stop = 0;
  /** Number of cells seen. */
  columns = 0;
  /** Number of the last cell that is not empty, from 1. */
  filled = 0;
  private readonly delimiter: number;

  constructor(delimiter: string) {
    this.delimiter = delimiter.charCodeAt(0);
  }

  /**
   * Looks for the end of the record that begins at `start`.
   * 'more' = the buffer ends inside the record and `eof` is false; 'quote' = text after a closing quote;
   * 'unclosed' = the file ends inside quotes; 'carriage-return' = one that ends no line.
   */
  read(buffer: Uint8Array, start: number, end: number, eof: boolean): RecordStatus {
    const delimiter = this.delimiter;
    let i = start;
    this.columns = 1;
    this.filled = 0;
    for (;;) {
      const cell = i;
      let empty = 0;
      if (i + 1 >= end && !eof) return 'more';
      if (buffer[i] === SPACE && i + 1 < end && buffer[i + 1] === QUOTE) i++;
      if (i < end && buffer[i] === QUOTE) {
        i++;
        empty = i + 1 - cell;
        for (;;) {
          while (i < end && buffer[i] !== QUOTE) i++;
          if (i >= end) return eof ? 'unclosed' : 'more';
          if (i + 1 >= end && !eof) return 'more';
          if (i + 1 >= end || buffer[i + 1] !== QUOTE) break;
          i += 2;
        }
        i++;
        while (i < end && buffer[i] === SPACE) i++;
      } else {
        while (i < end) {
          const byte = buffer[i];
          if (byte === delimiter || byte === LF || byte === CR) break;
          i++;
        }
      }
      if (i >= end && !eof) return 'more';
      if (i - cell > empty) this.filled = this.columns;
      const byte = i < end ? buffer[i] : LF;
      if (byte === delimiter) {
        this.columns++;
        i++;
        continue;
      }
      this.stop = i;
      while (i < end && buffer[i] === CR) i++;
      if (i >= end && !eof) return 'more';
      if (i < end && buffer[i] !== LF) return byte === CR ? 'carriage-return' : 'quote';
      this.next = Math.min(i + 1, end);
      return 'complete';
    }
  }
}

/**
 * The cells of a record already found whole, `bytes` without its line end. Empty cells, quoted or not, are null:
 * DuckDB's `nullstr` does the same.
 */
export function cellsOf(bytes: Buffer, delimiter: string): (string | null)[] {
  const text = bytes.toString('utf8');
  const cells: (string | null)[] = [];
  let i = 0;
  for (;;) {
    const quoteAt = text[i] === ' ' && text[i + 1] === '"' ? i + 1 : i;
    if (text[quoteAt] === '"') {
      let close = text.indexOf('"', quoteAt + 1);
      while (text[close + 1] === '"') close = text.indexOf('"', close + 2);
      cells.push(text.slice(quoteAt + 1, close).replaceAll('""', '"') || null);
      i = close + 1;
      while (text[i] === ' ') i++;
    } else {
      const stop = text.indexOf(delimiter, i);
      cells.push(text.slice(i, stop < 0 ? text.length : stop) || null);
      i = stop < 0 ? text.length : stop;
    }
    if (i >= text.length) return cells;
    i++;
  }
}

/**
 * Why the record that `reader` found whole is still no row of the file, or null when it is one. Empty cells too many
 * are none, as DuckDB has it too: spreadsheet programs add them.
 */
export function refusal(bytes: Buffer, reader: CsvRecordReader, expected: number): string | null {
  const { columns, filled } = reader;
  if (bytes.length > MAX_ROW_BYTES) return TOO_LONG;
  if (columns < expected || filled > expected) return `expected ${expected} columns, found ${columns}`;
  return isUtf8(bytes) ? null : 'holds bytes that are not UTF-8 text';
}

export const TOO_LONG = 'longer than 2,000,000 bytes';
export const REASONS: Record<Exclude<RecordStatus, 'complete' | 'more'>, string> = {
  quote: 'a quotation mark is missing or out of place',
  unclosed: 'the file ends inside a quoted cell that began here',
  'carriage-return': 'a carriage return stands where no line ends',
};

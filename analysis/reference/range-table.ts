/**
 * Looks a few numbers up in a table of ranges: a CSV file sorted by its first column, whose rows read `first,last,…`.
 * Reads some twenty pieces of the file for each, where reading all of it would take most of a small analysis; and waits
 * for them, a tenth of a millisecond each time, since handing each over would take five times as long.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** Longer than any line of the tables (254 bytes), and than two of its numbers. */
const PIECE = 1_024;
const NEWLINE = '\n'.charCodeAt(0);
/** No address has a greater number. */
const GREATEST = (1n << 128n) - 1n;

/** What a table says of a number. */
export interface Placed {
  /** what follows `first,last` in the row whose range holds it; null where none does */
  fields: string[] | null;
  /** the greatest number of which it says the same, as of all in between */
  until: bigint;
}

/**
 * @param path a CSV file without header, rows sorted by their first number; of two that begin with the same, the narrower
 *   last. Where a range lies within another, what is left of the outer one after it is a row of its own, as in the tables
 *   of country: so the last row that begins at a number or before it speaks for it.
 * @throws Error naming the file where a line is longer than a piece
 */
export function lookUp(path: string, numbers: readonly bigint[]): Placed[] {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    return numbers.map((number) => placed(file, path, size, number));
  } finally {
    closeSync(file);
  }
}

function placed(file: number, path: string, size: number, number: bigint): Placed {
  // The last line that begins at `number` or before it begins in [low, high).
  let low = 0;
  let high = size;
  while (high - low > PIECE) {
    const middle = Math.floor((low + high) / 2);
    const piece = read(file, middle, 2 * PIECE);
    const newline = piece.indexOf(NEWLINE);
    if (newline === -1 || newline >= PIECE) throw new Error(`${path} holds a line that is too long.`);
    const start = middle + newline + 1;
    if (start < high && firstOf(piece.subarray(newline + 1)) <= number) low = start;
    else high = middle;
  }
  const lines = read(file, low, high - low + PIECE)
    .toString('utf8')
    .split('\n');
  let line: string | undefined;
  let beforeNext = GREATEST;
  for (const one of lines) {
    if (one === '') break;
    const first = BigInt(one.slice(0, one.indexOf(',')));
    if (first > number) {
      beforeNext = first - 1n;
      break;
    }
    line = one;
  }
  if (line === undefined) return { fields: null, until: beforeNext };
  const [[, end, ...fields]] = parse(line) as [[string, string, ...string[]]];
  const last = BigInt(end);
  if (number > last) return { fields: null, until: beforeNext };
  const isCutShort = beforeNext < last;
  return { fields, until: isCutShort ? beforeNext : last };
}

function firstOf(line: Buffer): bigint {
  return BigInt(line.subarray(0, line.indexOf(',')).toString('latin1'));
}

function read(file: number, from: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  return buffer.subarray(0, readSync(file, buffer, 0, bytes, from));
}

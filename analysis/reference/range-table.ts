/**
 * Looks a few numbers up in a table of ranges: a CSV file sorted by its first column, whose rows read `first,last,…`.
 * Reads some twenty pieces of the file for each, where reading all of it would take most of a small analysis.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** Longer than any line of the tables (254 bytes), and than two of its numbers. */
const PIECE = 1_024;
const NEWLINE = '\n'.charCodeAt(0);

/**
 * @param path a CSV file without header, rows sorted by their first number, no range within another
 * @returns for each number what follows `first,last` in the row whose range holds it, or null where none does
 * @throws Error naming the file where a line is longer than a piece
 */
export async function lookUp(path: string, numbers: readonly bigint[]): Promise<(string[] | null)[]> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const found: (string[] | null)[] = [];
    for (const number of numbers) found.push(await rowOf(file, path, size, number));
    return found;
  } finally {
    await file.close();
  }
}

async function rowOf(file: FileHandle, path: string, size: number, number: bigint): Promise<string[] | null> {
  // The last line that begins at `number` or before it begins in [low, high).
  let low = 0;
  let high = size;
  while (high - low > PIECE) {
    const middle = Math.floor((low + high) / 2);
    const piece = await read(file, middle, 2 * PIECE);
    const newline = piece.indexOf(NEWLINE);
    if (newline === -1 || newline >= PIECE) throw new Error(`${path} holds a line that is too long.`);
    const start = middle + newline + 1;
    if (start < high && firstOf(piece.subarray(newline + 1)) <= number) low = start;
    else high = middle;
  }
  const lines = (await read(file, low, high - low + PIECE)).toString('utf8').split('\n');
  let line: string | undefined;
  for (const one of lines) {
    if (one === '' || BigInt(one.slice(0, one.indexOf(','))) > number) break;
    line = one;
  }
  if (line === undefined) return null;
  const [[, last, ...rest]] = parse(line) as [[string, string, ...string[]]];
  return number <= BigInt(last) ? rest : null;
}

function firstOf(line: Buffer): bigint {
  return BigInt(line.subarray(0, line.indexOf(',')).toString('latin1'));
}

async function read(file: FileHandle, from: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, from);
  return buffer.subarray(0, bytesRead);
}

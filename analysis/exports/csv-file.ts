/** Writes CSV that Excel opens as it is: UTF-8 with a byte order mark, CRLF, no formulas. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { inert } from './cell.ts';

/** Excel cuts longer cells and lets the rest run into the next row. */
const LONGEST_CELL = 32_000;

export type Cell = string | number | null;

/**
 * @param columns names in order; `rows` give one cell for each
 * @returns how many rows were written, the header not counted
 * @throws what the file system throws when `path` cannot be written
 */
export async function writeCsv(
  path: string,
  columns: readonly string[],
  rows: AsyncIterable<readonly Cell[]>,
): Promise<number> {
  let count = 0;
  async function* counted() {
    for await (const row of rows) {
      count += 1;
      yield row.map(cellText);
    }
  }
  await pipeline(
    Readable.from(counted()),
    stringify({
      header: true,
      columns: [...columns],
      bom: true,
      record_delimiter: 'windows',
      escape_formulas: true,
    }),
    createWriteStream(path),
  );
  return count;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : inert(cut(cell));
}

function cut(text: string): string {
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}

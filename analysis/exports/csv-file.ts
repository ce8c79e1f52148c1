/** Writes CSV that Excel opens as it is: UTF-8 with a byte order mark, CRLF, no formulas. */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
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
  const cells = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    record_delimiter: 'windows',
    // A carriage return or line feed alone is not our line end, but most readers take it for one.
    quoted_match: /[\r\n]/,
    escape_formulas: true,
  });
  const written = pipeline(cells, createWriteStream(path));
  written.catch(() => undefined);
  let count = 0;
  try {
    // A loop and not a stream of rows: when the file fails, whoever reads the database must have stopped before we return.
    for await (const row of rows) {
      count += 1;
      if (cells.destroyed) break;
      if (!cells.write(row.map(cellText))) await Promise.race([once(cells, 'drain'), written]);
    }
    cells.end();
    await written;
    return count;
  } finally {
    cells.destroy();
    await written.catch(() => undefined);
  }
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : inert(cut(cell));
}

function cut(text: string): string {
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}

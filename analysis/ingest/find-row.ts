/** Finds a row again in the file as received: the same unpacking and the same counting of rows as when it was read. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cellsOf } from './bytes/csv-record.ts';
import { type Grammar, scanRows } from './bytes/row-scan.ts';
import { splitJson } from './bytes/split-json.ts';
import { type UnpackedPart, unpack } from './bytes/unpack.ts';
import { type Look, lookAtFile } from './recognise.ts';

export interface PartPlace {
  /** the received file, as it lies in the case */
  path: string;
  /** path inside the archive; null for the file itself */
  member: string | null;
  /** which of the members of that name, from 0: a zip may hold several */
  nth: number;
}

export interface RowPlace extends PartPlace {
  /** number of the row among all rows of the part, from 1 */
  row: number;
}

export interface FoundRow {
  /** the row as it stands in the file (text of a gzip, zip or UTF-16 file: unpacked, in UTF-8), without its line end */
  text: string;
  /** the columns of a CSV row, in order; null for JSON */
  cells: { name: string; value: string | null }[] | null;
}

/**
 * @param workFolder where archives may be unpacked for a while
 * @returns null when the file has no such row: it is not the file that was read
 * @throws Error when the file or the work folder cannot be read
 */
export async function findRow({ row, ...place }: RowPlace, workFolder: string): Promise<FoundRow | null> {
  return (await findRows(place, [row], workFolder)).get(row) ?? null;
}

/** The same of many rows of one part, which is read once. Rows that it does not have are left out. */
export async function findRows(
  place: PartPlace,
  rows: readonly number[],
  workFolder: string,
): Promise<Map<number, FoundRow>> {
  const folder = await mkdtemp(join(workFolder, 'row-'));
  try {
    let nth = 0;
    for await (const part of unpack(place.path, folder)) {
      const found = part.member === place.member && (part.member === null || nth++ === place.nth);
      if (found) return part.problem === null ? await rowsOf(part, rows, folder) : new Map();
      if (part.temporary) await rm(part.path, { force: true });
    }
    return new Map();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Rows = Map<number, FoundRow>;

async function rowsOf(part: UnpackedPart, rows: readonly number[], folder: string): Promise<Rows> {
  const look = await lookAtFile(part.path);
  if (look.kind === 'nothing') return new Map();
  if (look.kind === 'csv') return await csvRows(part.path, look, rows);
  if (look.kind === 'json-lines') return jsonRows(await textsOfRows(part.path, { kind: 'lines' }, 0, rows));
  const elements = join(folder, 'elements.jsonl');
  const split = await splitJson(part.path, elements);
  const before = split.rejectedCount === 0 ? new Map() : await rejectedBefore(split.rejectedFile, rows);
  const good = rows.filter((row) => before.get(row) !== null);
  const lineOf = (row: number) => row - (before.get(row) ?? 0);
  const texts = await textsOfRows(elements, { kind: 'lines' }, 0, good.map(lineOf));
  return jsonRows(new Map(good.flatMap((row) => pair(row, texts.get(lineOf(row))))));
}

async function csvRows(
  path: string,
  { sample }: Extract<Look, { kind: 'csv' }>,
  rows: readonly number[],
): Promise<Rows> {
  const { delimiter, header, skip } = sample;
  const grammar: Grammar = { kind: 'csv', delimiter, columns: header.length };
  const texts = await textsOfRows(path, grammar, skip + 1, rows);
  return new Map(
    [...texts].map(([row, text]) => {
      const values = cellsOf(Buffer.from(text), delimiter);
      return [row, { text, cells: header.map((name, index) => ({ name, value: values[index] ?? null })) }];
    }),
  );
}

function jsonRows(texts: ReadonlyMap<number, string>): Rows {
  return new Map([...texts].map(([row, text]) => [row, { text, cells: null }]));
}

function pair<T>(row: number, found: T | undefined): [number, T][] {
  return found === undefined ? [] : [[row, found]];
}

/**
 * The good rows of those numbers. Rows are numbered as `judgeRows` does: in a file whose cells hold line breaks, bad
 * lines that follow one another are one row. That it is such a file is known only at its end, so both numbers are kept.
 */
async function textsOfRows(
  path: string,
  grammar: Grammar,
  skip: number,
  rows: readonly number[],
): Promise<Map<number, string>> {
  const wanted = new Set(rows);
  const last = Math.max(0, ...rows);
  let lines = 0;
  let joined = 0;
  const byLines = new Map<number, string>();
  const byJoined = new Map<number, string>();
  const decided = () => lines === joined && lines >= last;
  const multiline = await scanRows(
    path,
    grammar,
    { from: 0, skip },
    {
      good(buffer, start, stop) {
        lines += 1;
        joined += 1;
        if (wanted.has(lines)) byLines.set(lines, buffer.toString('utf8', start, stop));
        if (wanted.has(joined)) byJoined.set(joined, buffer.toString('utf8', start, stop));
      },
      bad(_reason, _excerpt, follows) {
        lines += 1;
        if (!follows) joined += 1;
      },
    },
    decided,
  );
  return multiline && joined < lines ? byJoined : byLines;
}

/** How many elements before each of those numbers were rejected, or null when it was rejected itself. */
async function rejectedBefore(file: string, rows: readonly number[]): Promise<Map<number, number | null>> {
  const rejected: number[] = [];
  const last = Math.max(0, ...rows);
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { ordinal } = JSON.parse(line) as { ordinal: number };
    if (ordinal > last) break;
    rejected.push(ordinal);
  }
  const isRejected = new Set(rejected);
  return new Map(
    rows.map((row) => [row, isRejected.has(row) ? null : rejected.filter((one) => one < row).length]),
  );
}

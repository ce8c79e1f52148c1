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

export interface RowPlace {
  /** the received file, as it lies in the case */
  path: string;
  /** path inside the archive; null for the file itself */
  member: string | null;
  /** which of the members of that name, from 0: a zip may hold several */
  nth: number;
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
export async function findRow(place: RowPlace, workFolder: string): Promise<FoundRow | null> {
  const folder = await mkdtemp(join(workFolder, 'row-'));
  try {
    let nth = 0;
    for await (const part of unpack(place.path, folder)) {
      const found = part.member === place.member && (part.member === null || nth++ === place.nth);
      if (found) return part.problem === null ? await rowOf(part, place.row, folder) : null;
      if (part.temporary) await rm(part.path, { force: true });
    }
    return null;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function rowOf(part: UnpackedPart, row: number, folder: string): Promise<FoundRow | null> {
  const look = await lookAtFile(part.path);
  if (look.kind === 'nothing') return null;
  if (look.kind === 'csv') return await csvRow(part.path, look, row);
  if (look.kind === 'json-lines') return jsonRow(await textOfRow(part.path, { kind: 'lines' }, 0, row));
  const elements = join(folder, 'elements.jsonl');
  const split = await splitJson(part.path, elements);
  const before = split.rejectedCount === 0 ? 0 : await rejectedBefore(split.rejectedFile, row);
  return before === null ? null : jsonRow(await textOfRow(elements, { kind: 'lines' }, 0, row - before));
}

async function csvRow(
  path: string,
  { sample }: Extract<Look, { kind: 'csv' }>,
  row: number,
): Promise<FoundRow | null> {
  const { delimiter, header, skip } = sample;
  const grammar: Grammar = { kind: 'csv', delimiter, columns: header.length };
  const text = await textOfRow(path, grammar, skip + 1, row);
  if (text === null) return null;
  const values = cellsOf(Buffer.from(text), delimiter);
  return { text, cells: header.map((name, index) => ({ name, value: values[index] ?? null })) };
}

function jsonRow(text: string | null): FoundRow | null {
  return text === null ? null : { text, cells: null };
}

/**
 * The good row of that number. Rows are numbered as `judgeRows` does: in a file whose cells hold line breaks, bad lines
 * that follow one another are one row. That it is such a file is known only at its end, so both numbers are kept.
 */
async function textOfRow(path: string, grammar: Grammar, skip: number, row: number): Promise<string | null> {
  let lines = 0;
  let joined = 0;
  let byLines: string | null = null;
  let byJoined: string | null = null;
  const decided = () => lines === joined && lines >= row;
  const multiline = await scanRows(
    path,
    grammar,
    { from: 0, skip },
    {
      good(buffer, start, stop) {
        lines += 1;
        joined += 1;
        if (lines === row) byLines = buffer.toString('utf8', start, stop);
        if (joined === row) byJoined = buffer.toString('utf8', start, stop);
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

/** How many elements before that number were rejected, or null when it was rejected itself. */
async function rejectedBefore(file: string, row: number): Promise<number | null> {
  let before = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { ordinal } = JSON.parse(line) as { ordinal: number };
    if (ordinal === row) return null;
    if (ordinal > row) break;
    before += 1;
  }
  return before;
}

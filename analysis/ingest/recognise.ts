import { type FileHandle, open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { loadFolder } from '../load-folder.ts';
import { borrowBuffer, returnBuffer } from './bytes/buffers.ts';
import { LISTS } from './bytes/json-envelope.ts';
import type { CsvSample, Format, JsonSample, Sample } from './format.ts';

const HEAD_BYTES = 512 * 1024;
const LONG_HEAD_BYTES = 8 * 1024 * 1024;
const SAMPLE_ROWS = 20;
const DELIMITERS = [',', ';', '\t', '|'];

/** What the head of a file tells before anything is read: CSV with its header, JSON lines, or JSON to be cut. */
export type Look =
  | { kind: 'csv'; sample: CsvSample }
  | { kind: 'json-lines'; sample: JsonSample }
  | { kind: 'json-documents'; layout: 'array' | 'documents' | 'envelope' }
  | { kind: 'nothing'; problem: string };

/** @param path a plain UTF-8 text file, as `bytes/unpack.ts` leaves it */
export async function lookAtFile(path: string): Promise<Look> {
  const head = await readHead(path);
  const text = head.text.replace(/^\uFEFF/, '');
  const start = text.trimStart()[0];
  if (start === undefined) return { kind: 'nothing', problem: 'is empty: it holds no audit records' };
  if (start === '{' || start === '[') return lookAtJson(text, head.whole);
  return lookAtCsv(text, head.whole);
}

/** The first elements of a file of JSON lines, as the splitter writes them. */
export async function sampleLines(path: string, layout: JsonSample['layout']): Promise<JsonSample> {
  const head = await readHead(path);
  return { kind: 'json', layout, elements: parsedLines(head.text, head.whole).map(({ value }) => value) };
}

let formats: Promise<Format[]> | undefined;

/** The shape of a sample, or null when it is none we know. */
export async function recognise(sample: Sample): Promise<Format | null> {
  formats ??= loadFolder(new URL('./formats/', import.meta.url), (module) => module.format as Format).then(
    (units) => units.map(({ unit }) => unit).sort((a, b) => b.precedence - a.precedence),
  );
  return (await formats).find((format) => format.recognise(sample)) ?? null;
}

interface Head {
  text: string;
  whole: boolean;
}

/** One record alone may be longer than what is usually looked at. */
async function readHead(path: string): Promise<Head> {
  const file = await open(path);
  try {
    const head = await readStart(file, HEAD_BYTES);
    return head.whole || head.text.includes('\n') ? head : await readStart(file, LONG_HEAD_BYTES);
  } finally {
    await file.close();
  }
}

async function readStart(file: FileHandle, most: number): Promise<Head> {
  const buffer = borrowBuffer(most);
  const { bytesRead } = await file.read(buffer, 0, most, 0);
  const text = buffer.toString('utf8', 0, bytesRead);
  returnBuffer(buffer);
  return { text, whole: bytesRead < most };
}

function lookAtJson(text: string, whole: boolean): Look {
  if (text.trimStart()[0] === '[') return { kind: 'json-documents', layout: 'array' };
  const lines = wholeLines(text, whole).slice(0, SAMPLE_ROWS);
  const objects = lines
    .filter(({ value }) => value !== null)
    .map(({ value }) => value as Record<string, unknown>);
  const broken = lines.filter(
    (line) => line.value === null && line.text.startsWith('{') && line.text.length > 2,
  );
  // A pretty-printed document has lines such as `}` and `"Id": …`; lines of JSON are whole objects, or damaged ones.
  const isLines = objects.length > 0 && objects.length + broken.length === lines.length && lines.length > 1;
  if (isLines && !objects.some(isEnvelope)) {
    return { kind: 'json-lines', sample: { kind: 'json', layout: 'lines', elements: objects } };
  }
  const single = objects.length === 1 && lines.length === 1 ? objects[0] : undefined;
  if (single !== undefined && !isEnvelope(single)) {
    return { kind: 'json-lines', sample: { kind: 'json', layout: 'lines', elements: [single] } };
  }
  return { kind: 'json-documents', layout: looksLikeEnvelope(text) ? 'envelope' : 'documents' };
}

/** Also when its list is empty: a search that found nothing. Elastic's answer has the list one object further in. */
function isEnvelope(value: Record<string, unknown>): boolean {
  if ('Operation' in value) return false;
  const { hits } = value;
  const inner = typeof hits === 'object' && hits !== null ? Object.entries(hits) : [];
  return [...Object.entries(value), ...inner].some(
    ([key, field]) =>
      Array.isArray(field) && (field.length === 0 ? LISTS.has(key) || key === 'hits' : isRecords(field)),
  );
}

function isRecords([first]: unknown[]): boolean {
  return (
    typeof first === 'object' &&
    first !== null &&
    ['auditData', 'Operation', '_source'].some((key) => key in first)
  );
}

function looksLikeEnvelope(text: string): boolean {
  return /^\s*\{\s*("@odata[^"]*"\s*:\s*("[^"]*"|\d+)\s*,\s*)*"(value|records|hits)"\s*:/.test(
    text.slice(0, 5000),
  );
}

function wholeLines(text: string, whole: boolean): { text: string; value: Record<string, unknown> | null }[] {
  const lines = text.split('\n');
  if (!whole && lines.length > 1) lines.pop();
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ text: line, value: parsedObject(line) }));
}

function parsedLines(text: string, whole: boolean): { value: Record<string, unknown> }[] {
  return wholeLines(text, whole)
    .flatMap(({ value }) => (value === null ? [] : [{ value }]))
    .slice(0, SAMPLE_ROWS);
}

function parsedObject(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function lookAtCsv(text: string, whole: boolean): Look {
  // DuckDB would take all of it for the header.
  if (!text.includes('\n') && /\r[^\r]/.test(text)) return { kind: 'nothing', problem: ONLY_RETURNS };
  const skip = linesBeforeHeader(text);
  const body = afterLines(text, skip);
  const readable = whole ? body : body.slice(0, body.lastIndexOf('\n') + 1);
  const candidates = DELIMITERS.map((delimiter) => ({ delimiter, rows: headRows(readable, delimiter) }));
  const best = candidates.reduce((a, b) => ((b.rows[0]?.length ?? 0) > (a.rows[0]?.length ?? 0) ? b : a));
  const [header, ...rows] = best.rows;
  if (header === undefined || header.length < 2) {
    return { kind: 'nothing', problem: 'is neither CSV with a header nor JSON' };
  }
  return { kind: 'csv', sample: { kind: 'csv', header, delimiter: best.delimiter, skip, rows } };
}

const ONLY_RETURNS =
  'ends its lines with carriage returns alone; save it with Windows or Unix line ends and send that';

/** PowerShell's `#TYPE …` and Excel's `sep=;` stand before the header. */
function linesBeforeHeader(text: string): number {
  let skip = 0;
  for (const line of text.split('\n', 5)) {
    if (!/^"?(#TYPE\s|sep=.\s*$)/i.test(line.trim())) break;
    skip += 1;
  }
  return skip;
}

function afterLines(text: string, count: number): string {
  let start = 0;
  for (let line = 0; line < count; line += 1) start = text.indexOf('\n', start) + 1;
  return text.slice(start);
}

function headRows(text: string, delimiter: string): string[][] {
  const options = { delimiter, relax_column_count: true, skip_empty_lines: true };
  try {
    return parse(text, { ...options, to: SAMPLE_ROWS + 1 }) as string[][];
  } catch {
    // Damage among the first rows: the header alone still tells the shape.
    const firstLine = text.slice(0, text.indexOf('\n') + 1 || text.length);
    try {
      return parse(firstLine, { ...options, relax_quotes: true }) as string[][];
    } catch {
      return [];
    }
  }
}

import { isUtf8 } from 'node:buffer';

/** What the first bytes of a file say it is. `problem` names, for people, what cannot be read and what to do. */
export type Kind =
  | { kind: 'gzip' | 'zip' | 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' }
  | { kind: 'unreadable'; problem: string };

/** How much of a file is looked at. */
export const HEAD_BYTES = 1024 * 1024;

const EXPORT_AGAIN = 'export the audit log as CSV or JSON and send that';
const UNPACK_IT = 'unpack it and send the files, or send a .zip';
/** First bytes of what people send by mistake; `zip` and `gzip` are told apart from these by their own code. */
const MAGIC: [bytes: string, at: number, problem: string][] = [
  ['25504446', 0, `is a PDF document; ${EXPORT_AGAIN}`],
  ['456c6646696c6500', 0, `is a Windows event log (EVTX); ${EXPORT_AGAIN}`],
  [
    '2142444e',
    0,
    'is an Outlook data file (PST or OST), which holds mail but not who read it; send the audit log',
  ],
  ['53514c69746520666f726d6174203300', 0, `is an SQLite database; ${EXPORT_AGAIN}`],
  ['50415231', 0, 'is a Parquet file; convert it to CSV or JSON lines and send that'],
  [
    'd0cf11e0a1b11ae1',
    0,
    'is an old Office document or Outlook message (.xls, .doc, .msg); save the table as CSV and send that',
  ],
  ['377abcaf271c', 0, `is a 7-Zip archive; ${UNPACK_IT}`],
  ['526172211a07', 0, `is a RAR archive; ${UNPACK_IT}`],
  ['fd377a585a00', 0, `is compressed with xz; ${UNPACK_IT}`],
  ['28b52ffd', 0, `is compressed with Zstandard; ${UNPACK_IT}`],
  ['425a68', 0, `is compressed with bzip2; ${UNPACK_IT}`],
  ['7573746172', 257, `is a tar archive; ${UNPACK_IT}`],
  ['89504e470d0a1a0a', 0, `is a picture; ${EXPORT_AGAIN}`],
  ['ffd8ff', 0, `is a picture; ${EXPORT_AGAIN}`],
  ['4d5a', 0, `is a program; ${EXPORT_AGAIN}`],
  ['7f454c46', 0, `is a program; ${EXPORT_AGAIN}`],
];

export const EMPTY = 'is empty: it holds no audit records';

/** @param head the first bytes of a file, at most `HEAD_BYTES`; @param whole that is all there is */
export function kindOf(head: Buffer, whole: boolean): Kind {
  if (head.length === 0) return unreadable(EMPTY);
  if (startsWith(head, '1f8b')) return { kind: 'gzip' };
  if (startsWith(head, '504b0304') || startsWith(head, '504b0506') || startsWith(head, '504b0708')) {
    return { kind: 'zip' };
  }
  if (startsWith(head, 'fffe')) return { kind: 'utf-16le' };
  if (startsWith(head, 'feff')) return { kind: 'utf-16be' };
  const bom = startsWith(head, 'efbbbf');
  const known = MAGIC.find(([bytes, at]) => startsWith(head, bytes, at));
  if (known !== undefined && !bom && !isPlainText(head, known[0])) return unreadable(known[2]);
  const zeros = zeroShare(head);
  if (zeros.odd > 0.6 && zeros.even < 0.2) return { kind: 'utf-16le' };
  if (zeros.even > 0.6 && zeros.odd < 0.2) return { kind: 'utf-16be' };
  if (controlShare(head) > 0.05) {
    return unreadable(`is a binary file of a kind that Mailtrail does not know; ${EXPORT_AGAIN}`);
  }
  return { kind: bom || !isWindows1252(head, whole) ? 'utf-8' : 'windows-1252' };
}

function unreadable(problem: string): Kind {
  return { kind: 'unreadable', problem };
}

function startsWith(head: Buffer, hex: string, at = 0): boolean {
  const magic = Buffer.from(hex, 'hex');
  return head.length >= at + magic.length && head.subarray(at, at + magic.length).equals(magic);
}

/** 'MZ…', 'BZh…' or '%PDF' may also begin a line of text: what follows tells. */
function isPlainText(head: Buffer, magic: string): boolean {
  const short = magic.length <= 8;
  return (
    short && controlShare(head) === 0 && isUtf8(withoutCutCharacter(head)) && !startsWith(head, '255044462d')
  );
}

function zeroShare(head: Buffer): { even: number; odd: number } {
  const pairs = Math.min(head.length, 65_536) >> 1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs * 2; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  return { even: even / Math.max(pairs, 1), odd: odd / Math.max(pairs, 1) };
}

function controlShare(head: Buffer): number {
  let controls = 0;
  for (const byte of head) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c) controls++;
  }
  return controls / head.length;
}

function withoutCutCharacter(head: Buffer): Buffer {
  let end = head.length;
  while (end > 0 && head.length - end < 3 && ((head[end - 1] ?? 0) & 0xc0) === 0x80) end--;
  return (head[end - 1] ?? 0) >= 0xc0 ? head.subarray(0, end - 1) : head;
}

/**
 * Text in Windows-1252 rather than damaged UTF-8: more bytes above 0x7f that are no UTF-8 than characters that are,
 * and nearly all of them letters or the punctuation that Windows programs write.
 */
function isWindows1252(head: Buffer, whole: boolean): boolean {
  const text = whole ? head : withoutCutCharacter(head);
  if (isUtf8(text)) return false;
  let wellFormed = 0;
  let foreign = 0;
  let plausible = 0;
  for (let i = 0; i < text.length; i++) {
    const byte = text[i] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    if (byte >= 0xc2 && byte < 0xf5 && isUtf8(text.subarray(i, i + length))) {
      wellFormed++;
      i += length - 1;
      continue;
    }
    foreign++;
    if ((byte >= 0xa0 && byte < 0xfe) || byte === 0x80 || (byte >= 0x91 && byte <= 0x97)) plausible++;
  }
  return foreign > wellFormed && plausible / foreign > 0.9;
}

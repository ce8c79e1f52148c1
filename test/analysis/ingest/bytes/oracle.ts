import { isUtf8 } from 'node:buffer';

export interface OracleRow {
  ordinal: number;
  /** null = the row is bad. */
  cells: (string | null)[] | null;
}

/** One record at a time by regular expression, slowly and independently of the product's own reader. */
export function readByRule(file: Buffer, skip: number, columns: number, mostBytes: number): OracleRow[] {
  const text = file.toString('latin1');
  const cell = '(?: ?"(?:[^"]|"")*" *|(?! ?")[^,\\r\\n]*)';
  const record = new RegExp(`(${cell}(?:,${cell})*)(?:\\r*\\n|\\r*$(?![^]))`, 'y');
  const rows: { cells: (string | null)[] | null; joined: boolean }[] = [];
  let position = 0;
  let multiline = false;
  let wasBad = false;
  for (let i = 0; i < skip; i++) position = lineAfter(text, position);
  while (position < text.length) {
    const next = lineAfter(text, position);
    if (/^\r*\n?$/.test(text.slice(position, next))) {
      position = next;
      continue;
    }
    record.lastIndex = position;
    const match = record.exec(text);
    const body = Buffer.from(match?.[1] ?? '', 'latin1');
    const all = match ? split(body.toString('utf8')) : [];
    const cells = all.slice(columns).every((cell) => cell === null) ? all.slice(0, columns) : all;
    const good = match !== null && cells.length === columns && isUtf8(body) && body.length <= mostBytes;
    rows.push({ cells: good ? cells : null, joined: !good && wasBad });
    if (good && record.lastIndex > next) multiline = true;
    wasBad = !good;
    position = good ? record.lastIndex : next;
  }
  return rows
    .filter((row) => !(multiline && row.joined))
    .map((row, index) => ({ ordinal: index + 1, cells: row.cells }));
}

function lineAfter(text: string, position: number): number {
  const lineFeed = text.indexOf('\n', position);
  return lineFeed < 0 ? text.length : lineFeed + 1;
}

function split(record: string): (string | null)[] {
  const cells: (string | null)[] = [];
  // A comma before each cell, so that no match is empty.
  for (const match of `,${record}`.matchAll(/,(?: ?"((?:[^"]|"")*)" *|((?! ?")[^,\r\n]*))/g)) {
    cells.push((match[1] === undefined ? match[2] : match[1].replaceAll('""', '"')) || null);
  }
  return cells;
}

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MAX_ROW_BYTES } from '../../../../analysis/ingest/bytes/csv-record.ts';
import { stageCsv, stageLines } from '../../../../analysis/ingest/bytes/stage.ts';
import { type OracleRow, readByRule } from './oracle.ts';

const COLUMNS = ['RecordId', 'Date', 'AuditData', 'Unit'];
const HEADER = `${COLUMNS.join(',')}\n`;
let instance: DuckDBInstance;
let connection: DuckDBConnection;
let folder: string;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '450MB' });
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-stage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function staged(file: string | Buffer, skip = 1): Promise<{ rows: OracleRow[]; reasons: string[] }> {
  const path = join(folder, 'in.csv');
  await writeFile(path, file);
  const result = await stageCsv(connection, {
    path,
    skip,
    columns: COLUMNS,
    delimiter: ',',
    select: COLUMNS.join(', '),
    table: 'stage',
    workFolder: folder,
  });
  expect(await readdir(folder)).toEqual(['in.csv']);
  return {
    rows: await rowsOf(result, COLUMNS.join(', ')),
    reasons: result.rejected.map(({ reason }) => reason),
  };
}

/** Good and bad rows of the table `stage` in order of their ordinals, each ordinal once. */
async function rowsOf(result: { rows: number; rejectedRows: number }, columns: string): Promise<OracleRow[]> {
  const good = await connection.runAndReadAll(`SELECT ordinal::INTEGER, ${columns} FROM stage`);
  const bad = await connection.runAndReadAll('SELECT ordinal::INTEGER FROM stage_rejected');
  expect([good.currentRowCount, bad.currentRowCount]).toEqual([result.rows, result.rejectedRows]);
  return [
    ...good
      .getRowsJS()
      .map(([ordinal, ...cells]) => ({ ordinal: Number(ordinal), cells: cells as (string | null)[] })),
    ...bad.getRowsJS().map(([ordinal]) => ({ ordinal: Number(ordinal), cells: null })),
  ].sort((a, b) => a.ordinal - b.ordinal);
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const audit = (index: number) => JSON.stringify({ Id: index, Folders: [{ Path: '\\Inbox,"x"' }] });
const line = (index: number) => `id-${index},9/26/2023,${quoted(audit(index))},`;

describe('undamaged files', () => {
  it.each([
    ['LF', HEADER + [1, 2, 3].map((index) => `${line(index)}\n`).join('')],
    ['CRLF', (HEADER + [1, 2, 3].map((index) => `${line(index)}\n`).join('')).replaceAll('\n', '\r\n')],
    ['no last line end', HEADER + [1, 2, 3].map(line).join('\n')],
    ['a byte order mark', `\ufeff${HEADER}${[1, 2, 3].map(line).join('\n')}`],
    [
      'every cell quoted',
      HEADER + [1, 2, 3].map((i) => `"id-${i}","9/26/2023",${quoted(audit(i))},""\n`).join(''),
    ],
    ['empty lines', `${HEADER}\n${line(1)}\n\n${line(2)}\n${line(3)}\n\n\n`],
    ['empty cells a spreadsheet added', HEADER + [1, 2, 3].map((index) => `${line(index)},,\n`).join('')],
    ['line ends that change', `${HEADER}${line(1)}\r\n${line(2)}\n${line(3)}\r\n`],
  ])('%s', async (_name, file) => {
    const { rows } = await staged(file);
    expect(rows).toEqual(
      [1, 2, 3].map((index) => ({ ordinal: index, cells: [`id-${index}`, '9/26/2023', audit(index), null] })),
    );
  });

  it('a `#TYPE` line, cells with line breaks, and nothing but a header', async () => {
    const { rows } = await staged(`#TYPE x\n${HEADER}1,2,"a\n\nb",\n2,,"c\r\nd","e"\n`, 2);
    expect(rows.map((row) => row.cells)).toEqual([
      ['1', '2', 'a\n\nb', null],
      ['2', null, 'c\r\nd', 'e'],
    ]);
    expect((await staged(HEADER)).rows).toEqual([]);
  });

  it('projects in the same pass', async () => {
    const path = join(folder, 'in.csv');
    await writeFile(path, `${HEADER}${line(1)}\nx,"broken\n${line(2)}\n`);
    const select = `try(json_transform(AuditData, '{"Id":"INTEGER"}')).Id AS id, RecordId || '!' AS name`;
    const source = {
      path,
      skip: 1,
      columns: COLUMNS,
      delimiter: ',',
      select,
      table: 'stage',
      workFolder: folder,
    };
    await stageCsv(connection, source);
    const result = await connection.runAndReadAll(
      'SELECT * REPLACE (ordinal::INTEGER AS ordinal) FROM stage ORDER BY ordinal',
    );
    expect(result.getRowsJS()).toEqual([
      [1, 'id-1!', 1],
      [2, 'id-2!', 3],
    ]);
    expect(result.columnNames()).toEqual(['id', 'name', 'ordinal']);
  });
});

describe('damage', () => {
  it.each([
    ['an open quote', 'id-2,x,"{""Id"":2', 'a quotation mark is missing or out of place'],
    ['a column missing', 'id-2,x,y', 'expected 4 columns, found 3'],
    ['a column too many', 'id-2,x,y,z,more', 'expected 4 columns, found 5'],
    ['text behind a quote', 'id-2,x,"y"z,', 'a quotation mark is missing or out of place'],
    ['a stray carriage return', 'id-2,x\ry,z,', 'a carriage return stands where no line ends'],
  ])('%s costs its own row', async (_name, bad, reason) => {
    const { rows, reasons } = await staged(`${HEADER}${line(1)}\n${bad}\n${line(3)}\n${line(4)}\n`);
    expect(rows.map((row) => row.cells?.[0] ?? null)).toEqual(['id-1', null, 'id-3', 'id-4']);
    expect(reasons).toEqual([reason]);
  });

  it('bytes that are no UTF-8, in a column that is not selected', async () => {
    const path = join(folder, 'in.csv');
    const bad = Buffer.concat([Buffer.from('id-2,x,y,'), Buffer.from([0xff, 0xfe]), Buffer.from('\n')]);
    await writeFile(
      path,
      Buffer.concat([Buffer.from(`${HEADER}${line(1)}\n`), bad, Buffer.from(`${line(3)}\n`)]),
    );
    const source = { path, skip: 1, columns: COLUMNS, delimiter: ',', table: 'stage', workFolder: folder };
    const result = await stageCsv(connection, { ...source, select: 'RecordId' });
    expect(result).toMatchObject({
      rows: 2,
      rejected: [{ ordinal: 2, reason: 'holds bytes that are not UTF-8 text' }],
    });
  });

  it('rows that are too long, and a file that ends inside a cell', async () => {
    const long = `id-2,x,${'y'.repeat(MAX_ROW_BYTES)},`;
    const { rows, reasons } = await staged(`${HEADER}${line(1)}\n${long}\n${line(3)}\nid-4,x,"{""Id"":`);
    expect(rows.map((row) => row.cells?.[0] ?? null)).toEqual(['id-1', null, 'id-3', null]);
    expect(reasons).toEqual([
      'longer than 2,000,000 bytes',
      'the file ends inside a quoted cell that began here',
    ]);
  });

  it('loses no row beside damage, doubles none and numbers all (by the rule, row by row)', async () => {
    await fc.assert(
      fc.asyncProperty(damagedFile(), async (file) => {
        expect((await staged(file)).rows).toEqual(readByRule(file, 1, COLUMNS.length, MAX_ROW_BYTES));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its accounts when there is more damage than can be compared', async () => {
    const lines = Array.from({ length: 6000 }, (_, index) =>
      index % 5 === 3 ? `x,"open ${index}` : line(index),
    );
    const file = Buffer.from(`${HEADER}${lines.join('\n')}\n`);
    expect((await staged(file)).rows).toEqual(readByRule(file, 1, COLUMNS.length, MAX_ROW_BYTES));
  });
});

/**
 * A file of rows of which some were cut, or lost, gained or changed a few bytes. No blank stands beside where a quote
 * may come: DuckDB takes `" "x"` for a cell, the rule does not, and nothing is lost by either.
 */
function damagedFile(): fc.Arbitrary<Buffer> {
  const cell = fc.constantFrom(
    'abc',
    'é',
    '',
    'lead',
    '7/12/2021 11:52:49 AM',
    '"',
    'a, b',
    'line\nline',
    audit(7),
    audit(8),
  );
  const row = fc.tuple(fc.tuple(cell, cell, cell, cell), fc.boolean()).map(([cells, all]) => {
    const written = cells.map((text) => (all || /[",\n]/.test(text) ? quoted(text) : text));
    return Buffer.from(`${written.join(',')}\n`);
  });
  const insert = (bytes: Buffer) => (line: Buffer, at: number) =>
    Buffer.concat([line.subarray(0, at), bytes, line.subarray(at)]);
  const damage = fc.constantFrom<(line: Buffer, at: number) => Buffer>(
    (line, at) => Buffer.concat([line.subarray(0, at), Buffer.from('\n')]),
    (line, at) => Buffer.concat([line.subarray(0, at), line.subarray(at + 1)]),
    (line, at) =>
      Buffer.concat([line.subarray(0, line.indexOf('"', at) + 1), line.subarray(line.indexOf('"', at) + 2)]),
    ...['"', ',', '\0', '\n', '\r', '\r\n', '""', 'x,"y\n'].map((text) => insert(Buffer.from(text))),
    insert(Buffer.from([0xff, 0xc3])),
  );
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(), damage), { maxLength: 4 });
  return fc
    .tuple(fc.array(row, { minLength: 1, maxLength: 40 }), changes, fc.option(fc.nat()))
    .map(([rows, all, cut]) => {
      const lines: Buffer[] = [...rows];
      for (const [which, at, change] of all) {
        const index = which % lines.length;
        const line = lines[index] ?? Buffer.alloc(0);
        lines[index] = change(line, at % Math.max(line.length, 1));
      }
      const body = Buffer.concat(lines);
      return Buffer.concat([Buffer.from(HEADER), cut === null ? body : body.subarray(0, cut % body.length)]);
    });
}

describe('lines', () => {
  async function stagedLines(file: string | Buffer): Promise<OracleRow[]> {
    const path = join(folder, 'in.jsonl');
    await writeFile(path, file);
    const result = await stageLines(connection, { path, select: 'line', table: 'stage', workFolder: folder });
    return rowsOf(result, 'line');
  }

  it('numbers the lines that are not empty, whatever the line ends', async () => {
    const want = ['{"a":"x, \\"y\\""}', '{"b":"\'"}', '{"c":1}'].map((text, index) => ({
      ordinal: index + 1,
      cells: [text],
    }));
    const [one, two, three] = want.map((row) => row.cells[0]);
    for (const file of [
      `${one}\n${two}\n${three}`,
      `\ufeff\n\n${one}\n\n${two}\n${three}\n\n`,
      `${one}\r\n\r\n${two}\r\n${three}\r\n`,
      `${one}\n${two}\r\n\n${three}\n`,
    ]) {
      expect(await stagedLines(file)).toEqual(want);
    }
  });

  it('takes a carriage return within a line for a blank, and loses no other line', async () => {
    expect(await stagedLines('{"a":1}\n{"b":\r2}\n{"c":3}\n')).toEqual(
      ['{"a":1}', '{"b": 2}', '{"c":3}'].map((text, index) => ({ ordinal: index + 1, cells: [text] })),
    );
  });

  it('rejects the lines it cannot take, and only them', async () => {
    const parts = [
      '{"a":1}\n\n',
      Buffer.from([0xff, 0x0a]),
      '\n{"b":\x012}\n',
      `${'x'.repeat(MAX_ROW_BYTES + 1)}\n`,
      '{"c":3}\n',
    ];
    const rows = await stagedLines(Buffer.concat(parts.map((part) => Buffer.from(part))));
    expect(rows.map((row) => row.cells?.[0] ?? null)).toEqual(['{"a":1}', null, null, null, '{"c":3}']);
    expect(rows.map((row) => row.ordinal)).toEqual([1, 2, 3, 4, 5]);
  });
});

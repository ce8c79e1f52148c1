import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fingerprint } from '../../../../analysis/ingest/bytes/fingerprint.ts';
import { stretchesOf } from '../../../../analysis/ingest/bytes/row-order.ts';
import { countLines } from '../../../../analysis/ingest/bytes/row-scan.ts';
import { stageCsv, stageLines } from '../../../../analysis/ingest/bytes/stage.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
let folder: string;
let path: string;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '450MB' });
  connection = await instance.connect();
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-order-'));
  path = join(folder, 'in.csv');
});
afterAll(async () => {
  connection.closeSync();
  instance.closeSync();
  await rm(folder, { recursive: true, force: true });
});

describe('lines are counted, and marked where they stand', () => {
  const ends = fc.constantFrom('\n', '\r\n', '\n\n', '\r\r\n', '\n\r\n');
  const lines = fc.array(fc.tuple(fc.stringMatching(/^[a-z, "]{0,12}é?$/), ends), { maxLength: 40 });

  it('whatever the line ends', async () => {
    await fc.assert(
      fc.asyncProperty(lines, fc.boolean(), fc.nat(3), fc.nat(60), async (pairs, cut, skip, spacing) => {
        const text = pairs.flat().join('');
        const file = Buffer.from(cut ? text.replace(/[\r\n]+$/, '') : text);
        await writeFile(path, file);
        const counted = await countLines(path, skip, spacing);
        const kept = file.toString().split('\n').slice(skip);
        const expected = kept.map((line) => line.replace(/\r+$/, '')).filter((line) => line !== '');
        expect(counted.lines).toBe(expected.length);
        const marked = counted.marks.map(({ line, offset, bytes }) => [
          line,
          file.toString('utf8', offset, offset + bytes),
        ]);
        expect(marked).toEqual(counted.marks.map(({ line }) => [line, expected[line - 1]]));
        if (expected.length > 0)
          expect([counted.marks[0]?.line, counted.marks.at(-1)?.line]).toEqual([1, expected.length]);
        const gaps = counted.marks
          .slice(1, -1)
          .map(({ offset }, index) => offset - (counted.marks[index]?.offset ?? 0));
        expect(gaps.filter((gap) => gap < spacing)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

const COLUMNS = ['id', 'text'];

/** Writes a file of these rows, and a table that holds them as threads would leave them: its blocks, dealt out. */
async function dealt(texts: string[], blocks: { rows: number; thread: number }[]): Promise<number[]> {
  await writeFile(
    path,
    texts.map((text, index) => `${text},"row ""${text === 'same' ? 0 : index}"""\r\n`).join(''),
  );
  const threads: number[][] = [];
  let next = 0;
  for (const { rows, thread } of [...blocks, { rows: texts.length, thread: 0 }]) {
    const taken = texts.slice(next, next + rows).map((_, index) => next + index);
    threads[thread] = [...(threads[thread] ?? []), ...taken];
    next += taken.length;
  }
  const order = threads.flat();
  await connection.run('CREATE OR REPLACE TEMP TABLE dealt (id VARCHAR, text VARCHAR)');
  const appender = await connection.createAppender('dealt', undefined, 'temp');
  for (const index of order) {
    appender.appendVarchar(texts[index] ?? '');
    appender.appendVarchar(`row "${texts[index] === 'same' ? 0 : index}"`);
    appender.endRow();
  }
  appender.closeSync();
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE stage AS SELECT ${fingerprint(COLUMNS)} AS row_print FROM dealt`,
  );
  return order;
}

async function stretches(rows: number, spacing: number, mostBetween?: number) {
  const { marks } = await countLines(path, 0, spacing);
  const source = {
    path,
    table: 'stage',
    grammar: { kind: 'csv', delimiter: ',', columns: 2 } as const,
    columns: COLUMNS,
  };
  return await stretchesOf(connection, source, marks, rows, mostBetween);
}

describe('rows that DuckDB was let off keeping in order', () => {
  // Longer than the way from mark to mark, as DuckDB's are.
  const blocks = fc.array(fc.record({ rows: fc.integer({ min: 12, max: 40 }), thread: fc.nat(2) }), {
    maxLength: 12,
  });

  const dealtOut = [blocks, fc.integer({ min: 1, max: 80 }), fc.nat(300)] as const;

  /** Bytes of twelve of the shortest rows. */
  const SHORTEST = 12 * 'id-1,"row ""1"""\r\n'.length;

  /** The file's row number of every row of the table, as the stretches have it; null where they were not found. */
  function numbered(found: Awaited<ReturnType<typeof stretches>>, rows: number): number[] | null {
    if (found === null) return null;
    return Array.from({ length: rows }, (_, rowid) => {
      const stretch = found.findLast((one) => one.rowid <= rowid);
      return stretch === undefined ? Number.NaN : stretch.ordinal + rowid - stretch.rowid;
    });
  }

  it('are told by their lines, however the threads had them', async () => {
    await fc.assert(
      fc.asyncProperty(...dealtOut, async (taken, rows, spacing) => {
        const texts = Array.from({ length: rows }, (_, index) => `id-${index}`);
        const order = await dealt(texts, taken);
        const ordinals = numbered(await stretches(rows, spacing, SHORTEST), rows);
        // Stretches shorter than the way from mark to mark cannot be told, and are not guessed at.
        if (ordinals === null) expect(spacing).toBeGreaterThan(0);
        else expect(ordinals).toEqual(order.map((index) => index + 1));
      }),
      { numRuns: 100 },
    );
  });

  it('are told by few of their lines where a stretch holds many marks', async () => {
    const long = fc.array(fc.record({ rows: fc.integer({ min: 100, max: 250 }), thread: fc.nat(2) }), {
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(long, fc.integer({ min: 1, max: 900 }), fc.nat(20), async (taken, rows, spacing) => {
        const texts = Array.from({ length: rows }, (_, index) => `id-${index}`);
        const order = await dealt(texts, taken);
        // A hundred of the shortest rows are longer than that, and 64 of the longest are not.
        const ordinals = numbered(await stretches(rows, spacing, 1_600), rows);
        expect(ordinals).toEqual(order.map((index) => index + 1));
      }),
      { numRuns: 40 },
    );
  });

  it('are told, or left alone, where some of them have the same text', async () => {
    await fc.assert(
      fc.asyncProperty(...dealtOut, fc.integer({ min: 2, max: 9 }), async (taken, rows, spacing, alike) => {
        const texts = Array.from({ length: rows }, (_, index) =>
          index % alike === 0 ? 'same' : `id-${index}`,
        );
        const order = await dealt(texts, taken);
        const ordinals = numbered(await stretches(rows, spacing, SHORTEST), rows);
        // Rows of the same text may stand for each other.
        if (ordinals !== null)
          expect(ordinals.map((ordinal) => texts[ordinal - 1])).toEqual(order.map((index) => texts[index]));
      }),
      { numRuns: 100 },
    );
  });

  it('are found where two threads took turns', async () => {
    const texts = Array.from({ length: 1000 }, (_, index) => `id-${index}`);
    const blocksOf = Array.from({ length: 9 }, (_, index) => ({ rows: 100, thread: index % 2 }));
    const order = await dealt(texts, blocksOf);
    expect(order[100]).not.toBe(100);
    expect(await stretches(1000, 200)).toHaveLength(9);
  });

  it('are left alone where each could be any other', async () => {
    const texts = Array.from({ length: 200 }, (_, index) => `id-${index}`);
    await dealt(texts, []);
    expect(await stretches(200, 100)).toEqual([{ rowid: 0, ordinal: 1 }]);
    await connection.run('UPDATE stage SET row_print = 0');
    expect(await stretches(200, 0)).toBeNull();
  });
});

describe('a large file', () => {
  const row = (index: number) => `id-${index},${String(index % 7).repeat(20_000)}`;
  const write = (rows: (index: number) => string) =>
    writeFile(
      path,
      `id,text\n${Array.from({ length: 3600 }, (_, index) => `${rows(index + 1)}\n`).join('')}`,
    );

  async function staged() {
    const { rows, rejected } = await stageCsv(connection, {
      path,
      skip: 1,
      columns: COLUMNS,
      delimiter: ',',
      select: 'id',
      table: 'stage',
      workFolder: folder,
    });
    const found = await connection.runAndReadAll('SELECT id, ordinal::INTEGER FROM stage ORDER BY ordinal');
    return { rows, rejected, found: found.getRowsJS() };
  }

  it('has its rows numbered as they stand in it', async () => {
    await write(row);
    const { rows, found } = await staged();
    expect(rows).toBe(3600);
    expect(found).toEqual(found.map((_, index) => [`id-${index + 1}`, index + 1]));
  });

  it('that is damaged, or holds cells of several lines, loses no row', async () => {
    await write((index) =>
      index === 1800 ? 'id-1800,"broken' : index === 5 ? 'id-5,"two\nlines"' : row(index),
    );
    const { found, rejected } = await staged();
    expect(rejected.map(({ ordinal }) => ordinal)).toEqual([1800]);
    const good = Array.from({ length: 3600 }, (_, index) => index + 1).filter((index) => index !== 1800);
    expect(found).toEqual(good.map((index) => [`id-${index}`, index]));
  });

  it('whose rows are all alike has them numbered all the same', async () => {
    await write(() => row(1));
    const { found } = await staged();
    expect(found).toEqual(found.map((_, index) => ['id-1', index + 1]));
  });

  it('of one row per line has its lines numbered', async () => {
    await writeFile(
      path,
      Array.from({ length: 3600 }, (_, index) => `{"id":${index + 1},"text":"${'x'.repeat(20_000)}"}\n`).join(
        '',
      ),
    );
    const select = "CAST(line ->> 'id' AS INTEGER) AS id";
    expect(await stageLines(connection, { path, select, table: 'stage', workFolder: folder })).toMatchObject({
      rows: 3600,
      rejectedRows: 0,
    });
    const wrong = await connection.runAndReadAll('SELECT id FROM stage WHERE id <> ordinal');
    expect(wrong.getRowsJS()).toEqual([]);
  });

  it.each([
    ['', '', 1],
    ['', '\n', 2],
    ['\ufeff\n', '', 2],
  ])(
    'of one short row per line is read once, but for empty lines (%j, %j)',
    async (start, empty, readings) => {
      // Of the 8 MB that a thread takes at a time, two of DuckDB's vectors are full and the third holds three rows.
      const line = (index: number) =>
        `{"id":${String(index + 1).padStart(6)},"text":"${'x'.repeat(1_928)}"}\n`;
      const lines = Array.from({ length: 36_000 }, (_, index) => line(index));
      await writeFile(
        path,
        `${start}${lines.slice(0, 20_000).join('')}${empty}${lines.slice(20_000).join('')}`,
      );
      const run = vi.spyOn(connection, 'run');
      try {
        const select = "CAST(line ->> 'id' AS INTEGER) AS id";
        const { rows } = await stageLines(connection, { path, select, table: 'stage', workFolder: folder });
        expect(rows).toBe(36_000);
        expect(run.mock.calls.filter(([sql]) => String(sql).includes('read_csv'))).toHaveLength(readings);
      } finally {
        run.mockRestore();
      }
      const wrong = await connection.runAndReadAll('SELECT id FROM stage WHERE id <> ordinal');
      expect(wrong.getRowsJS()).toEqual([]);
    },
  );

  it('of very long rows has them numbered, and none of them held twice', async () => {
    await writeFile(
      path,
      `id,text\n${Array.from({ length: 600 }, (_, index) => `id-${index + 1},${'y'.repeat(140_000)}\n`).join('')}`,
    );
    const { marks } = await countLines(path, 1, 128 * 1024);
    expect(marks.map(({ line }) => line)).toEqual([1, 600]);
    const { found } = await staged();
    expect(found).toEqual(Array.from({ length: 600 }, (_, index) => [`id-${index + 1}`, index + 1]));
  });
});

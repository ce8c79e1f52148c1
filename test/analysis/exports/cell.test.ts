/** No text may become a formula, whatever delimiter Excel takes, and every text comes back as it was. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alive, inert } from '../../../analysis/exports/cell.ts';
import { writeCsv } from '../../../analysis/exports/csv-file.ts';
import { openDesk } from '../case/desk.ts';

const desk = await openDesk();

const FORMULA = '=+-@＝＋－＠';
const nasty = fc.constantFrom(...`'";,|\t\r\n a1(\\${FORMULA}`);
const text = fc.oneof(
  fc.string({ unit: nasty, maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** As a spreadsheet program of another country breaks a line: at its delimiter, not ours. */
function asCells(line: string, delimiter: string): string[] {
  const options = { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: '\n' };
  return (parse(line, { ...options, quote: null }) as string[][]).flat();
}

const beginsFormula = (cell: string) => new RegExp(`^[\\s"]*[${FORMULA.replace('-', '\\-')}]`).test(cell);

describe('a cell', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+49 30 1234', "'+49 30 1234"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3|cmd', "'-2+3|cmd"],
    ['\t=1', "'\t'=1"],
    ['a;=HYPERLINK("x")', 'a;\'=HYPERLINK("x")'],
    ['line\n=1', "line\n'=1"],
    ["'=1", "''=1"],
    ['<CA+x@mail.example>', '<CA+x@mail.example>'],
    ['a=b', 'a=b'],
    ["O'Neill", "O'Neill"],
  ])('%j', (given, wanted) => {
    expect(inert(given)).toBe(wanted);
    expect(alive(wanted)).toBe(given);
  });

  test('comes back, whatever it holds', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(alive(inert(given))).toBe(given.replaceAll('\0', ''));
      }),
      { numRuns: 2_000 },
    );
  });

  test('takes no longer for hostile ones', () => {
    // Two million separators and apostrophes: read in one pass, or this test runs into the time limit.
    const hostile = `${';'.repeat(1_000_000)}${"'".repeat(1_000_000)}`;
    expect(inert(hostile)).toBe(hostile);
    expect(alive(`${hostile}x`)).toBe(`${hostile}x`);
  });
});

test('a written file holds no formula for any delimiter, and gives every text back', async () => {
  const path = `${desk.folder}/wild.csv`;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(text, text, text), { maxLength: 5 }), async (rows) => {
      async function* given() {
        yield* rows;
      }
      expect(await writeCsv(path, ['a', 'b', 'c'], given())).toBe(rows.length);
      const written = await readFile(path, 'utf8');
      expect(written.startsWith('\uFEFFa,b,c\r\n')).toBe(true);
      const read = parse(written, { bom: true, record_delimiter: '\r\n', from_line: 2 }) as string[][];
      expect(read.map((cells) => cells.map(alive))).toEqual(
        rows.map((cells) => cells.map((cell) => cell.replaceAll('\0', ''))),
      );
      for (const cells of read) for (const cell of cells) expect(beginsFormula(cell)).toBe(false);
      for (const delimiter of [';', '\t']) {
        expect(asCells(written.replaceAll('\r', '\n'), delimiter).filter(beginsFormula)).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
});

test('what other readers take for the end of a line stands in quotes', async () => {
  const path = `${desk.folder}/ends.csv`;
  async function* rows() {
    yield ['<a\rb@x>', 'c\nd', 'e,"f"'];
  }
  await writeCsv(path, ['a', 'b', 'c'], rows());
  expect((await readFile(path, 'utf8')).slice('\uFEFFa,b,c\r\n'.length)).toBe(
    '"<a\rb@x>","c\nd","e,""f"""\r\n',
  );
});

test('a cell longer than Excel takes is cut, and says so', async () => {
  const path = `${desk.folder}/long.csv`;
  async function* rows() {
    yield ['x'.repeat(40_000), 7, null];
  }
  await writeCsv(path, ['a', 'b', 'c'], rows());
  const [cells] = parse(await readFile(path, 'utf8'), { from_line: 2 }) as string[][];
  expect(cells?.[0]).toHaveLength(32_000);
  expect(cells?.[0]?.endsWith('…')).toBe(true);
  expect(cells?.slice(1)).toEqual(['7', '']);
});

import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookUp } from '../../../analysis/reference/range-table.ts';

describe('the tables of the packages', () => {
  it.each([
    ['asn', 'asn-ipv4-num.csv'],
    ['geo-whois-asn-country', 'geo-whois-asn-country-ipv6-num.csv'],
  ])('%s: what is found is what a reading line by line finds', async (name, file) => {
    const path = join(
      dirname(createRequire(import.meta.url).resolve(`@ip-location-db/${name}/package.json`)),
      file,
    );
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    const rows = lines.map((line) => {
      const [first = '', last = ''] = line.split(',', 2);
      return { first: BigInt(first), last: BigInt(last), line };
    });
    const picked = [
      0,
      1,
      rows.length - 1,
      ...Array.from({ length: 20 }, (_, n) => (n * 104_729) % rows.length),
    ];
    const numbers = picked.flatMap((index) => {
      const { first, last } = rows[index] as { first: bigint; last: bigint };
      return [first - 1n, first, last, last + 1n];
    });
    const found = lookUp(path, numbers);
    const read = numbers.map((number) => rows.find(({ first, last }) => number >= first && number <= last));
    expect(found.map(({ fields }) => fields?.[0])).toEqual(
      read.map((row) => row?.line.slice(`${row.first},${row.last},`.length).split(',')[0]),
    );
  });
});

describe('any table', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mailtrail-ranges-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const range = fc.record({
    gap: fc.integer({ min: 0, max: 5 }),
    length: fc.integer({ min: 1, max: 1_000 }),
    name: fc.string({ maxLength: 120 }).map((text) => text.replaceAll(/[\r\n\0]/g, ' ')),
  });

  it('holds or does not hold a number, whatever it calls its ranges', async () => {
    const path = join(folder, 'table.csv');
    await fc.assert(
      fc.asyncProperty(
        fc.array(range, { minLength: 0, maxLength: 80 }),
        fc.array(fc.nat({ max: 40_000 }), { maxLength: 20 }),
        async (ranges, wanted) => {
          let next = 0;
          const rows = ranges.map(({ gap, length, name }) => {
            const first = next + gap;
            next = first + length;
            return { first, last: next - 1, name };
          });
          await writeFile(
            path,
            rows
              .map(({ first, last, name }) => `${first},${last},"${name.replaceAll('"', '""')}"\n`)
              .join(''),
          );
          const holds = (number: number) => rows.find(({ first, last }) => number >= first && number <= last);
          const following = (number: number) => rows.find(({ first }) => first > number)?.first;
          expect(lookUp(path, wanted.map(BigInt))).toEqual(
            wanted.map((number) => {
              const row = holds(number);
              if (row !== undefined) return { fields: [row.name], until: BigInt(row.last) };
              const next = following(number);
              return { fields: null, until: next === undefined ? 2n ** 128n - 1n : BigInt(next) - 1n };
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('lets the narrower of two ranges speak, and the wider one only up to it', async () => {
    const path = join(folder, 'nested.csv');
    await writeFile(path, '10,99,JP\n40,49,IN\n50,99,JP\n100,199,US\n100,119,PR\n120,199,US\n');
    expect(lookUp(path, [9n, 10n, 39n, 40n, 50n, 99n, 100n, 120n, 200n])).toEqual([
      { fields: null, until: 9n },
      { fields: ['JP'], until: 39n },
      { fields: ['JP'], until: 39n },
      { fields: ['IN'], until: 49n },
      { fields: ['JP'], until: 99n },
      { fields: ['JP'], until: 99n },
      { fields: ['PR'], until: 119n },
      { fields: ['US'], until: 199n },
      { fields: null, until: 2n ** 128n - 1n },
    ]);
  });

  it('says which file has a line that is no line', async () => {
    const path = join(folder, 'long.csv');
    await writeFile(path, `1,2,${'a'.repeat(9_000)}\n`);
    expect(() => lookUp(path, [1n])).toThrow(`${path} holds a line that is too long.`);
  });
});

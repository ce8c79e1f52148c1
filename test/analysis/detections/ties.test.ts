/** Reads of the same second have one order: without it the same file gives another report from run to run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ANALYSIS = fileURLToPath(new URL('../../../analysis', import.meta.url));

test('windows that go row by row are ordered by the record as well as by the time', () => {
  const untied = readdirSync(ANALYSIS, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|sql)$/.test(name))
    .flatMap(
      (name) =>
        readFileSync(join(ANALYSIS, name), 'utf8')
          .match(/ORDER BY (\w+\.)?at_s\s+(DESC\s+)?ROWS/g)
          ?.map((found) => `${name}: ${found}`) ?? [],
    );
  expect(untied).toEqual([]);
});

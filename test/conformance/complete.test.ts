/** Every defect that concerns us has its test. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CONCERN_US } from './defects.ts';

test('each defect is tested once', () => {
  const folder = new URL('./', import.meta.url);
  const tests = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
  const tested = tests.flatMap((name) =>
    [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^\s*test\(defect\((\d+)\)/gm)].map((match) =>
      Number(match[1]),
    ),
  );
  expect(tested.sort((a, b) => a - b)).toEqual(CONCERN_US);
});

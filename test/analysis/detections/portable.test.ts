/** The same SQL is meant to run later, unchanged, on Trino over the same tables (DESIGN.md, Data). */
import { TrinoSQL } from 'dt-sql-parser/dist/parser/trino/index.js';
import { describe, expect, test } from 'vitest';
import { type LoadedDetection, loadDetections } from '../../../analysis/detections/index.ts';

/** In both, with the same meaning. The grammar alone takes any function's name. */
const FUNCTIONS = new Set(
  'count sum min max avg coalesce nullif abs floor round concat substr lower upper strpos length replace row_number rank lag lead cast'.split(
    ' ',
  ),
);
/** Words that may stand before a bracket and are no function. */
const KEYWORDS = new Set(
  'and or not in exists as from join on over by when then else where select union all values using partition between distinct case having end with'.split(
    ' ',
  ),
);

const trino = new TrinoSQL();
const detections = await loadDetections();

describe.each(detections.map((detection) => [detection.name, detection] as const))(
  '%s',
  (_name, { sql }: LoadedDetection) => {
    test('is a query that Trino reads', () => {
      expect(trino.validate(sql).map(({ startLine, message }) => `line ${startLine}: ${message}`)).toEqual(
        [],
      );
    });

    test('calls only functions that both know', () => {
      const called = [...bare(sql).matchAll(/([a-z_][a-z0-9_.]*)\s*\(/gi)].map(([, name = '']) =>
        name.toLowerCase(),
      );
      expect(called.filter((name) => !FUNCTIONS.has(name) && !KEYWORDS.has(name))).toEqual([]);
    });

    test('gives a group, a record and a word about it', () => {
      for (const column of ['group_key', 'record_no', 'detail']) expect(sql).toContain(column);
    });

    test('leaves out what a responder trusts', () => {
      if (/\bjudged_context\b/.test(sql)) expect(sql).toMatch(/verdict <> 'trusted'/);
    });
  },
);

test('the check sees what only DuckDB knows', () => {
  const names = (sql: string) => [...bare(sql).matchAll(/([a-z_]+)\s*\(/g)].map(([, name]) => name);
  expect(names("SELECT median(x) FROM t -- median(y)\nWHERE y = 'sum(z)'")).toEqual(['median']);
  expect(FUNCTIONS.has('median')).toBe(false);
});

/** Without comments and quoted texts. */
function bare(sql: string): string {
  return sql.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
}

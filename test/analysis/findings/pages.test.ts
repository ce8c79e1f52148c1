import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagesOf } from '../../../analysis/findings/read.ts';

const few = fc.integer({ min: 1, max: 50 });

test('pages hold every finding once, in order, and few records unless one finding has more', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 30 })), fc.record({ findings: few, records: few }), (cited, most) => {
      const pages = pagesOf(cited, most);
      const held = pages.flatMap(({ offset, limit }) => Array.from({ length: limit }, (_, n) => offset + n));
      expect(held).toEqual([...cited.keys()]);
      for (const { offset, limit } of pages) {
        const records = cited.slice(offset, offset + limit).reduce((sum, n) => sum + n, 0);
        expect(limit === 1 || (limit <= most.findings && records <= most.records)).toBe(true);
      }
    }),
  );
});

test('and no more pages than that takes', () => {
  expect(pagesOf([3, 4, 3, 20, 1, 1, 1, 1], { findings: 3, records: 10 })).toEqual([
    { offset: 0, limit: 3 },
    { offset: 3, limit: 1 },
    { offset: 4, limit: 3 },
    { offset: 7, limit: 1 },
  ]);
  expect(pagesOf([], { findings: 3, records: 10 })).toEqual([]);
});

import { expect, test } from 'vitest';
import { COUNTRY_REGIONS, FAR_REGIONS } from '../../../analysis/reference/regions.ts';

test('every country is in one region, by its ISO code', () => {
  const codes = COUNTRY_REGIONS.map(([country]) => country);
  expect(new Set(codes).size).toBe(codes.length);
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  expect(codes.filter((code) => names.of(code) === undefined)).toEqual([]);
});

test.each([
  ['CA', 'NG', true],
  ['NG', 'CA', true],
  ['GB', 'US', true],
  ['DE', 'CH', false],
  ['ES', 'MA', false],
  ['RU', 'CN', false],
  ['US', 'CO', false],
])('%s and %s: far apart %s', (one, other, far) => {
  const region = new Map(COUNTRY_REGIONS);
  expect(FAR_REGIONS.some(([a, b]) => a === region.get(one) && b === region.get(other))).toBe(far);
});

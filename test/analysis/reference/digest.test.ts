import { describe, expect, it } from 'vitest';
import { digestOf, REFERENCE_DATA, referenceDigest } from '../../../analysis/reference/digest.ts';

describe('referenceDigest', () => {
  it('is a SHA-256, the same every time', () => {
    expect(referenceDigest()).toMatch(/^[0-9a-f]{64}$/);
    expect(referenceDigest()).toBe(referenceDigest());
  });

  it.each(Object.keys(REFERENCE_DATA))('changes when %s changes', (table) => {
    expect(digestOf({ ...REFERENCE_DATA, [table]: [] })).not.toBe(referenceDigest());
  });

  it('does not depend on the order of rows or keys', () => {
    expect(digestOf({ a: [{ x: 1, y: 'é' }, 2], b: null })).toBe(
      digestOf({ b: null, a: [2, { y: 'é', x: 1 }] }),
    );
    expect(digestOf([1, 2])).not.toBe(digestOf([1, 22]));
    expect(digestOf(['1,2'])).not.toBe(digestOf(['1', '2']));
    expect(digestOf({ note: undefined })).toBe(digestOf({}));
  });

  it('refuses what is not data', () => {
    expect(() => digestOf([() => 1])).toThrow(/no place in reference data/);
  });
});

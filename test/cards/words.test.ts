import { describe, expect, it } from 'vitest';
import {
  bytes,
  bytesOf,
  count,
  cut,
  days,
  few,
  plural,
  sentence,
  shorten,
  span,
  time,
  title,
} from '../../cards/_shared/words.ts';

describe('numbers', () => {
  it('have thousands separators and the right form of the noun', () => {
    expect([
      count(31_207),
      plural(1, 'message'),
      plural(1_000, 'message'),
      plural(0, 'mailbox', 'mailboxes'),
    ]).toEqual(['31,207', '1 message', '1,000 messages', '0 mailboxes']);
  });

  it('of bytes share one unit', () => {
    const MB = 1024 ** 2;
    expect(bytesOf(612 * MB, 1146 * MB)).toBe('612 of 1,146 MB');
    expect(bytesOf(512, 3 * MB)).toBe('0 of 3 MB');
    expect([bytes(0), bytes(900), bytes(1536), bytes(2.5 * MB)]).toEqual([
      '0 bytes',
      '900 bytes',
      '1.5 KB',
      '2.5 MB',
    ]);
  });
});

describe('times', () => {
  it('are UTC and say so', () => {
    expect(time('2026-05-14T17:41:59.999Z')).toBe('14 May 2026 17:41 UTC');
    expect(time('2026-05-14T23:30:00-02:00')).toBe('15 May 2026 01:30 UTC');
  });

  it('that are none are shown as they are', () => {
    expect(time('soon')).toBe('soon');
    expect(span('soon', 'later')).toBe('soon to later');
  });

  it.each([
    ['2026-05-14T00:12:00Z', '2026-05-14T04:51:00Z', '14 May 2026 00:12 to 04:51 UTC'],
    ['2026-05-14T00:12:00Z', '2026-05-14T00:12:40Z', '14 May 2026 00:12 UTC'],
    ['2026-05-14T17:41:00Z', '2026-05-15T17:42:00Z', '14 May 17:41 to 15 May 2026 17:42 UTC'],
    ['2025-12-31T17:41:00Z', '2026-01-01T17:42:00Z', '31 Dec 2025 17:41 to 1 Jan 2026 17:42 UTC'],
    [null, '2026-05-15T17:42:00Z', 'before the first record, until 15 May 2026 17:42 UTC'],
    ['2026-05-14T17:41:00Z', null, 'from 14 May 2026 17:41 UTC, still open when the records end'],
    [null, null, 'the whole period'],
  ])('span %s to %s', (from, to, words) => {
    expect(span(from, to)).toBe(words);
  });

  it('of days', () => {
    expect(days('2026-04-08T05:00:00Z', '2026-05-20T16:00:00Z')).toBe('8 Apr to 20 May 2026 UTC');
    expect(days('2025-12-31T05:00:00Z', '2026-01-01T16:00:00Z')).toBe('31 Dec 2025 to 1 Jan 2026 UTC');
    expect(days('2026-04-08T05:00:00Z', '2026-04-08T06:00:00Z')).toBe('8 Apr 2026 UTC');
    expect(days(null, '2026-04-08T06:00:00Z')).toBe('');
  });
});

describe('long words', () => {
  it('are cut in the middle, never inside a character', () => {
    expect(cut('abcdefghij', 10)).toBe('abcdefghij');
    expect(cut('abcdefghijk', 10)).toBe('abcdef…ijk');
    expect(cut('😀'.repeat(20), 5)).toBe('😀😀😀…😀');
  });

  it('in lists say how many are left out', () => {
    expect(few(['a', 'b'], 2)).toBe('a, b');
    expect(few(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});

describe('sentences', () => {
  it('begin large and end', () => {
    expect([sentence('a thing '), sentence('Is it?')]).toEqual(['A thing.', 'Is it?']);
    expect(sentence('blind from 2026-05-14T17:41:00Z to 2026-05-15T17:42:03.5Z')).toBe(
      'Blind from 14 May 2026 17:41 UTC to 15 May 2026 17:42 UTC.',
    );
    expect([title('a thing.'), title(' ')]).toEqual(['A thing', 'Without a title']);
  });

  it('leave what is to be typed, and ids at their beginning, as they are', () => {
    // Quoted from the log: as it stands there.
    expect(sentence('rule "{{DATE(2026-05-16T10:00:00Z,SHORT)}}" of 2026-05-16T10:00:00Z')).toBe(
      'Rule "{{DATE(2026-05-16T10:00:00Z,SHORT)}}" of 16 May 2026 10:00 UTC.',
    );
    expect(sentence('such as: scope at 2026-05-21T08:00Z')).toBe('Such as: scope at 2026-05-21T08:00Z.');
    for (const id of [
      'lee.gu@contoso.com is blind.',
      'ip:203.0.113.9 is not marked.',
      'export.csv is empty.',
    ]) {
      expect(sentence(id)).toBe(id);
    }
    expect(sentence('searched: nothing.')).toBe('Searched: nothing.');
  });

  it('are cut after a whole word', () => {
    expect([shorten('one two three', 9), shorten('one two', 7)]).toEqual(['one two …', 'one two']);
  });
});

import { describe, expect, it } from 'vitest';
import { days, list, moment, period, printable } from '../../../analysis/guidance/words.ts';
import { count } from '../../../analysis/words.ts';

describe('words', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c, d and e'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'a, b, c, d, e and 2 more'],
  ])('%j is listed as %j', (names, text) => {
    expect(list(names)).toBe(text);
  });

  it('counts', () => {
    expect(count(1, 'mailbox', 'mailboxes')).toBe('1 mailbox');
    expect(count(1_204, 'mailbox', 'mailboxes')).toBe('1,204 mailboxes');
    expect(count(0, 'row')).toBe('0 rows');
  });

  it('tells times in UTC', () => {
    expect(moment('2026-05-14T17:41:59.999Z')).toBe('14 May 2026 17:41 UTC');
    expect(moment(null)).toBe('an unknown time');
    expect(moment('yesterday')).toBe('an unknown time');
    expect(period(null, '2026-05-14T17:41:00Z')).toBe('until 14 May 2026 17:41 UTC');
    expect(period('2026-05-14T17:41:00Z', null)).toBe('since 14 May 2026 17:41 UTC');
    expect(period('2026-05-14T17:41:00Z', '2026-05-15T17:41:00Z')).toBe(
      '14 May 2026 17:41 UTC to 15 May 2026 17:41 UTC',
    );
    expect(period('2026-05-14T07:41:00Z', '2026-05-14T17:41:00Z')).toBe('14 May 2026 07:41 to 17:41 UTC');
    expect(period('2026-05-14T17:41:01Z', '2026-05-14T17:41:59Z')).toBe('14 May 2026 17:41 UTC');
    expect(days('2025-12-30T23:00:00Z', '2026-01-02T01:00:00Z')).toBe('30 Dec 2025 to 2 Jan 2026');
    expect(days('2026-05-14T01:00:00Z', '2026-05-14T23:00:00Z')).toBe('14 May 2026');
  });

  it('shows what could disguise a line', () => {
    expect(printable('a\r\nb\u202Ec\u200Bd')).toBe('a\uFFFD\uFFFDb\uFFFDc\uFFFDd');
    expect(printable("Müller's Postfach 日本")).toBe("Müller's Postfach 日本");
  });
});

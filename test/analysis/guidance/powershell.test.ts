import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextSteps } from '../../../analysis/guidance/index.ts';
import { quote, sliceHours, wholeDays } from '../../../analysis/guidance/powershell.ts';
import { outsideStrings } from './powershell-strings.ts';
import { fullFacts } from './sample-facts.ts';

const hostile = fc.oneof(
  fc.constantFrom(
    "a'; Remove-Mailbox -Identity b; '@contoso.com",
    'a\u2019; Remove-Mailbox b; \u2018@contoso.com',
    "a'\u2019\u201B'",
    "'",
    "''",
    '$(Remove-Item c:\\)`$(x)@contoso.com',
    'a\r\nRemove-Mailbox b',
    'a\u2028Remove-Mailbox b',
    '"; Remove-Mailbox b #',
    'a\u202Emoc.osotnoc@b',
    '# a',
    '\u0000',
  ),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }),
  fc
    .array(fc.constantFrom("'", '\u2018', '\u2019', '\u201A', '\u201B', '"', '`', '$', '\n', ';', 'x'), {
      minLength: 1,
      maxLength: 30,
    })
    .map((a) => a.join('')),
);

describe('names from a log in PowerShell', () => {
  it('stay inside their strings, in every command of every step', () => {
    const commands = (name: string) =>
      nextSteps(fullFacts(name)).flatMap((step) => step.commands.filter((line) => !line.startsWith('mark ')));
    const shape = commands('plain@contoso.com').map(outsideStrings);
    fc.assert(
      fc.property(hostile, (name) => {
        // Without an @ it would be no person's account and have fewer commands.
        expect(commands(`${name}@x`).map(outsideStrings)).toEqual(shape);
      }),
      { numRuns: 150 },
    );
  });

  it('stay one line and keep their apostrophes', () => {
    expect(quote("o'brien@contoso.com")).toBe("'o''brien@contoso.com'");
    expect(quote('a\u2019b')).toBe("'a\u2019\u2019b'");
    fc.assert(
      fc.property(hostile, (name) => {
        expect(quote(name)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('become a chat command only when they are made as markers are', () => {
    const marks = (marker: string) =>
      nextSteps({
        ...fullFacts('a@contoso.com'),
        suspicions: [{ title: 'x', markers: [marker], mailboxes: [] }],
      })
        .flatMap((step) => step.commands)
        .filter((line) => line.startsWith('mark '));
    expect(marks('ip:203.0.113.9+session:5b1e0000-0000-4000-8000-000000000000')).toEqual([
      'mark hostile ip:203.0.113.9+session:5b1e0000-0000-4000-8000-000000000000',
    ]);
    expect(marks('ip:203.0.113.9 trusted')).toEqual([]);
    expect(marks('user:a@contoso.com\nunmark ip:1.2.3.4')).toEqual([]);
    expect(marks('<at>everyone</at>')).toEqual([]);
    expect(marks(`ip:${'1'.repeat(10_000)}`)).toEqual([]);
  });
});

describe('searching the log', () => {
  it('takes shorter slices for busier cases, between an hour and a day', () => {
    expect(sliceHours(null, 10)).toBe(24);
    expect(sliceHours(40, 1_000)).toBe(2);
    expect(sliceHours(40, 500_000)).toBe(1);
    expect(sliceHours(0, 0)).toBe(24);
  });

  it('covers the days of both ends', () => {
    expect(wholeDays({ from: '2026-05-08T06:12:00Z', to: '2026-05-20T10:00:00Z' })).toEqual({
      from: '2026-05-08T00:00:00Z',
      to: '2026-05-21T00:00:00Z',
    });
    expect(wholeDays({ from: null, to: 'not a time' })).toEqual({ from: null, to: null });
  });
});

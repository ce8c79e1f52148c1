import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bare,
  escapeMarkdown,
  type Json,
  makeLiteral,
  plain,
  verbatim,
} from '../../cards/_shared/literal.ts';
import { markupIn, readAloud } from './markdown.ts';

/** Letters and everything Markdown, HTML and templates act on, in any order. */
const wild = fc.string({
  unit: fc.constantFrom(...'ab1 \\`*_{}[]()#+-=.!|<>~&;:/"\'$@%^,?\n\t\u200b\u202e'.split('')),
  maxLength: 40,
});

describe('text in a TextBlock', () => {
  it('is read as exactly the words that were meant', () => {
    fc.assert(
      fc.property(fc.oneof(wild, fc.string({ unit: 'grapheme', maxLength: 40 })), (text) => {
        const meant = plain(text).trim();
        const escaped = escapeMarkdown(meant);
        expect(markupIn(escaped)).toEqual([]);
        expect(readAloud(escaped)).toBe(meant);
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    'user_name_x',
    '\\Inbox',
    '\\Inbox\\Finance',
    'a-b_c@contoso.com',
    'export (2).csv',
    "O'Brien, Ana",
    'Client=OWA;Action=ViaProxy',
    '203.0.113.9',
    '2001:db8::1',
    '14 May 2026 17:41 UTC',
    'R&D, 50 %',
    '8 Apr to 20 May · case contoso-0520',
  ])('is left alone where nothing would act on it: %s', (text) => {
    expect(escapeMarkdown(plain(text))).toBe(text);
  });
});

describe('text in a notification', () => {
  it('has nothing that Markdown or markup would act on', () => {
    fc.assert(
      fc.property(wild, (text) => {
        const line = bare(text);
        expect(markupIn(line)).toEqual([]);
        expect(line).not.toMatch(/[<>&[\]`*\\\n]/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('still reads well', () => {
    expect(bare('Mark ip:203.0.113.9 as hostile? It hits a_b@contoso.com.')).toBe(
      'Mark ip:203.0.113.9 as hostile? It hits a_b@contoso.com.',
    );
  });
});

describe('plain', () => {
  it('shows where characters were hidden', () => {
    expect(plain('invoice\u202Efdp.exe')).toBe('invoice�fdp.exe');
    expect(plain('a\u200b\u200bb')).toBe('a�b');
  });

  it('makes addresses unclickable and keeps them readable', () => {
    expect(plain('https://evil.example/a.b?c')).toBe('hxxps[:]//evil[.]example/a.b?c');
    expect(plain('ftp://evil.example')).toBe('ftp[:]//evil[.]example');
    expect(plain('see www.evil.example')).toBe('see www[.]evil.example');
  });

  it('breaks what a client or a template would expand', () => {
    expect(plain('{{DATE(2026-01-01T00:00:00Z)}}')).not.toContain('{{');
    expect(plain('{{{{{')).not.toContain('{{');
    expect(plain('$'.concat('{x}'))).toBe('$ {x}');
  });

  it('keeps letters of every script, and emoji', () => {
    for (const text of ['Éva Müller', '山田太郎', 'नमस्ते', 'فارسی', 'Ж', '😀', '❤'])
      expect(plain(text)).toBe(text);
  });
});

describe('a string of a megabyte', () => {
  it.each(['x', '_', '*', '[', '\\', ' ', '1', '{', '/', ':', '.', '&a', '\u0301', '\u200b', 'http:'])(
    'of %j is read in time that grows with its length only',
    (unit) => {
      const text = unit.repeat(1_000_000 / unit.length);
      expect(escapeMarkdown(plain(text)).length).toBeLessThan(5_000_000);
      expect(bare(text).length).toBeLessThan(5_000_000);
      expect(verbatim(text).length).toBeLessThan(5_000_000);
    },
  );
});

describe('verbatim', () => {
  it('leaves a command as it is', () => {
    const command =
      "Get-Mailbox -Filter {Name -like '*_x*'} |\n  ForEach-Object {{ $_.Name }} # https://aka.ms/x";
    expect(verbatim(command)).toBe(command);
  });

  it('still hides no character and expands no date', () => {
    expect(verbatim('a\u202eb {{DATE(x)}} {{ time(x)}}')).toBe('a�b { {DATE(x)}} { { time(x)}}');
  });
});

describe('makeLiteral', () => {
  it('treats each string by the element it sits in', () => {
    const card: Json = {
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: '**a**' },
        { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '**b**\n' }] },
        { type: 'FactSet', facts: [{ title: '_c_', value: '[d](e)' }] },
        { type: 'Chart.Line', title: '{{DATE(f)}}', fallback: { type: 'TextBlock', text: '*h*' } },
        { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'k\n**l**', fontType: 'monospace' }] },
      ],
      actions: [{ type: 'Action.Execute', title: '{{TIME(i)}}', verb: 'help', data: { title: '**j**' } }],
    };
    expect(makeLiteral(card, 100)).toEqual({
      type: 'AdaptiveCard',
      body: [
        { type: 'TextBlock', text: '\\*\\*a\\*\\*' },
        { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: '**b** ' }] },
        { type: 'FactSet', facts: [{ title: '\\_c\\_', value: '\\[d\\](e)' }] },
        { type: 'Chart.Line', title: '{ {DATE(f)}}', fallback: { type: 'TextBlock', text: '\\*h\\*' } },
        { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: 'k\n**l**', fontType: 'monospace' }] },
      ],
      actions: [{ type: 'Action.Execute', title: '{ {TIME(i)}}', verb: 'help', data: { title: '**j**' } }],
    });
  });

  it('cuts before it escapes, so that no escape is cut in two', () => {
    const block = makeLiteral({ type: 'TextBlock', text: '*'.repeat(50) }, 11) as { text: string };
    expect(readAloud(block.text)).toBe('******…****');
  });
});

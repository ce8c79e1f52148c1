import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { reaches } from '../../bot/access/index.ts';
import { loadActions } from '../../bot/actions/index.ts';
import { readMarker } from '../../bot/commands/_marker.ts';
import { type Commands, loadCommands, UsageError } from '../../bot/commands/index.ts';
import { helpCard } from '../../bot/help-card.ts';
import { plainLine } from '../../bot/teams/text.ts';
import type { Place } from '../../bot/turn.ts';
import { verbs } from '../../cards/index.ts';

let commands: Commands;
beforeAll(async () => {
  commands = await loadCommands();
});

test('buttons handled and buttons on cards are the same', async () => {
  expect((await loadActions()).verbs).toEqual(Object.keys(verbs).sort());
});

test('every command has what the help needs, and its examples are understood by it', () => {
  for (const command of commands.all) {
    expect(command.summary).toMatch(/^[A-Z].*\.$/);
    expect(command.scopes.length).toBeGreaterThan(0);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      const found = commands.find(example);
      expect(found?.command.name).toBe(command.name);
      expect(() => command.parse(found?.words ?? '')).not.toThrow();
    }
  }
});

test('the help of a person names every command they can use there, and no other', () => {
  const everywhere = ['personal', 'groupChat', 'channel'] as const;
  const named = new Set<string>();
  for (const role of ['viewer', 'responder', 'lead'] as const) {
    for (const scope of everywhere) {
      const { card } = helpCard(commands, role, { scope } as Place);
      const bold = [...JSON.stringify(card).matchAll(/"text":"([^"]+)","weight":"bolder"/g)].map(
        ([, one]) => one,
      );
      for (const { name, role: needs, scopes } of commands.all) {
        const usable = reaches(role, needs) && scopes.includes(scope);
        const written = bold.includes(name) || bold.includes(name.replaceAll('-', ' '));
        expect([name, role, scope, written]).toEqual([name, role, scope, usable]);
        if (written) named.add(name);
      }
    }
  }
  expect(named.size).toBe(commands.all.length);
});

test.each([
  ['CASES', 'cases', ''],
  ['case contoso', 'case', 'contoso'],
  ['next steps', 'next', ''],
  ['list cases', 'cases', ''],
  ['Analyse My File.csv', 'analyze', 'My File.csv'],
])('%s is %s', (line, name, words) => {
  expect(commands.find(line)).toMatchObject({ command: { name }, words });
});

test.each([
  ['sumary', 'summary'],
  ['gpas', 'gaps'],
  ['hlep', 'help'],
  ['stpo', 'stop'],
  ['cansel', 'cancel'],
  ['mesages lee@contoso.com', 'messages lee@contoso.com'],
  ['makr hostile ip:203.0.113.9', 'mark hostile ip:203.0.113.9'],
  // what follows is not understood either: the bare command is not, so an example is
  ['makr everything', 'mark hostile ip:203.0.113.9'],
])('%s: did you mean %s', (line, meant) => {
  expect(commands.suggest(line)).toContain(meant);
});

test('far from everything there is no suggestion', () => {
  expect(commands.suggest('please delete the internet')).toEqual([]);
  // Nor where half of a short word would have to change.
  expect(commands.suggest('drop table')).toEqual([]);
});

test('whatever is typed, at most three suggestions, each of them understood', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('', 'sumary ', 'mark ', 'csae ', 'scpoe '),
      (text, start) => {
        const suggested = commands.suggest(plainLine(start + text));
        expect(suggested.length).toBeLessThanOrEqual(3);
        for (const line of suggested) {
          const found = commands.find(line);
          expect(found).not.toBeNull();
          expect(() => found?.command.parse(found.words)).not.toThrow();
        }
      },
    ),
  );
});

test('whatever follows a command, it is understood or refused in words', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      for (const command of commands.all) {
        try {
          command.parse(plainLine(text));
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }
    }),
  );
});

describe('markers', () => {
  test.each([
    ['203[.]0[.]113[.]9', ['ip:203.0.113.9']],
    ['IP: 203.0.113.9', ['ip:203.0.113.9']],
    ['ip:203.0.113.9.', ['ip:203.0.113.9']],
    ['2001:DB8::1', ['ip:2001:db8::1']],
    ['203.0.113.0/24', ['ip:203.0.113.0/24']],
    ['Network: 203.0.113.0/24 + token:AbC-d', ['network:203.0.113.0/24+token:AbC-d']],
    ['ana[@]contoso.com', ['user:ana@contoso.com']],
    ['ip:203.0.113.9+session:AbC', ['ip:203.0.113.9+session:AbC']],
    [
      'ip:203.0.113.9 + user:a@b.c from:2026-05-14T00:00Z',
      ['ip:203.0.113.9+user:a@b.c+from:2026-05-14T00:00:00Z'],
    ],
    ['203.0.113.9 from:2026-05-14T12:00+02:00', ['ip:203.0.113.9+from:2026-05-14T10:00:00Z']],
    [
      'user:a@b.c + from: 14 May 2026 09:30 UTC + to: 15 May 2026',
      ['user:a@b.c+from:2026-05-14T09:30:00Z+to:2026-05-15T23:59:59Z'],
    ],
    [
      '203.0.113.9 from 14 May 2026 09:30 UTC to 15 May 2026 10:00 UTC',
      ['ip:203.0.113.9+from:2026-05-14T09:30:00Z+to:2026-05-15T10:00:00Z'],
    ],
    [
      '5b1ec0de-0000-4000-8000-000000000001+203.0.113.9',
      [
        'session:5b1ec0de-0000-4000-8000-000000000001+ip:203.0.113.9',
        'app:5b1ec0de-0000-4000-8000-000000000001+ip:203.0.113.9',
      ],
    ],
  ])('%s', (typed, meant) => {
    expect(readMarker(typed)).toEqual(meant);
  });

  test.each(['', 'everyone', 'color:red', 'ip:', 'ip:203.0.113.9 from 31 June 2026'])(
    '%s is refused',
    (typed) => {
      expect(() => readMarker(typed)).toThrow(UsageError);
    },
  );
});

describe('scope', () => {
  const parse = (words: string) => commands.find('scope')?.command.parse(words);

  test.each([
    ['from 2026-05-01 to 2026-05-02', { from: '2026-05-01T00:00:00Z', to: '2026-05-02T23:59:59Z' }],
    ['from 2026-05-01T08:30Z', { from: '2026-05-01T08:30:00Z' }],
    ['to 2026-05-01 08:30', { to: '2026-05-01T08:30:00Z' }],
    ['from 2026-05-01T08:30+02:00', { from: '2026-05-01T06:30:00Z' }],
    // as the cards print them
    ['from 8 Apr 2026 to 20 May 2026 UTC', { from: '2026-04-08T00:00:00Z', to: '2026-05-20T23:59:59Z' }],
    ['at 20 May 2026 16:40 UTC by Ana', { at: '2026-05-20T16:40:00Z', by: 'Ana' }],
    ['to: 1 September 2026 06:05', { to: '2026-09-01T06:05:00Z' }],
    [
      'users a@b.c, D@e.f operations MailItemsAccessed',
      { users: ['a@b.c', 'd@e.f'], operations: ['MailItemsAccessed'] },
    ],
    ['', {}],
    // taken back
    ['from unknown users Unknown by unknown', { from: null, users: null, by: null }],
  ])('%s', (words, acquired) => {
    expect(parse(words)).toEqual(acquired);
  });

  test.each([
    'from yesterday',
    'from 2026-02-30',
    'from',
    'everything',
    'from 2026-05-02 to 2026-05-01',
    'from 2026-05-01T25:00Z',
    'from 31 Jun 2026',
    'from unknown 2026',
    'from 5 Foo 2026',
    // which year?
    'from 8 Apr to 20 May 2026 UTC',
  ])('%s is refused', (words) => {
    expect(() => parse(words)).toThrow(UsageError);
  });
});

test.each([
  ['<at>Mailtrail</at>help', 'help'],
  ['<at>A</at> <at id="1">B</at>&nbsp;gaps\n', 'gaps'],
  ['`summary`', 'summary'],
  ['```\nmark hostile ip:1.2.3.4\n```', 'mark hostile ip:1.2.3.4'],
  ['“analyze sample”', 'analyze sample'],
  ['analyze “C:\\My Files\\a.csv”', 'analyze "C:\\My Files\\a.csv"'],
  ['/help', 'help'],
  ['\u200bcases\u00a0', 'cases'],
  ['<p>contexts&nbsp;lee@contoso.com</p>', 'contexts lee@contoso.com'],
  ['a &lt;b&gt; &amp; c', 'a <b> & c'],
])('%s is read as %s', (typed, line) => {
  expect(plainLine(typed)).toBe(line);
});

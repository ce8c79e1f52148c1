import { describe, expect, test } from 'vitest';
import type { MailboxExposure } from '../../analysis/sections.ts';
import { type ManagerInput, managerFacts } from '../../cards/manager-summary/facts.ts';
import { samples } from '../../cards/manager-summary/sample.ts';

function sample(more: Partial<ManagerInput> = {}): ManagerInput {
  const input = samples['under way'];
  if (!input) throw new Error('The sample has another name now');
  return { ...input, ...more };
}

function page(verdicts: MailboxExposure['verdict'][], total = verdicts.length): ManagerInput['mailboxes'] {
  const [first] = sample().mailboxes.items;
  if (!first) throw new Error('The sample has no mailbox now');
  const items = verdicts.map((verdict, i) => ({ ...first, verdict, mailbox: `m${i}@contoso.com` }));
  return { items, total, offset: 0 };
}

function words(input: ManagerInput, title: string): string[] {
  const part = managerFacts(input, 5).parts.find((one) => one.title === title);
  return (part?.lines ?? []).map(({ strong, words: said }) => strong + said);
}

describe('mailboxes', () => {
  test('that nobody is on record to have reached are neither counted nor named', () => {
    const input = sample({ mailboxes: page(['messages', 'unknown', 'no-evidence', 'no-evidence']) });
    expect(managerFacts(input, 5).headline).toMatch(/the mail of 1 mailbox, 14 May 2026 UTC$/);
    const named = words(input, 'Whose mail').join('\n');
    expect(named).toContain('m1@contoso.com: access cannot be excluded');
    expect(named).not.toMatch(/m2@|more/);
  });

  test('beyond the page may have been reached, too', () => {
    const input = sample({ mailboxes: page(['messages', 'messages'], 400) });
    expect(managerFacts(input, 5).headline).toMatch(/the mail of at least 2 mailboxes$/);
    expect(words(input, 'Whose mail')).toContain('and 398 more');
  });

  test('beyond a page that ends in mailboxes nobody reached are of no concern', () => {
    const input = sample({ mailboxes: page(['messages', 'no-evidence'], 400) });
    expect(managerFacts(input, 5).headline).not.toContain('at least');
    expect(words(input, 'Whose mail').join()).not.toContain('more');
  });
});

describe('suspected beside what is confirmed', () => {
  const own = (mailbox: string, verdict: MailboxExposure['verdict']) => ({
    ...page([verdict]),
    items: page([verdict]).items.map((one) => ({ ...one, mailbox })),
  });
  const sure = (input: ManagerInput) => words(input, 'How sure we are').join(' ');

  test('is named as such, and counted', () => {
    const input = sample({ mailboxes: page(['messages']), suspected: own('ana@x', 'entire-mailbox') });
    expect(words(input, 'Whose mail')).toContain(
      'ana@x: suspected, not decided: the entire mailbox must be assumed read',
    );
    expect(sure(input)).toContain('For 1 mailbox the findings suspect more');
  });

  test('a mailbox of which more is suspected than confirmed is named again', () => {
    const input = sample({
      mailboxes: own('ana@x', 'messages'),
      suspected: own('ana@x', 'entire-mailbox'),
    });
    expect(words(input, 'Whose mail').filter((line) => line.startsWith('ana@x'))).toHaveLength(2);
  });

  test.each(['messages', 'no-evidence', 'unknown'] as const)(
    'what is confirmed already is not (%s)',
    (verdict) => {
      const input = sample({ mailboxes: own('ana@x', 'messages'), suspected: own('ana@x', verdict) });
      expect(words(input, 'Whose mail').join()).not.toContain('suspected');
      expect(sure(input)).not.toContain('suspect');
    },
  );
});

describe('what is new', () => {
  const since = (now: string) => words(sample({ now }), 'What is new')[0];

  test.each([
    ['2026-05-21T06:00:00Z', 'Since yesterday: 1 mailbox confirmed more, 116 messages confirmed more.'],
    ['2026-05-22T06:00:00Z', 'Since yesterday: nothing has changed.'],
    ['2026-05-25T06:00:00Z', 'Since 21 May: nothing has changed.'],
    ['2026-05-20T06:00:00Z', 'There is no earlier day to compare with.'],
  ])('%s: %s', (now, meant) => {
    expect(since(now)).toBe(meant);
  });
});

test('a clock that ran out is said loudly, and hours are rounded down', () => {
  const lines = managerFacts(sample({ now: '2026-05-21T09:03:01Z' }), 5).parts.flatMap(
    ({ lines: all }) => all,
  );
  expect(lines.filter(({ alarm }) => alarm).map(({ strong }) => strong)).toEqual([
    'Insurer, first notice: over now',
  ]);
  expect(lines.map(({ strong }) => strong)).toContain('GDPR art. 33: 47 h left');
});

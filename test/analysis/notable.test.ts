import { expect, test } from 'vitest';
import { notable } from '../../analysis/notable.ts';

const change = (id: number, kind: string, cited?: number) => ({
  id,
  kind,
  ...(cited === undefined ? {} : { cited }),
});
const ids = (changes: { id: number }[]) => changes.map(({ id }) => id);

test('what a grave finding cites comes before what is newer, and all stay in the order they came', () => {
  const rules = Array.from({ length: 20 }, (_, n) => change(n + 10, 'inbox-rule'));
  const changes = [change(1, 'inbox-rule', 3), change(2, 'search', 1), ...rules, change(90, 'search')];
  expect(ids(notable(changes, 4))).toEqual([1, 2, 28, 29]);
});

test('what opens doors comes before the rest, the newest first', () => {
  const changes = [change(1, 'consent'), change(2, 'inbox-rule'), change(3, 'send'), change(4, 'send')];
  expect(ids(notable(changes, 1))).toEqual([2]);
  expect(ids(notable(changes, 3))).toEqual([1, 2, 4]);
  expect(notable(changes, 9)).toEqual(changes);
});

test('a finding of information weighs more than none', () => {
  expect(ids(notable([change(1, 'send', 0), change(2, 'send')], 1))).toEqual([1]);
});

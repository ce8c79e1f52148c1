/** What a line of the timeline says, whatever an intruder calls things. */
import { expect, test } from 'vitest';
import type { TimelineEvent } from '../../analysis/sections.ts';
import { renderCard } from '../../cards/index.ts';
import { samples } from '../../cards/timeline/sample.ts';
import { shownTexts } from './walk.ts';

const { course } = samples;
const [first] = course?.events.items ?? [];
if (course === undefined || first === undefined) throw new Error('The sample has another name now');

const wordsOf = (event: Partial<TimelineEvent>) => {
  const events = { items: [{ ...first, ...event }], total: 1, offset: 0 };
  return shownTexts(renderCard('timeline', { ...course, events }).card)
    .map(({ text }) => text)
    .join('');
};

test('a rule with a long name still says what it does', () => {
  const words = `inbox rule "${'Quarterly newsletters and the like, '.repeat(6)}": ForwardTo thief, DeleteMessage True`;
  const said = wordsOf({ what: 'change', kind: 'inbox-rule', words });
  expect(said).toContain('ForwardTo thief, DeleteMessage True');
});

test('one access is one', () => {
  expect(wordsOf({ what: 'access', kind: 'owa', records: 1 })).toContain(': 1 access.');
});

import { describe, expect, it } from 'vitest';
import { shown } from '../../cards/_shared/lists.ts';
import type { JsonObject } from '../../cards/_shared/literal.ts';
import { renderCard } from '../../cards/index.ts';
import { allSamples, isPage, withStrings } from './inputs.ts';
import { objects, shownTexts } from './walk.ts';

const ROWS = 97;
const LIMIT = 15;

describe('a list that has more rows than its card', () => {
  const page = (offset: number, items: number, total: number) => ({
    items: Array(items).fill('x'),
    offset,
    total,
  });

  it.each([
    [page(0, 3, 3), 10, '', null],
    [page(0, 15, 500), 10, 'Shown: 1 to 10 of 500, and 490 more.', 10],
    [page(10, 15, 500), 4, 'Shown: 11 to 14 of 500, and 486 more.', 14],
    [page(490, 10, 500), 10, 'Shown: 491 to 500 of 500.', null],
    [page(499, 1, 500), 10, 'Shown: 500 of 500.', null],
    [page(20, 0, 2), 10, 'All 2 are on the pages before.', null],
    [page(0, 0, 0), 10, '', null],
  ])('says what it leaves out (%#)', (list, rows, note, next) => {
    expect(shown(list, rows)).toMatchObject({ note, next });
  });
});

/** The section as the engine would give it: the rows from `offset` on, of ROWS rows in every list that has any. */
function section(input: unknown, offset: number): unknown {
  if (Array.isArray(input)) return input.map((item) => section(item, offset));
  if (input === null || typeof input !== 'object') return input;
  if (isPage(input)) {
    const rows =
      input.items.length === 0
        ? []
        : Array.from({ length: ROWS }, (_, i) => input.items[i % input.items.length]);
    return { items: rows.slice(offset, offset + LIMIT), total: rows.length, offset };
  }
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, section(value, offset)]));
}

function offsetOf(card: JsonObject, title: string): number | null {
  const found = objects(card).find((node) => node.type === 'Action.Execute' && node.title === title);
  return found === undefined ? null : Number((found.data as JsonObject).offset);
}

const paged = ['gaps', 'contexts', 'messages', 'mailbox-messages', 'next-steps', 'inputs'];
const samples = (await allSamples()).filter(({ card, input }) => {
  const lists = Object.values(input as object).filter(
    (value) => typeof value === 'object' && isPage(value ?? {}),
  );
  return paged.includes(card) && lists.some((list) => list.items.length > 0);
});

describe.each(samples)('$card: $name', ({ card: name, input }) => {
  it.each([1, 200])(
    'reaches its last row with More, and its first with Back (words %i times as long)',
    (times) => {
      const long = withStrings(input, (value) => value.repeat(times).slice(0, Math.max(200, value.length)));
      const offsets = [0];
      for (;;) {
        const offset = offsets.at(-1) ?? 0;
        const { card } = renderCard(name, section(long, offset) as never);
        const next = offsetOf(card, 'More');
        if (next === null) {
          expect(shownTexts(card).some(({ text }) => text.includes(` of ${ROWS}.`))).toBe(true);
          break;
        }
        expect(next).toBeGreaterThan(offset);
        expect(next).toBeLessThan(ROWS);
        expect(
          shownTexts(card).some(
            ({ text }) => text.includes(`to ${next} of ${ROWS}`) || text.includes(`: ${next} of ${ROWS}`),
          ),
        ).toBe(true);
        offsets.push(next);
      }
      expect(offsets.length).toBeGreaterThan(ROWS / LIMIT);
      let at = offsets.at(-1) ?? 0;
      while (at > 0) {
        const back = offsetOf(renderCard(name, section(long, at) as never).card, 'Back');
        expect(back).toBeLessThan(at);
        at = back ?? 0;
      }
    },
  );
});

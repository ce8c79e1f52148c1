import { beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../cards/_shared/literal.ts';
import { sizeOf } from '../../cards/_shared/render.ts';
import { cardNames, type RenderedCard, renderCard } from '../../cards/index.ts';
import { problemsOf } from './check-card.ts';
import { allSamples, cardFolders, worstCase } from './inputs.ts';
import { complaints } from './library.ts';
import { markupIn } from './markdown.ts';
import { objects, shownTexts } from './walk.ts';

const LARGEST_CARD = 24 * 1024;
const samples = await allSamples();
const inputs = samples.flatMap(({ card, name, input }) => [
  { card, name, input },
  { card, name: `${name}, long lists, ids of 200 characters`, input: worstCase(input, 200) as never },
  { card, name: `${name}, long lists, strings of 900 characters`, input: worstCase(input, 900) as never },
]);

describe.each(cardFolders())('%s', (folder) => {
  let rendered: (RenderedCard & { name: string })[] = [];
  beforeAll(() => {
    rendered = inputs
      .filter(({ card }) => card === folder)
      .map(({ card, name, input }) => ({ name, ...renderCard(card, input) }));
  });

  it('fits', () => {
    for (const { name, card } of rendered) expect(sizeOf(card), name).toBeLessThanOrEqual(LARGEST_CARD);
  });

  it('keeps the rules of cards', () => {
    for (const { name, card } of rendered) expect(problemsOf(card), name).toEqual([]);
  });

  it('is read by the Adaptive Cards library without a complaint', () => {
    for (const { name, card } of rendered) expect(complaints(card), name).toEqual([]);
  });

  it('has nothing left of its template', () => {
    for (const { name, card } of rendered) {
      const text = JSON.stringify(card);
      expect(text, name).not.toContain('${');
      expect(text, name).not.toMatch(/"\$(data|when|root)/);
      expect(text, name).not.toMatch(/\b(undefined|null|NaN|\[object)\b/);
    }
  });

  it('reads as plain words, in text and in the notification', () => {
    for (const { name, card, summary } of rendered) {
      for (const { as, text } of shownTexts(card)) {
        if (as === 'markdown') expect(markupIn(text), `${name}: ${text}`).toEqual([]);
      }
      expect(summary.length, name).toBeGreaterThan(0);
      expect(summary.length, name).toBeLessThanOrEqual(200);
      expect([card.fallbackText, card.speak], name).toEqual([summary, summary]);
    }
  });

  it('never says safe or clean', () => {
    for (const { card } of rendered) {
      for (const { text } of shownTexts(card)) expect(text).not.toMatch(/\b(safe|clean)/i);
    }
  });

  it('puts spaces between runs', () => {
    for (const { card } of rendered) {
      for (const { inlines } of objects(card)) {
        const texts = Array.isArray(inlines) ? inlines.map((run) => String((run as JsonObject).text)) : [];
        for (const [i, text] of texts.entries()) {
          const seam = `${texts[i - 1]?.at(-1) ?? ' '}${text.at(0)}`;
          expect(seam, `${texts[i - 1]}${text}`).not.toMatch(/^[\p{L}\p{N}]{2}$/u);
        }
      }
    }
  });
});

/** What comes unasked is looked at on a phone, and its first lines on a locked one. */
describe.each(samples.filter(({ card }) => /^(alert|alert-digest|inbox)$/.test(card)))(
  'glance card $card: $name',
  ({ card, input }) => {
    it('is text, facts and buttons alone, and short', () => {
      const { card: drawn, summary } = renderCard(card, input);
      const types = new Set(objects(drawn).map(({ type }) => String(type)));
      const readable = new Set(
        'AdaptiveCard TextBlock RichTextBlock TextRun FactSet Container ActionSet Action.Execute Action.Submit'.split(
          ' ',
        ),
      );
      expect([...types].filter((type) => type !== 'undefined' && !readable.has(type))).toEqual([]);
      expect(JSON.stringify(drawn).length).toBeLessThan(6_000);
      expect(summary.length).toBeGreaterThan(20);
    });
  },
);

describe('the set of cards', () => {
  it('is the set of folders', () => {
    expect(cardNames()).toEqual(cardFolders());
  });

  it('has samples of each', () => {
    expect([...new Set(samples.map(({ card }) => card))]).toEqual(cardFolders());
  });

  it('is named when a card is asked for that does not exist', () => {
    expect(() => renderCard('no-such-card' as 'help', { commands: [], others: 0 })).toThrow(
      /no card "no-such-card".*welcome/,
    );
  });
});

describe.each(samples)('$card: $name', ({ card, name, input }) => {
  it('looks as before', async () => {
    const rendered = renderCard(card, input);
    const file = `./golden/${card}.${name.replace(/\W+/g, '-')}.golden`;
    await expect(`${JSON.stringify(rendered, null, 2)}\n`).toMatchFileSnapshot(file);
  });
});

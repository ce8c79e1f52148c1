import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../cards/_shared/literal.ts';
import { sizeOf } from '../../cards/_shared/render.ts';
import { renderCard } from '../../cards/index.ts';
import { problemsOf } from './check-card.ts';
import { hostile } from './hostile.ts';
import { allSamples, cardFolders, withStrings } from './inputs.ts';
import { markupIn } from './markdown.ts';
import { shownTexts } from './walk.ts';

const LARGEST_CARD = 24 * 1024;
const samples = await allSamples();
/** Code points that show nothing, or turn text around. */
const HIDDEN: readonly (readonly [number, number])[] = [
  [0x00, 0x09],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xe0000, 0xe0fff],
];
/** Said by one expression: every text of every card goes through it. */
const HIDDEN_IN_TEXT = new RegExp(
  `[${HIDDEN.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('')}]`,
  'u',
);
const EXPANDED = /\{\{\s*(DATE|TIME)/i;
/** An address that some client might make a link of; defanged ones have a bracket before the slashes. */
const LIVE_ADDRESS = /[a-z]:\/\/|(^|\s)\/\/\w+\.\w|www\.|(mailto|javascript|data):/i;

/** What is alive in a card that should not be. */
function alive(card: JsonObject): string[] {
  return shownTexts(card).flatMap(({ as, text }) => {
    const found: string[] = [];
    if (HIDDEN_IN_TEXT.test(text)) found.push('hidden character');
    if (EXPANDED.test(text)) found.push('date');
    if (/\p{M}{4}/u.test(text)) found.push('piled marks');
    if (as !== 'pasted' && (text.includes('${') || text.includes('{{'))) found.push('template');
    if (as !== 'pasted' && LIVE_ADDRESS.test(text)) found.push('address');
    if (as === 'markdown') found.push(...markupIn(text));
    return found.map((what) => `${what} in ${JSON.stringify(text.slice(0, 120))}`);
  });
}

describe.each(cardFolders())('%s', (folder) => {
  const own = samples.filter(({ card }) => card === folder);

  it('keeps every attack dead that fills a string', () => {
    const wrong: string[] = [];
    for (const [kind, attack] of Object.entries(hostile)) {
      for (const { card: name, input } of own) {
        const { card, summary } = renderCard(
          name,
          withStrings(input, () => attack),
        );
        const found = [...alive(card), ...markupIn(summary), ...problemsOf(card)];
        if (/[<>[\]`*\\]/.test(summary)) found.push(`markup in the summary ${summary}`);
        if (sizeOf(card) > LARGEST_CARD) found.push(`${sizeOf(card)} bytes`);
        wrong.push(...found.map((what) => `${kind}: ${what}`));
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('keeps attacks dead that stand among words (round %i)', (round) => {
    const attacks = Object.values(hostile);
    let next = round * 8;
    const among = (value: string) => `${value} ${attacks[next++ % attacks.length]} ${value}`;
    for (const { card: name, input } of own) {
      expect(alive(renderCard(name, withStrings(input, among)).card)).toEqual([]);
    }
  });
});

describe('the corpus', () => {
  it('is alive where nobody defends', () => {
    /** Attacks on size, on lookups and on escaping itself, which raw text does not show. */
    const silent = [
      'empty',
      'object key',
      'very long',
      'very long in wide characters',
      'backslash at the end',
      'mail',
    ];
    const dead = Object.entries(hostile)
      .filter(([kind]) => !silent.includes(kind))
      .filter(([, text]) => alive({ type: 'TextBlock', text }).length === 0)
      .map(([kind]) => kind);
    expect(dead).toEqual([]);
  });
});

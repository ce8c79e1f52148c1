import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../cards/_shared/literal.ts';
import { sizeOf } from '../../cards/_shared/render.ts';
import { type CardName, renderCard, withPrivilegeBanner } from '../../cards/index.ts';
import { problemsOf } from './check-card.ts';
import { allSamples, worstCase } from './inputs.ts';

const WORDS = 'Privileged and confidential. Do not forward.';
const ofCases = (await allSamples()).filter(
  ({ input }) =>
    typeof (input as { case?: unknown }).case === 'object' && (input as JsonObject).case !== null,
);

function privileged<T>(input: T): T {
  const about = (input as { case: object }).case;
  return { ...input, case: { ...about, privileged: true } };
}

describe.each(ofCases)('$card: $name', ({ card: name, input }) => {
  test.each([
    ['as it is', input],
    ['long', worstCase(input, 900) as never],
  ])('%s: a privileged case says so first, once, and still fits', (_, given) => {
    const drawn = renderCard(name as CardName, privileged(given) as never);
    const first = (drawn.card.body as JsonObject[])[0];
    expect(first).toMatchObject({ type: 'TextBlock', text: WORDS });
    expect(drawn.summary).toMatch(/^Privileged: /);
    expect(drawn.summary.length).toBeLessThanOrEqual(200);
    expect([drawn.card.fallbackText, drawn.card.speak]).toEqual([drawn.summary, drawn.summary]);
    expect(sizeOf(drawn.card)).toBeLessThanOrEqual(24 * 1024);
    expect(problemsOf(drawn.card)).toEqual([]);
    expect(withPrivilegeBanner(drawn)).toEqual(drawn);
  });

  test('another case does not say so', () => {
    const plain = { ...(input as object), case: { ...(input as { case: object }).case, privileged: false } };
    expect(JSON.stringify(renderCard(name as CardName, plain as never))).not.toContain(WORDS);
  });
});

test('many cards are of cases', () => {
  expect(new Set(ofCases.map(({ card }) => card)).size).toBeGreaterThan(10);
});

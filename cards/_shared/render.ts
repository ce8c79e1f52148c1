/** Expands a card's template and makes it fit. */
import type { Card, RenderedCard } from './define-card.ts';
import { bare, type Json, type JsonObject, makeLiteral } from './literal.ts';
import { isPrivileged, withPrivilegeBanner } from './privilege.ts';
import { prune } from './prune.ts';
import { cut } from './words.ts';

/**
 * Teams refuses messages above about 40 KB of UTF-16 (the strictest figure of teams-platform.md 1.1). 24 KB leaves
 * room for what the channel adds.
 */
export const LARGEST_CARD = 24 * 1024;
const DEFAULT_ROWS = 10;
/** How long a single text may be: the first that lets the card fit is taken. */
const TEXT_LENGTHS = [900, 240, 80, 30];
const LONGEST_SUMMARY = 200;

/** Size as Teams counts it, in bytes. */
export function sizeOf(card: Json): number {
  return Buffer.byteLength(JSON.stringify(card), 'utf16le');
}

/**
 * @throws Error when not even the card without list rows fits, which only a template that is too large can cause
 */
export function render<Input>(model: Card<Input>, input: Input): RenderedCard {
  const summary = cut(bare(model.summary(input)), LONGEST_SUMMARY);
  for (const longest of TEXT_LENGTHS) {
    for (let rows = model.rows ?? DEFAULT_ROWS; rows >= 1; ) {
      const expanded = prune(model.compiled.expand({ $root: model.data(input, rows) }) as JsonObject);
      const body = makeLiteral(expanded, longest) as JsonObject;
      const drawn = { card: { ...body, fallbackText: summary, speak: summary }, summary };
      const rendered = isPrivileged(input) ? withPrivilegeBanner(drawn) : drawn;
      const size = sizeOf(rendered.card);
      if (size <= LARGEST_CARD) return rendered;
      rows = Math.min(rows - 1, Math.floor((rows * LARGEST_CARD) / size));
    }
  }
  throw new Error(`The card of "${summary}" does not fit ${LARGEST_CARD} bytes even when cut short.`);
}

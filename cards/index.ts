/**
 * The door to the cards. A card is a folder: `template.json` says what it looks like, `model.ts` what goes into it.
 * Folders are read at start; nothing is registered here.
 */
import { loadFolder } from '../analysis/load-folder.ts';
import type { Card, CardInputs, RenderedCard } from './_shared/define-card.ts';
import { render } from './_shared/render.ts';

export type { CardInputs, RenderedCard } from './_shared/define-card.ts';
export { withPrivilegeBanner } from './_shared/privilege.ts';
export { type Verb, type VerbData, verbs } from './_shared/verbs.ts';
export { time } from './_shared/words.ts';
export type * from './_shared/work.ts';
export { stillDone } from './_shared/work.ts';
export type { Topic } from './help/model.ts';
export { type HtmlReportInput, htmlReport } from './html/index.ts';
export { leadingScope } from './manager-summary/facts.ts';

export type CardName = keyof CardInputs;

const cards = new Map(
  (await loadFolder(new URL('./', import.meta.url), cardOf, { entry: 'model.ts', except: ['html'] })).map(
    ({ name, unit }) => [name, unit] as const,
  ),
);

function cardOf(module: Record<string, unknown>): Card<never> | undefined {
  const card = module.card;
  return typeof card === 'object' && card !== null && 'compiled' in card ? (card as Card<never>) : undefined;
}

/** Every card there is, by the name of its folder. */
export function cardNames(): string[] {
  return [...cards.keys()];
}

/**
 * Draws a card from sections of the report and the work state, and from nothing else.
 *
 * @returns the Adaptive Card (at most 24 KB, every string literal) and a one-line summary for the notification
 * @throws Error when there is no card of that name
 */
export function renderCard<N extends CardName>(name: N, input: CardInputs[N]): RenderedCard {
  const card = cards.get(name) as Card<CardInputs[N]> | undefined;
  if (!card) throw new Error(`There is no card "${name}". There are: ${cardNames().join(', ')}.`);
  return render(card, input);
}

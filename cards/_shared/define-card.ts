import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import type { JsonObject } from './literal.ts';

/**
 * Every card and what it is drawn from. Each model.ts adds its own line (`declare module`), so that a new card
 * is a new folder and no list is edited.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the cards' models
export interface CardInputs {}

export interface CardModel<Input> {
  /** template.json of the same folder: Adaptive Card 1.5 with adaptivecards-templating expressions */
  template: object;
  /** how many rows a list of this card shows at most on one page; default 10 */
  rows?: number;
  /**
   * What the template is expanded with. Strings are plain words: they are made literal later, so no escaping here.
   * @param rows how many rows each list may show; lowered until the card fits its size
   */
  data(input: Input, rows: number): object;
  /** One line: shown in notifications, read out, and shown where the card cannot be drawn. */
  summary(input: Input): string;
}

/** A model with its template parsed, once. */
export interface Card<Input> extends CardModel<Input> {
  compiled: Template;
}

export interface RenderedCard {
  /** an Adaptive Card, at most 24 KB as UTF-16 */
  card: JsonObject;
  /** one line of plain words for the notification */
  summary: string;
}

export function defineCard<Input>(model: CardModel<Input>): Card<Input> {
  return { ...model, compiled: new Template(model.template) };
}

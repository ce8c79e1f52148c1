/** The renderer of adaptivecards.io, as far as it is used. Its own types import its sources, which break our checks. */
import { createRequire } from 'node:module';
import type { JsonObject } from '../../cards/_shared/literal.ts';

interface Library {
  AdaptiveCard: new () => {
    parse(card: JsonObject, context: Context): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
  SerializationContext: new (version: object) => Context;
  Version: new (major: number, minor: number) => object;
}
interface Context {
  eventCount: number;
  getEventAt(index: number): { message: string };
}

const library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as Library;

/** What the library says while it reads a card. Charts are Teams' own: it draws their fallback instead. */
export function complaints(card: JsonObject): string[] {
  const context = new library.SerializationContext(new library.Version(1, 5));
  const parsed = new library.AdaptiveCard();
  parsed.parse(structuredClone(card), context);
  const events = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  return [
    ...events.filter((message) => !/Unknown element type "?Chart\./.test(message)),
    ...parsed.validateProperties().validationEvents.map((event) => event.message),
  ];
}

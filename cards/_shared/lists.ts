/** Lists page inside their card: what is shown of a page, what is left out, and the buttons to the rest. */
import type { Page } from '../../analysis/sections.ts';
import { button } from './buttons.ts';
import type { JsonObject } from './literal.ts';
import type { Verb, VerbData } from './verbs.ts';
import { count } from './words.ts';

export interface Shown<T> {
  items: T[];
  total: number;
  offset: number;
  /** where the next page starts; null at the end */
  next: number | null;
  /** 'Shown: 1 to 10 of 500, and 490 more'; '' when everything is shown */
  note: string;
}

/** @param rows how many the card has room for */
export function shown<T>(page: Page<T>, rows: number): Shown<T> {
  const items = page.items.slice(0, rows);
  const end = page.offset + items.length;
  const more = page.total - end;
  return {
    items,
    total: page.total,
    offset: page.offset,
    next: more > 0 && page.offset < page.total ? end : null,
    note: noteOf(page, items.length, more),
  };
}

/** A list that came without pages, shown from its start. */
export function shownOf<T>(items: readonly T[], rows: number): Shown<T> {
  return shown({ items: [...items], total: items.length, offset: 0 }, rows);
}

function noteOf(page: Page<unknown>, kept: number, more: number): string {
  if (page.total === 0 || (page.offset === 0 && more === 0)) return '';
  if (page.offset >= page.total) return `All ${count(page.total)} are on the pages before.`;
  if (kept === 0) return `And ${count(more)} more.`;
  const first = count(page.offset + 1);
  const which = kept === 1 ? first : `${first} to ${count(page.offset + kept)}`;
  const range = `Shown: ${which} of ${count(page.total)}`;
  return more > 0 ? `${range}, and ${count(more)} more.` : `${range}.`;
}

/**
 * [Back] and [More] for a card whose lists turn their pages together (one offset for all of them).
 * @param rows the number of rows asked for; Back goes that far
 */
export function pageButtons<V extends PagedVerb>(
  verb: V,
  data: VerbData<V>,
  lists: Shown<unknown>[],
  rows: number,
): JsonObject[] {
  const offset = Math.max(0, ...lists.map((list) => list.offset));
  const next = Math.min(...lists.map((list) => list.next ?? Number.POSITIVE_INFINITY));
  const buttons: JsonObject[] = [];
  if (offset > 0) buttons.push(button('Back', verb, { ...data, offset: Math.max(0, offset - rows) }));
  if (Number.isFinite(next)) buttons.push(button('More', verb, { ...data, offset: next }));
  return buttons;
}

type PagedVerb = { [V in Verb]: 'offset' extends keyof VerbData<V> ? V : never }[Verb];

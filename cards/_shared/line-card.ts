/** For cards that are an answer and then lines of text in groups: their models only choose the words. */

import template from './lines.json' with { type: 'json' };
import type { JsonObject } from './literal.ts';
import type { Run } from './rich.ts';

export interface LineGroup {
  /** '' for none */
  title: string;
  lines: { inlines: Run[] }[];
}

export interface LineCard {
  /** the answer */
  headline: string;
  /** '' for none */
  about: string;
  groups: LineGroup[];
  /** what was left out; '' when nothing was */
  note: string;
  paging: JsonObject[];
  buttons: JsonObject[];
}

export const lineTemplate = template;

export function line(...inlines: Run[]): { inlines: Run[] } {
  return { inlines };
}

/** A group that vanishes with its title when there is nothing in it. */
export function group(title: string, lines: { inlines: Run[] }[]): LineGroup[] {
  return lines.length === 0 ? [] : [{ title, lines }];
}

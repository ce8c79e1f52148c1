/**
 * The report's templates, compiled once. Handlebars escapes whatever is put in; a test holds that no template asks it
 * not to, and that none puts words of others into an attribute.
 */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { verbatim } from '../_shared/literal.ts';
import { cut } from '../_shared/words.ts';

export const PARTS = [
  'start',
  'manager',
  'chart',
  'appendix',
  'open',
  'rows',
  'findings',
  'items',
  'close',
  'end',
] as const;
export type Part = (typeof PARTS)[number];

const LONGEST_TEXT = 2_000;

const compiled = new Map(
  PARTS.map((name) => [
    name,
    Handlebars.compile(readFileSync(new URL(`./parts/${name}.hbs`, import.meta.url), 'utf8')),
  ]),
);

/** @param data strings are plain words: they are made readable and escaped here, so no escaping before */
export function fill(part: Part, data: object): string {
  const template = compiled.get(part);
  if (!template) throw new Error(`There is no part "${part}"`);
  return template(readable(data));
}

/** Nothing hidden, nothing that turns text around, nothing endless. */
function readable(value: unknown): unknown {
  if (typeof value === 'string') return cut(verbatim(value), LONGEST_TEXT);
  if (Array.isArray(value)) return value.map(readable);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, readable(inner)]));
}

/**
 * Everything a card shows is hostile until proven otherwise: it comes from logs, file names and users.
 * So no card uses Markdown for its own ends, and after the template is expanded every string of the card is made
 * literal here, by the element it sits in. A card's author cannot forget to escape.
 *
 * What was found about Teams (teams-platform.md 1.5): TextBlock and FactSet render Markdown, links and even remote
 * images included; a TextRun is literal but for {{DATE(…)}} and {{TIME(…)}}, which are expanded everywhere.
 */
import { cut } from './words.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Invisible or direction-changing characters: they make one name look like another, so they are shown as '�'. */
const HIDDEN = /(?:[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]|[\u{E0100}-\u{E01EF}])+/gu;
/** Choose between two pictures of one emoji: nothing to show. */
const EMOJI_STYLE = /[\uFE00-\uFE0F]/g;
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;

/** One line of text as a person reads it: nothing hidden, nothing a client would expand or turn into a link. */
export function plain(text: string): string {
  return breakExpansions(defang(visible(text.replace(/\s+/gu, ' '))));
}

/** Text to be pasted elsewhere: as it is, only without hidden characters and date expansion. Keeps line ends. */
export function verbatim(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => visible(line.replaceAll('\t', '  ')))
    .join('\n')
    .replace(/\{(?=\{\s*(DATE|TIME)\b)/giu, '{ ');
}

function visible(text: string): string {
  return text.replace(EMOJI_STYLE, '').replace(HIDDEN, '�').replace(PILED_MARKS, '$1');
}

function breakExpansions(text: string): string {
  return text.replace(/\{(?=\{)/g, '{ ').replace(/\$(?=\{)/g, '$ ');
}

/** https://a.b/c becomes hxxps[:]//a[.]b/c, because clients differ in what they make a link of. */
function defang(text: string): string {
  return text
    .replace(/:(?=\/\/)/g, '[:]')
    .replace(/http(?=s?\[:\]\/\/)/gi, 'hxxp')
    .replace(/(?<=\/\/)[^\s/?#]+/g, (host) => host.replaceAll('.', '[.]'))
    .replace(/\b(mailto|javascript|data|vbscript|tel|sip|callto|file):/gi, '$1[:]')
    .replace(/\bwww\./gi, 'www[.]');
}

/** Escapes what Markdown would act on and nothing else: user_name_x, \Inbox and a-b_c@contoso.com stay as they are. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~]|$)/g, '\\\\')
    .replace(/[`*[\]<>~|]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^\s*(?=[#+=-])/, '\\')
    .replace(/^\s*(\d+)(?=[.)](\s|$))/, '$1\\');
}

/**
 * One line for notifications, screen readers and clients that cannot draw the card. Whether they read Markdown or
 * markup is not known, so the characters those need are replaced by look-alikes.
 */
export function bare(text: string): string {
  const alike: Record<string, string> = { '<': '‹', '>': '›', '&': '+', '\\': '/' };
  const tamed = text
    .replace(/[*`~|]|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replace(/[<>&\\]/g, (character) => alike[character] ?? '');
  return plain(tamed)
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .replace(/^[\s#+=-]+/, '')
    .replace(/^(\d+)[.)]+(?=\s|$)/, '$1')
    .trim();
}

/** Keys whose strings people see, on elements other than TextBlock and Fact. */
const SHOWN_KEYS = new Set(
  'text title value label placeholder altText tooltip legend x xAxisTitle yAxisTitle'.split(' '),
);
/** Keys whose content goes back to the bot as it is. */
const isSentBack = (node: JsonObject, key: string) =>
  key === 'data' && String(node.type).startsWith('Action.');

/**
 * Makes every string of an expanded card literal.
 * @param longest strings longer than this many characters are cut in the middle; lines to be pasted are not
 */
export function makeLiteral(node: Json, longest: number): Json {
  if (Array.isArray(node)) return node.map((child) => makeLiteral(child, longest));
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (isSentBack(node, key)) return [key, value];
      if (typeof value !== 'string') return [key, makeLiteral(value, longest)];
      return [key, literalString(node, key, value, longest)];
    }),
  );
}

function literalString(node: JsonObject, key: string, value: string, longest: number): string {
  if (isPasted(node, key)) return verbatim(value);
  if (!SHOWN_KEYS.has(key)) return value;
  const text = cut(plain(value), longest);
  return isMarkdown(node) ? escapeMarkdown(text.trim()) : text;
}

function isPasted(node: JsonObject, key: string): boolean {
  return node.type === 'TextRun' && key === 'text' && node.fontType === 'monospace';
}

/** TextBlocks, and the facts of a FactSet, which carry no type. */
function isMarkdown(node: JsonObject): boolean {
  return node.type === 'TextBlock' || (node.type === undefined && 'title' in node && 'value' in node);
}

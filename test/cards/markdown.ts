/** Reads text as the most eager client would: all of CommonMark with HTML, and addresses with a scheme made links. */
import MarkdownIt from 'markdown-it';

const eager = new MarkdownIt({ html: true, linkify: true });
// Names such as a@contoso.com and Program.cs are what people must be able to read; Teams does not link them.
eager.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

const PLAIN = new Set(['paragraph_open', 'paragraph_close', 'inline', 'text', 'text_special']);

/** Cards repeat their words; reading them once is enough. */
const seen = new Map<string, string[]>();

/** The kinds of markup that come alive in `text`; none when it is read as plain words. */
export function markupIn(text: string): string[] {
  const known = seen.get(text);
  if (known) return known;
  const tokens = eager.parse(text, {}).flatMap((token) => [token, ...(token.children ?? [])]);
  const markup = tokens.map((token) => token.type).filter((type) => !PLAIN.has(type));
  seen.set(text, markup);
  return markup;
}

/** What a person reads after the client has read the Markdown. */
export function readAloud(text: string): string {
  return eager
    .parse(text, {})
    .flatMap((token) => token.children ?? [])
    .map((token) => token.content)
    .join('');
}

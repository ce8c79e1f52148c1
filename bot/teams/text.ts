/** What people type and paste, made one plain line. */

const ENTITIES: Record<string, string> = {
  nbsp: ' ',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
};
/** Long enough for any command with paths; what is longer was pasted by mistake. */
const LONGEST = 4_000;

/**
 * '<at>Mailtrail</at>&nbsp;`Analyze “my export.csv”`' -> 'Analyze "my export.csv"'. Case is kept: paths have one.
 * Mentions vanish, whoever is mentioned (teams-platform.md 1.6: only the first is removed by the SDK).
 */
export function plainLine(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/<at\b[^>]*>.*?<\/at>/gis, ' ')
    .replace(/<br\s*\/?>|<\/?(?:p|div|span|pre|code)\b[^>]*>/gi, ' ')
    .replace(
      /&(nbsp|amp|lt|gt|quot|apos|#39);/gi,
      (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole,
    )
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g, '')
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/`+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\/(?=[a-z])/i, '')
    .replace(/^(["'])([^"']*)\1$/, '$2')
    .trim();
}

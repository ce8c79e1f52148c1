/**
 * Lines of mixed emphasis. A RichTextBlock does not put spaces between its runs, so every run brings its own.
 */

/** 'warning' is for headlines only: on a white card it is too pale for small text. */
export type Colour = 'default' | 'accent' | 'good' | 'warning' | 'attention';

export interface Run {
  type: 'TextRun';
  text: string;
  weight?: 'bolder';
  color?: Colour;
  isSubtle?: true;
  fontType?: 'monospace';
}

export const bold = (text: string, color?: Colour): Run => ({
  type: 'TextRun',
  text,
  weight: 'bolder',
  ...(color ? { color } : {}),
});
export const text = (words: string, color?: Colour): Run => ({
  type: 'TextRun',
  text: words,
  ...(color ? { color } : {}),
});
export const subtle = (words: string): Run => ({ type: 'TextRun', text: words, isSubtle: true });
/** To be copied: shown exactly, never cut. */
export const exact = (words: string): Run => ({ type: 'TextRun', text: words, fontType: 'monospace' });

/** Joins what there is with ' · ', leaving out null, false and ''. */
export function dotted(...parts: (string | null | false | undefined)[]): string {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' · ');
}

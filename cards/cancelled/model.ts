import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { cut, few, name } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** An analysis or export that was stopped. */
export interface CancelledInput {
  files: string[];
  /** an export, in words; an analysis has files instead */
  what?: string;
  /** an analysis that adds to a case: files that were read whole by then are in it */
  adds?: boolean;
  /** who pressed Cancel; null when the bot was stopped */
  by: string | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    cancelled: CancelledInput;
  }
}

export const card = defineCard<CancelledInput>({
  template,
  data: (input) => ({
    headline: headline(input),
    about: about(input),
    buttons: [button('Help', 'help', {})],
  }),
  summary: headline,
});

function about({ by, what, adds = false }: CancelledInput): string {
  const why = by === null ? 'Mailtrail itself was stopped meanwhile. ' : '';
  if (what !== undefined) return `${why}No file was written. To have it after all, send the command again.`;
  if (adds)
    return `${why}A file that had been read whole by then is in the case: write inputs to see which are. What it changes is worked out when you next ask; the others can be sent again.`;
  return `${why}There is no result. To analyze it after all, send the file or the command again.`;
}

function headline(input: CancelledInput): string {
  const { by } = input;
  return by === null ? `${subject(input)} was stopped` : `${subject(input)} was cancelled by ${name(by)}`;
}

function subject({ files, what }: CancelledInput): string {
  if (what !== undefined) return `The export ${cut(what, 120)}`;
  return files.length === 0 ? 'The analysis' : `The analysis of ${few(files, 2)}`;
}

import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { few, name } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** An analysis that somebody stopped. */
export interface CancelledInput {
  files: string[];
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
  data: (input) => ({ headline: headline(input), buttons: [button('Help', 'help', {})] }),
  summary: headline,
});

function headline({ files, by }: CancelledInput): string {
  const what = files.length === 0 ? 'The analysis' : `The analysis of ${few(files, 2)}`;
  return by === null ? `${what} was stopped` : `${what} was cancelled by ${name(by)}`;
}

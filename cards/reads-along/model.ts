import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { type ReadsAlong, readsAlongWarnings } from '../_shared/reads-along.ts';
import { text } from '../_shared/rich.ts';

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** A warning: somebody in the conversation must not see its case. */
    'reads-along': ReadsAlong;
  }
}

export const card = defineCard<ReadsAlong>({
  template: lineTemplate,
  data(input): LineCard {
    return {
      headline: headline(input),
      about: '',
      groups: group(
        '',
        readsAlongWarnings(input).map((words) => line(text(words))),
      ),
      note: '',
      paging: [],
      buttons: [],
    };
  },
  summary: headline,
});

function headline({ unsafe }: ReadsAlong): string {
  if (unsafe.length === 0) return 'Careful: I do not know who reads along here';
  return 'Careful: somebody here must not see this case';
}

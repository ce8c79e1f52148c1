import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { subtle, text } from '../_shared/rich.ts';
import { name, sentence, time } from '../_shared/words.ts';

/** The watch of the tenant does not do what it should: told to who is told of its case, and edited when it is over. */
export interface WatchTroubleInput {
  case: CaseIdentity;
  kind: 'behind' | 'late' | 'silent' | 'refused';
  words: string;
  at: string;
  /** null while it goes on */
  ended: string | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'watch-trouble': WatchTroubleInput;
  }
}

const WHAT = {
  behind: 'The watch of the tenant has fallen behind',
  late: 'Records of the tenant arrive much later than usual',
  silent: 'Nothing arrives from the tenant',
  refused: 'Microsoft refuses the watch of the tenant',
};

const MEANING = {
  behind: 'Until it has caught up, that no finding is told says nothing about this time.',
  late: 'What happens now is told later than usual.',
  silent: 'That no finding is told says nothing about this time. Auditing may be off, or the subscription.',
  refused: 'Nothing is read until the permission is there again.',
};

export const card = defineCard<WatchTroubleInput>({
  template: lineTemplate,
  data(input): LineCard {
    const { kind, words, at, ended } = input;
    return {
      headline: headline(input),
      about: ended === null ? sentence(words) : '',
      groups: group('', [
        line(text(ended === null ? MEANING[kind] : `It was so from ${time(at)} to ${time(ended)}.`)),
        ...(ended === null ? [line(subtle(`Since ${time(at)}`))] : []),
      ]),
      note: '',
      paging: [],
      buttons: [button('Gaps', 'show-gaps', { caseId: input.case.id })],
    };
  },
  summary: headline,
});

function headline({ kind, ended, case: { name: caseName } }: WatchTroubleInput): string {
  return `${ended === null ? WHAT[kind] : `Over: ${WHAT[kind].charAt(0).toLowerCase()}${WHAT[kind].slice(1)}`} (case ${name(caseName)})`;
}

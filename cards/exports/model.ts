import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { bold, text } from '../_shared/rich.ts';
import { name, sentence, title } from '../_shared/words.ts';

type Kind = 'notification' | 'timeline' | 'evidence';

/** What there is to choose from. */
export interface ExportsInput {
  case: CaseIdentity;
  /** what each holds */
  kinds: Record<Kind, string>;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    exports: ExportsInput;
  }
}

const KINDS = ['notification', 'timeline', 'evidence'] as const satisfies Kind[];

export const card = defineCard<ExportsInput>({
  template: lineTemplate,
  data({ case: about, kinds }): LineCard {
    const caseId = about.id;
    return {
      headline: 'Which file do you need?',
      about: `case ${name(about.name)}`,
      groups: group(
        '',
        KINDS.map((kind) => line(bold(`${title(kind)}  `), text(sentence(kinds[kind])))),
      ),
      note: 'To print or send to a manager: write report.',
      paging: [],
      buttons: [
        ...KINDS.map((kind) => button(title(kind), 'export-case', { caseId, kind })),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: ({ case: about }) => `Files to take along of case ${name(about.name)}`,
});

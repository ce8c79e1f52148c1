import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, subtle, text } from '../_shared/rich.ts';
import { dayLabel, name, plural, time } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** What the inbox folder received on one day: one message, edited in place. */
export interface InboxInput {
  /** null while no file was usable */
  case: CaseIdentity | null;
  /** YYYY-MM-DD, UTC */
  day: string;
  /** the newest first */
  files: { name: string; at: string; outcome: 'analysed' | 'failed' | 'retrying'; words: string }[];
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    inbox: InboxInput;
  }
}

export const card = defineCard<InboxInput>({
  template,
  rows: 8,
  data(input, rows) {
    const list = shownOf(input.files, rows);
    return {
      headline: headline(input),
      rows: list.items.map((file) => ({
        inlines: [
          file.outcome === 'analysed' ? text(name(file.name)) : bold(name(file.name), 'attention'),
          subtle(` · ${time(file.at)} · ${file.words}`),
        ],
      })),
      note: list.note,
      buttons:
        input.case === null
          ? []
          : [
              button('Summary', 'show-summary', { caseId: input.case.id }),
              button('Inputs', 'show-inputs', { caseId: input.case.id }),
            ],
    };
  },
  summary: headline,
});

function headline({ day, files }: InboxInput): string {
  const failed = files.filter(({ outcome }) => outcome !== 'analysed').length;
  const read = `${plural(files.length - failed, 'file')} of the inbox analysed on ${dayLabel(day)}`;
  return failed === 0 ? read : `${read}, ${plural(failed, 'file')} not`;
}

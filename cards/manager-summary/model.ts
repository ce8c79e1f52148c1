import { button } from '../_shared/buttons.ts';
import { accessChart } from '../_shared/chart.ts';
import { defineCard } from '../_shared/define-card.ts';
import { bold, text } from '../_shared/rich.ts';
import { type ManagerInput, managerFacts } from './facts.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** The answer of a case for who has to decide: no terms, no ids, what is due. */
    'manager-summary': ManagerInput;
  }
}

export const card = defineCard<ManagerInput>({
  template,
  rows: 5,
  data(input, rows) {
    const { headline, colour, about, parts } = managerFacts(input, rows);
    const { series, seriesCut, trust, window } = input.summary;
    const chart = accessChart(series, trust.gaps.items, window);
    const caseId = input.case.id;
    return {
      headline,
      colour,
      about,
      groups: parts.map(({ title, lines }) => ({
        title,
        lines: lines.map(({ strong, words, alarm }) => ({
          inlines: [bold(strong, alarm ? 'attention' : undefined), text(words)],
        })),
      })),
      chart: chart.element ?? { type: 'Container', items: [], isVisible: false },
      chartWords: seriesCut ? `Only the busiest part is drawn. ${chart.words}` : chart.words,
      buttons: [
        button('Summary', 'show-summary', { caseId }),
        button('Findings', 'show-findings', { caseId }),
        button('Messages', 'show-messages', { caseId }),
        button('Next steps', 'show-next-steps', { caseId }),
      ],
    };
  },
  summary: (input) => managerFacts(input, 1).headline,
});

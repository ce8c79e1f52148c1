import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { clockWords, soonest } from '../_shared/clock-words.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, exact, subtle, text } from '../_shared/rich.ts';
import { name, plural } from '../_shared/words.ts';
import type { Clock } from '../_shared/work.ts';

/** The clocks that leads started, the one that ends first on top. */
export interface ClocksInput {
  case: CaseIdentity;
  clocks: Clock[];
  /** ISO time */
  now: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    clocks: ClocksInput;
  }
}

export const card = defineCard<ClocksInput>({
  template: lineTemplate,
  data(input, rows): LineCard {
    const clocks = shownOf(soonest(input.clocks), rows);
    return {
      headline: headline(input),
      about: 'Mailtrail only counts: which rule applies, and from when, is for counsel to say.',
      groups: clocks.items.flatMap((clock) => {
        const { regime, left, until, from, late } = clockWords(clock, input.now);
        return group('', [
          line(bold(`${regime}: `), late ? bold(left, 'attention') : text(left), text(`, ${until}`)),
          line(subtle(`${from}. To stop it: `), exact(`clock stop ${clock.id.slice(0, 8)}`)),
        ]);
      }),
      note: clocks.note,
      paging: [],
      buttons: [button('For managers', 'show-manager-summary', { caseId: input.case.id })],
    };
  },
  summary: headline,
});

function headline({ case: { name: caseName }, clocks, now }: ClocksInput): string {
  const [first] = soonest(clocks);
  if (!first) return `No clock runs for case ${name(caseName)}`;
  const { regime, left } = clockWords(first, now);
  return clocks.length === 1
    ? `${regime}: ${left}`
    : `${plural(clocks.length, 'clock')}, the first ${regime}: ${left}`;
}

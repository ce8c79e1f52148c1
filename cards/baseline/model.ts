import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, exact, subtle, text } from '../_shared/rich.ts';
import { cut, name, plural, sentence, shorten, time } from '../_shared/words.ts';

/** Applications that responders approved, and what was learnt from earlier cases. */
export interface BaselineInput {
  case: CaseIdentity;
  approvals: { caller: string; network: string; mailbox: string; by: string; at: string; reason: string }[];
  learnt: { origin: string; entries: number; by: string; at: string }[];
  offset: number;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    baseline: BaselineInput;
  }
}

export const card = defineCard<BaselineInput>({
  template: lineTemplate,
  rows: 10,
  data(input, rows): LineCard {
    const caseId = input.case.id;
    const { approvals: all, offset } = input;
    const approvals = shown({ items: all.slice(offset), total: all.length, offset }, rows);
    return {
      headline: headline(input),
      about: `Case ${name(input.case.name)}. What is approved is not asked about by itself; a record of it still counts as one.`,
      groups: [
        ...group('Approved', approvals.items.map(approvalLine)),
        ...group(
          'Learnt from earlier cases',
          input.learnt
            .slice(0, 4)
            .map(({ origin, entries, by, at }) =>
              line(
                bold(`${name(origin)}  `),
                text(plural(entries, 'habit')),
                subtle(`  ${name(by)}, ${time(at)}`),
              ),
            ),
        ),
      ],
      note: approvals.note,
      paging: pageButtons('show-baseline', { caseId }, [approvals], rows),
      buttons: [
        button('Findings', 'show-findings', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: headline,
});

function headline({ approvals, learnt }: BaselineInput): string {
  if (approvals.length === 0) {
    return learnt.length === 0
      ? 'No application is approved in this case'
      : 'No approvals; habits of earlier cases count';
  }
  return `${plural(approvals.length, 'approval')} of applications`;
}

function approvalLine({ caller, network, mailbox, by, at, reason }: BaselineInput['approvals'][number]) {
  const from = network === '*' ? 'from anywhere' : `from ${cut(network, 60)}`;
  const of = mailbox === '*' ? 'in any mailbox' : `in ${name(mailbox)}`;
  return line(
    exact(cut(caller, 60)),
    text(`  ${from}, ${of}: ${sentence(shorten(reason, 160))}`),
    subtle(`  ${name(by)}, ${time(at)}`),
  );
}

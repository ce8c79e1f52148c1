import type { ComparedSet, ComparedTrait, Comparison } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, exact, subtle, text } from '../_shared/rich.ts';
import { count, cut, name, plural, shorten, time, title } from '../_shared/words.ts';

/** What a case shows that another one does not. */
export interface CompareInput extends Comparison {
  offset: number;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    compare: CompareInput;
  }
}

export const card = defineCard<CompareInput>({
  template: lineTemplate,
  rows: 6,
  data(input, rows): LineCard {
    const { offset, callers, networks, findings } = input;
    const caseId = input.case.id;
    const pageOf = <T>({ items }: ComparedSet<T>) =>
      shown(
        { items: items.slice(offset), total: items.length, offset: Math.min(offset, items.length) },
        rows,
      );
    const lists = [pageOf(callers), pageOf(networks)] as const;
    const told = pageOf(findings);
    const longest = [...lists, told].sort((a, b) => b.total - a.total)[0];
    return {
      headline: headline(input),
      about: `${name(input.case.name)}, held against ${name(input.other.name)}. New means: not on record there; it may still be known elsewhere.`,
      groups: [
        ...group(
          `Findings: ${counts(findings)}`,
          told.items.map(({ id, title: words, severity }) =>
            line(bold(`${title(severity)}  `), text(`${shorten(words, 140)}  `), exact(cut(id, 40))),
          ),
        ),
        ...group(`Callers: ${counts(callers)}`, lists[0].items.map(traitLine)),
        ...group(`Networks: ${counts(networks)}`, lists[1].items.map(traitLine)),
      ],
      note: longest?.note ?? '',
      paging: pageButtons('show-compare', { caseId, other: input.other.id }, longest ? [longest] : [], rows),
      buttons: [
        button('Findings', 'show-findings', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: headline,
});

function headline({ callers, networks, findings }: CompareInput): string {
  if (callers.added + networks.added + findings.added === 0) return 'Nothing new against that case';
  return `New: ${plural(findings.added, 'finding')}, ${plural(callers.added, 'caller')}, ${plural(networks.added, 'network')}`;
}

function counts({ added, common, missing }: ComparedSet<unknown>): string {
  return `${count(added)} new, ${count(common)} in both, ${count(missing)} only there`;
}

function traitLine({ value, records, mailboxes, firstSeen }: ComparedTrait) {
  return line(
    bold(`${name(value)}  `),
    text(`${plural(records, 'record')}, ${plural(mailboxes, 'mailbox', 'mailboxes')}`),
    subtle(`  since ${time(firstSeen)}`),
  );
}

import { reasonWords } from '../../analysis/gap-labels.ts';
import type { Gap, MailboxCoverage, TrustVerdict } from '../../analysis/report.ts';
import type { GapsSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown, shownOf } from '../_shared/lists.ts';
import { bold, type Colour, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { gapLabel, gapSpan } from '../_shared/vocabulary.ts';
import { count, days, few, name, plural, sentence, shorten } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** What the log cannot show, and what may be concluded all the same. */
    gaps: GapsSection;
  }
}

const COLOUR: Record<TrustVerdict, Colour> = { sound: 'accent', gaps: 'warning', insufficient: 'warning' };

export const card = defineCard<GapsSection>({
  template,
  data(section, rows) {
    const gaps = shown(section.gaps, rows);
    const mailboxes = shown(section.mailboxes, rows);
    const data = { caseId: section.case.id };
    return {
      headline: headline(section),
      colour: COLOUR[section.verdict] ?? 'warning',
      about: dotted(`case ${name(section.case.name)}`, period(section)),
      gaps: gaps.items.map((gap) => ({ title: gapTitle(gap), statement: [text(sentence(gap.statement))] })),
      gapsNote: gaps.note,
      mailboxes: mailboxes.items.map((mailbox) => ({ inlines: coverage(mailbox) })),
      mailboxesNote: mailboxes.note,
      conclusions: [
        conclusion('Can be concluded', section.canConclude, rows),
        conclusion('Cannot be concluded', section.cannotConclude, rows),
      ].filter((one) => one.sentences.length > 0),
      paging: pageButtons('show-gaps', data, [gaps, mailboxes], rows),
      buttons: [
        button('Messages', 'show-messages', data),
        button('Next steps', 'show-next-steps', data),
        button('Summary', 'show-summary', data),
      ],
    };
  },
  summary: (section) => `${headline(section)} (case ${name(section.case.name)})`,
});

function period({ window: { from, to } }: GapsSection): string {
  const words = days(from, to);
  return words === '' ? 'no mail-access record' : `records of ${words}`;
}

function headline({ verdict, gaps }: GapsSection): string {
  if (verdict === 'insufficient') return 'The log is not enough to conclude anything';
  if (gaps.total === 0) return 'No gap found in what is there';
  return `What the log cannot show: ${plural(gaps.total, 'gap')}`;
}

function gapTitle(gap: Gap): Run[] {
  const who = gap.mailbox ?? gap.actor;
  return [
    bold(who === null ? 'the whole organization' : name(who)),
    text(` · ${gapLabel(gap)}`, gap.certainty === 'proven' ? 'attention' : 'default'),
    subtle(` · ${gapSpan(gap)}`),
  ];
}

function coverage({ mailbox, coveredShare, reasons }: MailboxCoverage): Run[] {
  return [bold(name(mailbox)), text(` · ${percent(coveredShare)} of the period covered`), ...why(reasons)];
}

function why(reasons: string[]): Run[] {
  return reasons.length === 0 ? [] : [subtle(` · ${few(reasons.map(reasonWords), 2)}`)];
}

/** Never rounds up to 100 %: a gap of a minute is a gap. */
function percent(share: number): string {
  return `${count(Math.floor(Math.min(1, Math.max(0, share)) * 1000) / 10)} %`;
}

function conclusion(title: string, sentences: string[], rows: number) {
  const some = shownOf(sentences, Math.min(rows, 6));
  const rest =
    some.next === null ? [] : [{ inlines: [subtle(`and ${count(some.total - some.items.length)} more`)] }];
  return {
    title,
    sentences: [...some.items.map((one) => ({ inlines: [text(sentence(shorten(one, 400)))] })), ...rest],
  };
}

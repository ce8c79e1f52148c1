import type { GapKind, Protocol } from '../../analysis/report.ts';
import type { TimelineEvent, TimelineSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, subtle, text } from '../_shared/rich.ts';
import { gapLabel, gapSpan, PROTOCOL_WORDS } from '../_shared/vocabulary.ts';
import { cut, name, plural, sentence, shorten, span, title } from '../_shared/words.ts';

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** The course of events, the oldest first. */
    timeline: TimelineSection;
  }
}

export const card = defineCard<TimelineSection>({
  template: lineTemplate,
  rows: 12,
  data(section, rows): LineCard {
    const { mailbox } = section;
    const caseId = section.case.id;
    const events = shown(section.events, rows);
    return {
      headline: headline(section),
      about: dotted(
        `case ${name(section.case.name)}`,
        mailbox === null
          ? 'findings, changes, gaps, and visits marked hostile or unusual'
          : 'findings, changes, gaps and visits',
        'export timeline holds everything',
      ),
      groups: group(
        '',
        events.items.map((event) =>
          line(bold(`${period(event)}  `), text(said(event)), subtle(`  ${where(event, mailbox)}`)),
        ),
      ),
      note: events.note,
      paging: pageButtons(
        'show-timeline',
        { caseId, ...(mailbox === null ? {} : { mailbox }) },
        [events],
        rows,
      ),
      buttons: [
        button('Findings', 'show-findings', { caseId }),
        button('Gaps', 'show-gaps', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: headline,
});

function headline({ mailbox, events: { total } }: TimelineSection): string {
  const of = mailbox === null ? '' : ` of ${name(mailbox)}`;
  return total === 0 ? `Nothing for a timeline${of}` : `Timeline${of}: ${plural(total, 'event')}`;
}

function period({ what, kind, from, to }: TimelineEvent): string {
  return what === 'gap' ? gapSpan({ kind: kind as GapKind, from, to }) : span(from, to);
}

function said(event: TimelineEvent): string {
  const { what, kind, verdict, words, records } = event;
  switch (what) {
    case 'finding':
      return `Finding, ${cut(kind, 20)}: ${sentence(shorten(words ?? '', 160))}`;
    case 'gap':
      return `Gap: ${gapLabel({ kind: kind as GapKind, certainty: verdict === 'suspected' ? 'suspected' : 'proven' })}.`;
    case 'change':
      return `Change${verdict === 'failed' ? ' that failed' : ''}: ${sentence(shorten(shortNames(words ?? kind), 240))}`;
    default: {
      const marked = verdict === 'expected' || verdict === null ? '' : `, ${cut(verdict, 20)}`;
      return `${title(PROTOCOL_WORDS[kind as Protocol] ?? kind)}${marked}: ${plural(records ?? 0, 'access', 'accesses')}.`;
    }
  }
}

/** A name of hundreds of letters must not push what a rule does off the line. */
function shortNames(words: string): string {
  return words.replace(/"([^"]{40})[^"]+"/g, '"$1…"');
}

function where({ mailbox, actor, from_network: from }: TimelineEvent, asked: string | null): string {
  return dotted(
    mailbox !== null && mailbox !== asked && name(mailbox),
    actor !== null && actor !== mailbox && `by ${name(actor)}`,
    from !== null && `from ${cut(from, 60)}`,
  );
}

import type { Finding, Severity } from '../../analysis/report.ts';
import type { FindingsSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { SEVERITY_COLOUR } from '../_shared/vocabulary.ts';
import { cut, few, name, plural, sentence, shorten, span } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** What the detections found, the gravest first. */
    findings: FindingsSection;
  }
}

export const card = defineCard<FindingsSection>({
  template,
  rows: 6,
  data(section, rows) {
    const findings = shown(section.findings, rows);
    const caseId = section.case.id;
    return {
      headline: headline(section),
      colour: colour(section),
      about: dotted(`case ${name(section.case.name)}`, `${plural(section.detections, 'detection')} asked`),
      findings: findings.items.map((finding) => ({
        title: findingTitle(finding),
        facts: [text(factsOf(finding)), subtle(` · id ${cut(finding.id, 40)}`)],
        observed: [subtle(sentence(shorten(finding.observed, 240)))],
        open: [button('Details', 'show-finding', { caseId, id: finding.id })],
      })),
      note: findings.note,
      silence:
        section.findings.total > 0
          ? ''
          : 'That nothing was found is no proof that nothing happened: see what the log cannot show under Gaps.',
      paging: pageButtons('show-findings', { caseId }, [findings], rows),
      buttons: [
        button('Gaps', 'show-gaps', { caseId }),
        button('Contexts', 'show-contexts', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: (section) => `${headline(section)} (case ${name(section.case.name)})`,
});

function headline({ bySeverity, detections }: FindingsSection): string {
  const counts = Object.entries(bySeverity).filter(([, n]) => n > 0);
  if (counts.length > 0) return `Findings: ${dotted(...counts.map(([severity, n]) => `${n} ${severity}`))}`;
  return detections === 0
    ? 'No detection has looked at this case'
    : 'No finding in the records that are there';
}

function colour({ bySeverity }: FindingsSection) {
  const worst = (['critical', 'high', 'medium', 'low', 'info'] satisfies Severity[]).find(
    (severity) => bySeverity[severity] > 0,
  );
  return worst === undefined ? 'accent' : SEVERITY_COLOUR[worst];
}

function findingTitle({ severity, title }: Finding): Run[] {
  return [bold(`${severity}  `, SEVERITY_COLOUR[severity]), bold(shorten(title, 160))];
}

function factsOf({ mailboxes, users, firstSeen, lastSeen, messages }: Finding): string {
  return dotted(
    mailboxes.length > 0 ? few(mailboxes, 2) : few(users, 2),
    span(firstSeen, lastSeen),
    messages > 0 && plural(messages, 'message'),
  );
}

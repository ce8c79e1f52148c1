import type { Finding } from '../../analysis/report.ts';
import type { SummarySection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { accessChart } from '../_shared/chart.ts';
import { defineCard } from '../_shared/define-card.ts';
import { shown } from '../_shared/lists.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { SEVERITY_COLOUR, verdictColour } from '../_shared/vocabulary.ts';
import { count, cut, days, name, plural, span, title } from '../_shared/words.ts';
import { answers } from './answers.ts';
import { filesRead, fileWarnings } from './file-warnings.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** The answer of a case, for a responder; a manager must be able to read it. */
    summary: SummarySection;
  }
}

const FIRST_STEPS = 3;

export const card = defineCard<SummarySection>({
  template,
  rows: 6,
  data(section, rows) {
    const findings = shown(section.findings.top, rows);
    const caseId = section.case.id;
    const warnings = fileWarnings(section.inputs, rows);
    const chart = accessChart(section.series, section.trust.gaps.items, section.window);
    return {
      headline: title(section.headline),
      colour: verdictColour(section),
      about: about(section),
      answers: answers(section),
      findingsTitle: findingsTitle(section),
      findings: findings.items.map((finding) => ({ inlines: findingLine(finding) })),
      findingsNote: findings.next === null ? '' : `and ${count(findings.total - findings.items.length)} more`,
      files: filesRead(section.inputs),
      filesStyle: warnings.length > 0 ? 'warning' : 'default',
      openFiles: [button('Files', 'show-inputs', { caseId })],
      warnings,
      steps: section.nextSteps.items
        .slice(0, FIRST_STEPS)
        .map((step, i) => ({ inlines: [bold(`${i + 1}  `), text(title(cut(step.title, 160)))] })),
      chart: chart.element ?? { type: 'Container', items: [], isVisible: false },
      chartWords: section.seriesCut ? `Only the busiest part is drawn. ${chart.words}` : chart.words,
      more: [
        button('For managers', 'show-manager-summary', { caseId }),
        button('Export…', 'export-case', { caseId }),
      ],
      buttons: [
        button('Findings', 'show-findings', { caseId }),
        button('Gaps', 'show-gaps', { caseId }),
        button('Contexts', 'show-contexts', { caseId }),
        button('Messages', 'show-messages', { caseId }),
        button('Next steps', 'show-next-steps', { caseId }),
      ],
    };
  },
  summary: (section) => dotted(section.headline, about(section)),
});

function about({ case: { name: caseName }, window, totals }: SummarySection): string {
  return dotted(
    totals.mailItemsAccessed > 0 ? days(window.from, window.to) : null,
    `${plural(totals.mailItemsAccessed, 'mail-access record')} of ${plural(totals.mailboxes, 'mailbox', 'mailboxes')}`,
    `case ${name(caseName)}`,
  );
}

function findingsTitle({ findings: { bySeverity } }: SummarySection): string {
  const counts = Object.entries(bySeverity).filter(([, n]) => n > 0);
  return `Findings: ${dotted(...counts.map(([severity, n]) => `${n} ${severity}`))}`;
}

function findingLine({ severity, title, firstSeen, lastSeen }: Finding): Run[] {
  return [
    bold(`${severity}  `, SEVERITY_COLOUR[severity]),
    text(cut(title, 240)),
    subtle(` · ${span(firstSeen, lastSeen)}`),
  ];
}

import type { Severity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, dotted, subtle, text } from '../_shared/rich.ts';
import { SEVERITY_COLOUR } from '../_shared/vocabulary.ts';
import { count, name, plural, shorten, time } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** Several findings in one message: what a storm left over, or what a day brought. */
export interface AlertDigestInput {
  /** storm: too many at once for a message each. daily: asked for with digest */
  kind: 'storm' | 'daily';
  case: { id: string; name: string };
  /** ISO time, UTC; the daily one tells what came after it */
  since: string;
  /** the gravest first */
  findings: { title: string; severity: Severity; mailboxes: number; words: string }[];
  /** sent once more, since nobody knows whether it arrived the first time */
  again: boolean;
  /** daily: how the case stands; null in a storm */
  now: { open: number; unassigned: number; bySeverity: Record<Severity, number>; risen: number } | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'alert-digest': AlertDigestInput;
  }
}

export const card = defineCard<AlertDigestInput>({
  template,
  data(input, rows) {
    const list = shownOf(input.findings, rows);
    return {
      headline: headline(input),
      about: about(input),
      rows: list.items.map(({ title, severity, mailboxes, words }) => ({
        inlines: [
          bold(`● ${severity}  `, SEVERITY_COLOUR[severity]),
          text(shorten(title, 160)),
          subtle(` · ${dotted(mailboxes > 0 && plural(mailboxes, 'mailbox', 'mailboxes'), words)}`),
        ].filter((run) => run.text !== ' · '),
      })),
      note: list.note,
      standing: standing(input),
      buttons: [
        button('Findings', 'show-findings', { caseId: input.case.id }),
        button('Summary', 'show-summary', { caseId: input.case.id }),
      ],
    };
  },
  summary: (input) => dotted(headline(input), about(input)),
});

function headline({ kind, findings }: AlertDigestInput): string {
  if (kind === 'storm') return plural(findings.length, 'more finding');
  return findings.length === 0 ? 'Nothing new was found' : plural(findings.length, 'new finding');
}

function about({ kind, since, again, case: { name: caseName } }: AlertDigestInput): string {
  const inCase = `case ${name(caseName)}`;
  if (kind === 'daily') return dotted(`Since ${time(since)}`, inCase);
  return dotted(
    inCase,
    `in one list since ${time(since)}, so that they do not bury this conversation`,
    again && 'sent once more: it is not known whether it arrived the first time',
  );
}

function standing({ now }: AlertDigestInput): string {
  if (now === null) return '';
  const grave = (['critical', 'high', 'medium'] satisfies Severity[])
    .filter((severity) => now.bySeverity[severity] > 0)
    .map((severity) => `${count(now.bySeverity[severity])} ${severity}`);
  return dotted(
    grave.length > 0 && `In the case: ${grave.join(', ')}`,
    `${count(now.open)} not acknowledged`,
    `${count(now.unassigned)} with nobody`,
    now.risen > 0 && `${count(now.risen)} more severe than before`,
  );
}

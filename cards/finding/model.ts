import type { Finding } from '../../analysis/report.ts';
import type { FindingFile, FindingSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { findingButtons, findingState, noteLines } from '../_shared/finding-work.ts';
import type { JsonObject } from '../_shared/literal.ts';
import { bold, dotted, exact, type Run, subtle, text } from '../_shared/rich.ts';
import { SEVERITY_COLOUR } from '../_shared/vocabulary.ts';
import { count, cut, few, name, plural, sentence, shorten, span, title } from '../_shared/words.ts';
import type { FindingWork } from '../_shared/work.ts';
import template from './template.json' with { type: 'json' };

/** One finding, with what people have done about it where that is known. */
export interface FindingInput extends FindingSection {
  work?: FindingWork | null;
  /** for whoever asked: such as that somebody else was faster */
  word?: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    finding: FindingInput;
  }
}

export const card = defineCard<FindingInput>({
  template,
  rows: 8,
  data(input, rows) {
    const caseId = input.case.id;
    const { finding } = input;
    const back = [
      button('Findings', 'show-findings', { caseId }),
      button('Summary', 'show-summary', { caseId }),
    ];
    if (finding === null) {
      return {
        headline: headline(input),
        colour: 'accent',
        about: GONE,
        word: '',
        state: '',
        paragraphs: [],
        work: [],
        notes: [],
        buttons: back,
      };
    }
    return {
      headline: headline(input),
      colour: SEVERITY_COLOUR[finding.severity],
      word: input.word ?? '',
      about: about(finding),
      state: input.work ? findingState(input.work) : '',
      paragraphs: paragraphs(input, finding, rows),
      notes: noteLines(input.work?.notes ?? [], Math.min(rows, 3)),
      work: [
        ...(input.work ? findingButtons(caseId, finding.id, input.work) : []),
        ...approveButton(caseId, finding),
      ],
      buttons: [
        ...markButtons(caseId, input.markers),
        ...(finding.recordIds.length === 0
          ? []
          : [button('Messages', 'show-finding-messages', { caseId, id: finding.id })]),
        button('Next steps', 'show-next-steps', { caseId }),
        button('Findings', 'show-findings', { caseId }),
      ],
    };
  },
  summary: (input) =>
    input.finding === null ? headline(input) : dotted(headline(input), about(input.finding)),
});

const GONE = 'More records or a marker may have changed it. See the list of findings.';

function headline({ finding }: FindingInput): string {
  if (finding === null) return 'This finding is not in the case any more';
  return `${title(finding.severity)} · ${shorten(finding.title, 200)}`;
}

function about(finding: Finding): string {
  return dotted(
    finding.mailboxes.length > 0 ? few(finding.mailboxes, 2) : few(finding.users, 2),
    span(finding.firstSeen, finding.lastSeen),
    finding.messages > 0 && plural(finding.messages, 'message'),
    `confidence ${finding.confidence}`,
    `id ${cut(finding.id, 40)}`,
  );
}

interface Paragraph {
  inlines: Run[];
  spacing: 'medium' | 'small' | 'none';
}

function paragraphs(input: FindingInput, finding: Finding, rows: number): Paragraph[] {
  const { why, rating, little } = rated(finding);
  const rule = input.severityRule === null ? [] : ratingLines(input.severityRule, rows);
  const evidence = finding.recordIds.slice(0, Math.min(rows, 3));
  const rest = input.records - evidence.length;
  const told = [
    [bold('What happened  '), text(sentence(shorten(finding.observed, 700)))],
    [bold('What is usual  '), text(sentence(shorten(finding.expected, 400)))],
    [bold('Why it is unusual  '), text(sentence(shorten(`${why}${little}`, 700)))],
    [bold('What else it could be  '), text(sentence(shorten(finding.falsePositives, 400)))],
    [
      bold('Evidence  '),
      text(`${plural(input.records, 'record')}: `),
      ...evidence.flatMap((id, i) => [...(i === 0 ? [] : [text(', ')]), exact(cut(id, 60))]),
      ...(rest > 0 ? [subtle(` and ${count(rest)} more`)] : []),
      ...(input.files.length === 0 ? [] : [text(`. ${filesWords(input.files)}`)]),
    ],
    input.steps.length === 0 ? [] : [bold('What to do  '), text(stepsWords(input.steps))],
    rating === '' ? [] : [bold('Why it is rated so  '), text(sentence(shorten(rating, 700)))],
  ].flatMap((inlines): Paragraph[] => (inlines.length === 0 ? [] : [{ inlines, spacing: 'medium' }]));
  const rules = rule.map((inlines, i): Paragraph => ({ inlines, spacing: i === 0 ? 'small' : 'none' }));
  const attack = subtle(`MITRE ATT&CK ${few(finding.attack, 6)}`);
  return [
    ...told,
    ...rules,
    ...(finding.attack.length === 0 ? [] : [{ inlines: [attack], spacing: 'small' as const }]),
  ];
}

const MOST_FILES = 2;
const MOST_MARK_BUTTONS = 2;

/** 'In export.csv, rows 20,113, 20,115 and 15 more; in …': counted from 1, the heading of a CSV not among them. */
function filesWords(files: readonly FindingFile[]): string {
  const told = files.slice(0, MOST_FILES).map(({ input, member, records, rows }) => {
    const file = member === null ? name(input) : `${name(member)} of ${name(input)}`;
    const more = records - rows.length;
    const numbers = rows.map(count).join(', ');
    return `in ${file}, ${rows.length === 1 ? 'row' : 'rows'} ${numbers}${more > 0 ? ` and ${count(more)} more` : ''}`;
  });
  const left = files.length - told.length;
  const words = [...told, ...(left > 0 ? [`and in ${plural(left, 'more file')}`] : [])].join('; ');
  return sentence(words);
}

const MOST_STEPS = 6;

function stepsWords(steps: FindingInput['steps']): string {
  const told = steps.slice(0, MOST_STEPS).map((step) => shorten(step.title, 120));
  return sentence(told.join('; '));
}

/** The engine's last words of an explanation: why this one weighs what it does. */
function rated({ explanation, severity }: Finding): { why: string; rating: string; little: string } {
  const from = explanation.lastIndexOf(` Rated ${severity}: `);
  if (from < 0) return { why: explanation, rating: '', little: '' };
  const tail = explanation.indexOf(' The log holds ', from);
  const to = tail < 0 ? explanation.length : tail;
  return {
    why: explanation.slice(0, from),
    rating: explanation.slice(from, to),
    little: explanation.slice(to),
  };
}

const LONGEST_LINE = 800;

/** One line a sentence, and one for each of what moves a finding up or down; what there is no room for shares the last. */
function ratingLines(rule: string, rows: number): Run[][] {
  const sentences = sentence(rule).match(/[^.]+(\. ?|$)/g) ?? [];
  const lines = sentences.flatMap((one) => {
    const [, head = '', list = ''] = /^(.+ each): (.+)\.$/.exec(one.trim()) ?? [];
    const parts = list.split('; ');
    return parts.length > 1 ? [`${head}:`, ...parts.map((part) => `· ${part}`)] : [one.trim()];
  });
  const most = Math.max(2, 2 * rows);
  const shown = lines.length > most ? [...lines.slice(0, most), ...inRuns(lines.slice(most))] : lines;
  return shown.map((line, i) => [subtle(i === 0 ? `How such findings are rated: ${line}` : line)]);
}

/** One run of text would be cut where it is too long. */
function inRuns(lines: readonly string[]): string[] {
  const runs = [''];
  for (const line of lines) {
    const last = runs.length - 1;
    if (`${runs[last]} ${line}`.length > LONGEST_LINE) runs.push(line);
    else runs[last] = `${runs[last]} ${line}`.trim();
  }
  return runs;
}

/** Of several, such as two addresses of one stranger, each is marked by itself: never trusted, which asks for more thought. */
function markButtons(caseId: string, markers: readonly string[]): JsonObject[] {
  const [marker, ...more] = markers;
  if (marker === undefined) return [];
  if (more.length === 0) {
    return [
      button('Mark hostile…', 'preview-mark', { caseId, marker, verdict: 'hostile' }),
      button('Mark trusted…', 'preview-mark', { caseId, marker, verdict: 'trusted' }),
    ];
  }
  return markers.slice(0, MOST_MARK_BUTTONS).map((one) =>
    button(`Mark hostile: ${addressOf(one)}…`, 'preview-mark', {
      caseId,
      marker: one,
      verdict: 'hostile',
    }),
  );
}

/** Of what an address is made of alone: a title has room for no more. */
function addressOf(marker: string): string {
  return cut(marker.replace(/^ip:/, '').replace(/[^\da-f.:]/gi, ''), 24);
}

function approveButton(caseId: string, { id, apps, ips }: Finding): JsonObject[] {
  const one = only(apps) !== null && ips.length > 0;
  return one ? [button('Approve app…', 'approve-app', { caseId, id })] : [];
}

function only(values: string[]): string | null {
  return values.length === 1 ? (values[0] ?? null) : null;
}

import type { Page } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { type CoverageRow, type CoverageVerdict, rowRuns, VERDICT_WORDS } from '../_shared/coverage-words.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown, shownOf } from '../_shared/lists.ts';
import type { JsonObject } from '../_shared/literal.ts';
import { bold, exact, type Run, subtle, text } from '../_shared/rich.ts';
import { count, few, plural, sentence, time } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** Which mailboxes of the tenant have their mail access recorded. */
export interface CoverageInput {
  /** ISO time of the look */
  at: string;
  /** ISO time at which Exchange's settings were given; null = never */
  settingsAt: string | null;
  counts: Record<CoverageVerdict, number>;
  /** cmdlets whose output was not given */
  missing: string[];
  /** one sentence each */
  notes: string[];
  /** accounts with audit bypass and without a mailbox of their own */
  bypassed: string[];
  /** mailboxes with records in the case of the chat, although nothing is said to be recorded of them */
  contradicted: string[];
  /** null = of every verdict */
  only: { verdict: CoverageVerdict } | null;
  mailboxes: Page<CoverageRow>;
  mendings: { words: string; lines: string[] }[];
  /** names are replaced, since others read along */
  hidden: boolean;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    coverage: CoverageInput;
  }
}

const ORDER: CoverageVerdict[] = ['recorded', 'partly', 'not-recorded', 'unknown'];
/** A longer line would push everything else off the card, and cut short it would do something else. */
const LONGEST_LINE = 700;
const MOST_MENDINGS = 4;
const MOST_LINES = 6;

export const card = defineCard<CoverageInput>({
  template,
  rows: 12,
  data(input, rows) {
    const list = shown(input.mailboxes, rows);
    const of = input.only ?? {};
    return {
      headline: headline(input),
      colour: input.counts['not-recorded'] + input.counts.partly > 0 ? 'attention' : 'default',
      about: about(input),
      facts: facts(input),
      chart: chart(input),
      listTitle:
        input.only === null ? 'Mailboxes, the least covered first' : VERDICT_WORDS[input.only.verdict].title,
      mailboxes: list.items.map((row) => ({ inlines: rowRuns(row) })),
      note: list.note,
      mendings: shownOf(input.mendings, Math.min(rows, MOST_MENDINGS)).items.map(mendingOf),
      paging: pageButtons('show-coverage', of, [list], rows),
      buttons: buttons(input),
    };
  },
  summary: (input) => sentence(headline(input)),
});

function headline({ counts }: CoverageInput): string {
  const all = total(counts);
  if (all === 0) return 'No mailbox was found';
  if (counts.unknown === all)
    return `Whether mail access is recorded is not known for any of ${mailboxes(all)}`;
  const holes = counts['not-recorded'] + counts.partly;
  const missing = holes > 0 ? `; in ${count(holes)} not or not fully` : '';
  const unknown = counts.unknown > 0 ? `; of ${count(counts.unknown)} it is not known` : '';
  return `Mail access is recorded in ${count(counts.recorded)} of ${mailboxes(all)}${missing}${unknown}`;
}

function about({ at, settingsAt, hidden }: CoverageInput): string {
  const settings =
    settingsAt === null
      ? 'No settings of Exchange were given.'
      : `Settings of Exchange as of ${time(settingsAt)}.`;
  const names = hidden
    ? ' Names are hidden, since others read along; write coverage in a private chat to see them and what mends it.'
    : '';
  return `Looked at ${time(at)}. ${settings} It says how it is now, not how it was.${names}`;
}

function facts(input: CoverageInput): { inlines: Run[] }[] {
  const { counts, missing, notes, bypassed, contradicted } = input;
  const all = total(counts);
  const lines = ORDER.filter((verdict) => counts[verdict] > 0).map((verdict) => [
    bold(`${VERDICT_WORDS[verdict].label}  `, VERDICT_WORDS[verdict].colour),
    text(`${count(counts[verdict])} (${share(counts[verdict], all)})`),
    subtle(` · ${VERDICT_WORDS[verdict].meaning}`),
  ]);
  if (missing.length > 0) {
    lines.push([
      bold('Not given  '),
      text(`${few(missing, 5)}. `),
      subtle('Write '),
      exact('coverage how'),
      subtle(' for the lines to run.'),
    ]);
  }
  if (bypassed.length > 0) {
    const whose = `${plural(bypassed.length, 'account')} without a mailbox: ${few(bypassed, 3)}. `;
    lines.push([
      bold('Audit bypass  ', 'attention'),
      text(whose),
      text('What they do in any mailbox leaves no record.'),
    ]);
  }
  if (contradicted.length > 0) {
    const words = `The case of this chat holds records of ${few(contradicted, 5)}, of which nothing is said to be recorded: settings change.`;
    lines.push([bold('The log says otherwise  '), text(words)]);
  }
  return [...lines, ...notes.slice(0, 4).map((note) => [text(sentence(note))])].map((inlines) => ({
    inlines,
  }));
}

function chart({ counts }: CoverageInput): JsonObject[] {
  const there = ORDER.filter((verdict) => counts[verdict] > 0);
  const words = there
    .map((verdict) => `${VERDICT_WORDS[verdict].label} ${count(counts[verdict])}`)
    .join(' · ');
  // One bar alone shows nothing that its number does not.
  if (there.length < 2) return [];
  const element = {
    type: 'Chart.VerticalBar.Grouped',
    title: 'Mailboxes by verdict',
    xAxisTitle: 'verdict',
    yAxisTitle: 'mailboxes',
    stacked: true,
    data: there.map((verdict) => ({
      legend: VERDICT_WORDS[verdict].label,
      color: VERDICT_WORDS[verdict].chart,
      values: [{ x: VERDICT_WORDS[verdict].label, y: counts[verdict] }],
    })),
    fallback: { type: 'TextBlock', text: `Mailboxes by verdict: ${words}`, wrap: true, isSubtle: true },
  };
  return [element];
}

function mendingOf({ words, lines }: CoverageInput['mendings'][number]) {
  const fits = lines.length <= MOST_LINES && lines.every((line) => line.length <= LONGEST_LINE);
  return {
    words: sentence(words),
    // Half of the lines of a mending would be worse than none.
    lines: (fits ? lines : []).map((line) => ({ inlines: [exact(line)] })),
    tooLong: fits ? '' : 'The lines are too long for a card; the CSV has them.',
  };
}

function buttons({ counts, only, hidden }: CoverageInput): JsonObject[] {
  const others = (['not-recorded', 'partly', 'unknown'] as const).filter(
    (verdict) => counts[verdict] > 0 && verdict !== only?.verdict,
  );
  return [
    ...(only === null ? [] : [button('All', 'show-coverage', {})]),
    ...others.map((verdict) => button(VERDICT_WORDS[verdict].label, 'show-coverage', { verdict })),
    ...(hidden || total(counts) === 0 ? [] : [button('Export CSV', 'export-coverage', {})]),
  ];
}

function total(counts: CoverageInput['counts']): number {
  return ORDER.reduce((sum, verdict) => sum + counts[verdict], 0);
}

function mailboxes(n: number): string {
  return plural(n, 'mailbox', 'mailboxes');
}

/** Never 100 % where one is missing, never 0 % where one is there. */
function share(part: number, all: number): string {
  const percent = Math.round((100 * part) / all);
  if (percent === 100 && part < all) return 'more than 99 %';
  return percent === 0 && part > 0 ? 'less than 1 %' : `${percent} %`;
}

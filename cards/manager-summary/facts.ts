/** What a manager is told, in plain words: the same for the card and for the printed report. */
import { contradictsScope } from '../../analysis/input-warnings.ts';
import type { NextStep, Severity } from '../../analysis/report.ts';
import type { ExposureCounts, MailboxExposure, Page, SummarySection } from '../../analysis/sections.ts';
import { clockWords, soonest } from '../_shared/clock-words.ts';
import type { Colour } from '../_shared/rich.ts';
import { EXPOSURE_WORDS, gapPhrase, isCutOff, verdictColour } from '../_shared/vocabulary.ts';
import { count, days, few, name, plural, sentence, shorten, time, title } from '../_shared/words.ts';
import type { CaseWork } from '../_shared/work.ts';
import { trend } from './trend.ts';

export interface ManagerInput {
  case: SummarySection['case'];
  summary: SummarySection;
  /** the exposure that `leadingScope` names, the worst first */
  mailboxes: Page<MailboxExposure>;
  /** what the findings suspect, once something is confirmed; null before, when `mailboxes` holds it */
  suspected: Page<MailboxExposure> | null;
  /** all next steps, for the titles of those that are done */
  steps: NextStep[];
  work: Pick<CaseWork, 'members' | 'findings' | 'notes' | 'ticks' | 'clocks' | 'days' | 'hold'>;
  /** ISO time */
  now: string;
}

/** A few lines under a title; `strong` stands first in its line. */
export interface Part {
  title: string;
  lines: { strong: string; words: string; alarm?: boolean }[];
}

export interface ManagerFacts {
  headline: string;
  colour: Colour;
  about: string;
  parts: Part[];
}

/** What people talk about: what is confirmed, once something is; before that what the findings suspect. */
export function leadingScope({ exposure: { confirmed } }: SummarySection): 'confirmed' | 'suspected' {
  return Object.values(confirmed).some((n) => n > 0) ? 'confirmed' : 'suspected';
}

/** @param rows how many lines a part may have */
export function managerFacts(input: ManagerInput, rows: number): ManagerFacts {
  const { summary } = input;
  const counts = summary.exposure[leadingScope(summary)];
  return {
    headline: headline(input),
    colour: verdictColour(summary),
    about: about(input),
    parts: [
      part('How sure we are', howSure(input, counts)),
      part('Whose mail', whose(input, rows)),
      part('What cannot be excluded', notExcluded(summary)),
      part('What is being done', doing(input, rows)),
      part('Decisions due', decisions(input, rows)),
      part('What is new', [trend(input.work.days, summary, input.now)]),
    ],
  };
}

function part(heading: string, lines: (string | Part['lines'][number])[]): Part {
  return {
    title: heading,
    lines: lines.map((one) => (typeof one === 'string' ? { strong: '', words: one } : one)),
  };
}

function headline(input: ManagerInput): string {
  const { summary } = input;
  const { length: reached } = reachedOf(input.mailboxes);
  const whose = `${atLeast(input.mailboxes)}${plural(reached, 'mailbox', 'mailboxes')}${between(input.mailboxes)}`;
  switch (summary.verdict) {
    case 'confirmed':
      return reached > 0
        ? `Somebody marked as an intruder reached the mail of ${whose}`
        : 'An intruder is marked, but no mail they reached is on record';
    case 'suspicious':
      return reached > 0
        ? `Somebody who may be an intruder reached the mail of ${whose}`
        : 'There are signs of an intruder';
    case 'unusual':
      return reached > 0
        ? `The mail of ${whose} was reached in an unusual way; it may be harmless`
        : 'There is unusual access to mail; it may be harmless';
    case 'cannot-tell':
      return 'We cannot tell whether mail was reached: the records are not enough';
    default:
      return isCutOff(summary.trust)
        ? 'Nothing unusual was found in what is on record, but a part of the records is missing'
        : 'Nothing unusual was found in what is on record';
  }
}

const REACHED: readonly (MailboxExposure['verdict'] | undefined)[] = [
  'entire-mailbox',
  'folders',
  'messages',
];

/** Those of the page whose mail must be presumed read; the worst come first. */
function reachedOf({ items }: Page<MailboxExposure>): MailboxExposure[] {
  return items.filter(({ verdict }) => REACHED.includes(verdict));
}

/** Only when the page holds nothing milder may there be more of them on the next. */
function atLeast({ items, total }: Page<MailboxExposure>): string {
  return total > items.length && reachedOf({ items, total, offset: 0 }).length === items.length
    ? 'at least '
    : '';
}

/** ', 14 May to 15 May 2026 UTC', when every mailbox is on the page */
function between(page: Page<MailboxExposure>): string {
  const reached = reachedOf(page);
  const [first] = reached.flatMap(({ firstAccess }) => firstAccess ?? []).sort();
  const last = reached
    .flatMap(({ lastAccess }) => lastAccess ?? [])
    .sort()
    .at(-1);
  if (first === undefined || last === undefined || atLeast(page) !== '') return '';
  const when = days(first, last);
  return when === '' ? '' : `, ${when}`;
}

function about({ case: { name: caseName }, summary: { totals, window }, now }: ManagerInput): string {
  const period = days(window.from, window.to);
  const basis = `From ${plural(totals.mailItemsAccessed, 'record')} of ${plural(totals.mailboxes, 'mailbox', 'mailboxes')}`;
  return `${basis}${period === '' ? '' : `, ${period}`} · case ${name(caseName)} · as of ${time(now)}`;
}

/** Worst first. */
const GRAVITY = ['entire-mailbox', 'folders', 'messages'];

/** Mailboxes of which the findings suspect more than is confirmed: marking one intruder decides about nobody else. */
function suspectedBeside({ mailboxes, suspected }: ManagerInput): MailboxExposure[] {
  if (suspected === null) return [];
  const confirmed = new Map(mailboxes.items.map((one) => [one.mailbox, GRAVITY.indexOf(one.verdict ?? '')]));
  return reachedOf(suspected).filter(({ mailbox, verdict }) => {
    const known = confirmed.get(mailbox) ?? -1;
    return known === -1 || GRAVITY.indexOf(verdict ?? '') < known;
  });
}

function howSure(input: ManagerInput, counts: ExposureCounts): string[] {
  const { summary } = input;
  const confirmed = leadingScope(summary) === 'confirmed';
  const lines: string[] = [];
  if (counts.messages > 0) {
    lines.push(
      `The log shows it directly for ${plural(counts.messages, 'message')} in ${plural(counts.messageMailboxes, 'mailbox', 'mailboxes')}.`,
    );
  }
  if (counts.entireMailboxes > 0) {
    lines.push(
      `Of ${plural(counts.entireMailboxes, 'mailbox', 'mailboxes')} everything is presumed read: folders were copied, or the log went blind meanwhile.`,
    );
  }
  if (counts.unknownMailboxes + counts.windows > 0) {
    lines.push('Where the log has holes, we presume the worst.');
  }
  if (lines.length > 0) {
    lines.push('The log shows that mail was reached, not that a person read it: it is presumed read.');
  }
  const beside = suspectedBeside(input).length;
  if (beside > 0) {
    lines.push(
      `${counts.messages + counts.entireMailboxes > 0 ? 'That much is confirmed.' : 'No message is confirmed.'} For ${plural(beside, 'mailbox', 'mailboxes')} the findings suspect more: a responder has yet to decide.`,
    );
  }
  const open = graveFindings(summary.findings.bySeverity);
  if (!confirmed && open > 0) {
    lines.push('Nothing is confirmed: a responder has yet to say whether this was an intruder.');
  }
  return lines.length > 0 ? lines : ['No message is named by anything confirmed or suspected.'];
}

function graveFindings(bySeverity: Record<Severity, number>): number {
  return bySeverity.critical + bySeverity.high + bySeverity.medium;
}

function whose(input: ManagerInput, rows: number): Part['lines'] {
  const { mailboxes } = input;
  const most = Math.min(rows, 5);
  const named = mailboxes.items.filter(({ verdict }) => verdict !== 'no-evidence');
  const lines = named
    .slice(0, most)
    .map((one) => ({ strong: `${name(one.mailbox)}: `, words: reached(one) }));
  const beyond = named.length === mailboxes.items.length ? mailboxes.total - named.length : 0;
  const left = named.length - lines.length + beyond;
  if (left > 0 && lines.length > 0) lines.push({ strong: '', words: `and ${count(left)} more` });
  const beside = suspectedBeside(input);
  for (const one of beside.slice(0, most)) {
    lines.push({ strong: `${name(one.mailbox)}: `, words: `suspected, not decided: ${reached(one)}` });
  }
  if (beside.length > most)
    lines.push({ strong: '', words: `and ${count(beside.length - most)} more suspected` });
  if (lines.length === 0) return [{ strong: '', words: 'No mailbox is named so far.' }];
  return [
    ...lines,
    { strong: '', words: 'What this mail holds is not part of the log: it has to be reviewed.' },
  ];
}

function reached({ verdict, messages }: MailboxExposure): string {
  return verdict === 'messages'
    ? `${plural(messages, 'message')} presumed read`
    : (EXPOSURE_WORDS[verdict ?? 'no-evidence'] ?? 'access on record');
}

function notExcluded({ trust, totals, inputs }: SummarySection): string[] {
  const contradicted = inputs.items.some(({ warnings }) => warnings.some(contradictsScope))
    ? ['What was said about the search of the log does not fit the records: a responder must check it.']
    : [];
  if (trust.gapsByKind.length === 0) {
    return [
      trust.verdict === 'sound'
        ? 'No hole was found in the log. What it never records stays unknown.'
        : 'The log is not enough to exclude access to any mailbox.',
    ];
  }
  const phrases = trust.gapsByKind
    .slice(0, 3)
    .map(({ kind, gaps, mailboxes }) => sentence(withoutTerms(gapPhrase(kind, gaps, mailboxes))));
  const more = trust.gapsByKind.length - phrases.length;
  const covered =
    trust.mailboxesCovered === 0
      ? `For none of the ${plural(totals.mailboxes, 'mailbox', 'mailboxes')} is the whole time covered.`
      : `In what is on record, no gap was found for ${count(trust.mailboxesCovered)} of ${plural(totals.mailboxes, 'mailbox', 'mailboxes')}.`;
  return [
    ...contradicted,
    ...phrases,
    ...(more > 0 ? [`And ${plural(more, 'other kind')} of hole in the log.`] : []),
    covered,
  ];
}

/** '… went unrecorded for a day or more (throttling)': the term in brackets is for responders. */
function withoutTerms(words: string): string {
  return words.replace(/ \([^()]*\)/g, '');
}

function doing({ work, steps, summary }: ManagerInput, rows: number): Part['lines'] {
  const most = Math.min(rows, 4);
  const done = Object.entries(work.ticks).sort(([, a], [, b]) => b.at.localeCompare(a.at));
  const lines = done.slice(0, most).map(([id, { by, at, title: then }]) => ({
    strong: 'Done: ',
    words: `${title(shorten(then || (steps.find((step) => step.id === id)?.title ?? id), 160))} (${name(by.name)}, ${time(at)})`,
  }));
  if (done.length > most) lines.push({ strong: '', words: `and ${count(done.length - most)} more done` });
  const owners = findingsByOwner(work);
  if (owners.length > 0) {
    const who = owners.map(([person, n]) => `${name(person)} ${plural(n, 'finding')}`);
    lines.push({ strong: 'Under way: ', words: few(who, 4) });
  }
  const held = owners.reduce((sum, [, n]) => sum + n, 0);
  const free = summary.findings.top.total - held;
  if (free > 0) lines.push({ strong: 'With nobody yet: ', words: plural(free, 'finding') });
  const lead = work.members.filter((member) => member.lead).map((member) => member.name);
  if (lead.length > 0) lines.push({ strong: 'In charge: ', words: few(lead, 3) });
  if (work.hold !== null)
    lines.push({ strong: 'Kept: ', words: 'on legal hold, nothing of the case can be deleted' });
  const note = work.notes.at(-1);
  if (note) {
    lines.push({
      strong: 'Last note: ',
      words: `${sentence(shorten(note.text, 200))} (${name(note.by.name)}, ${time(note.at)})`,
    });
  }
  return lines.length > 0
    ? lines
    : [{ strong: '', words: 'Nothing is noted as done, and nobody has a finding.' }];
}

/** [name, how many findings they have], the busiest first */
function findingsByOwner({ findings }: ManagerInput['work']): [string, number][] {
  const byId = new Map<string, [string, number]>();
  for (const { owner } of Object.values(findings)) {
    if (owner !== null) byId.set(owner.objectId, [owner.name, (byId.get(owner.objectId)?.[1] ?? 0) + 1]);
  }
  return [...byId.values()].sort((a, b) => b[1] - a[1]);
}

function decisions({ work, summary, now }: ManagerInput, rows: number): Part['lines'] {
  const clocks = soonest(work.clocks);
  const most = Math.min(rows, 4);
  const lines: Part['lines'] = clocks.slice(0, most).map((clock) => {
    const { regime, left, until, from, late } = clockWords(clock, now);
    return { strong: `${regime}: ${left}`, words: `, ${until} · ${from}`, ...(late ? { alarm: true } : {}) };
  });
  if (clocks.length > most)
    lines.push({ strong: '', words: `and ${plural(clocks.length - most, 'more clock')}` });
  if (['confirmed', 'suspicious'].includes(summary.verdict)) {
    lines.push({
      strong: '',
      words: 'Tell the people whose mail it is? Report to authorities, insurer, customers?',
    });
  }
  if (clocks.length === 0) {
    lines.push({
      strong: '',
      words: 'No clock runs. Whether one must is for counsel to say; a lead starts it.',
    });
  }
  return lines;
}

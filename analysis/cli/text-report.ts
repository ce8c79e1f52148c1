/** The report as text, for a terminal: the answer first, then why to believe it, then what to do. */
import type { Writable } from 'node:stream';
import { SHORT_HOURS } from '../case/headline.ts';
import { GAP_LABELS } from '../gap-labels.ts';
import type { Case } from '../index.ts';
import { warningWords } from '../input-warnings.ts';
import type { Finding, ReportInput } from '../report.ts';
import type { ContextGroup, ExposureCounts, SummarySection } from '../sections.ts';
import { count, duration } from '../words.ts';
import { changeLines } from './change-lines.ts';
import { exposureLines } from './exposure-lines.ts';
import { blind, mailboxes, section, span } from './lines.ts';
import { printable } from './progress-bar.ts';

const LIST = 12;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
/** Read whole where they are not many more than a person reads, to be able to say how many are of which kind. */
const WHOLE = 1_000;
const FILES = 50;
const CHANGES = 20;

export async function writeText(kase: Case, out: Writable): Promise<void> {
  const summary = await kase.section('summary', {});
  const gaps = await kase.section('gaps', { limit: LIST });
  const contexts = await kase.section('contexts', { limit: LIST });
  const ledgers = [await kase.section('messages', { limit: WHOLE })];
  if (
    ledgers[0]?.scope === 'confirmed' &&
    summary.findings.bySeverity.critical + summary.findings.bySeverity.high > 0
  ) {
    ledgers.push(await kase.section('messages', { scope: 'suspected', limit: WHOLE }));
  }
  const changes = await kase.section('timeline', { only: 'change', limit: WHOLE });
  const findings = await kase.section('findings', { limit: LIST });
  const steps = await kase.section('next-steps', { limit: 100 });
  const inputs = await kase.section('inputs', { limit: WHOLE });
  const lines = [
    ...head(summary, inputs.inputs.items),
    ...section(
      'Findings',
      findings.findings.items.flatMap(findingLines),
      findings.findings.total - findings.findings.items.length,
    ),
    ...changeLines(changes.events, CHANGES),
    ...section(
      'Files',
      inputs.inputs.items.slice(0, FILES).flatMap(inputLines),
      inputs.inputs.total - Math.min(FILES, inputs.inputs.items.length),
    ),
    ...section(
      'Rejected rows',
      inputs.rejected.items.slice(0, LIST).map(({ input, row, reason }) => `${input}, row ${row}: ${reason}`),
      inputs.rejected.total - Math.min(LIST, inputs.rejected.items.length),
    ),
    ...section(
      'What the log cannot show',
      gaps.gaps.items.map(({ statement }) => statement),
      gaps.gaps.total - gaps.gaps.items.length,
    ),
    ...section('Can be concluded', gaps.canConclude),
    ...section('Cannot be concluded', gaps.cannotConclude),
    ...section(
      `Who reached the mailboxes (${count(contexts.groups.total, 'visit')} in ${count(contexts.contexts.total, 'context')})`,
      contexts.groups.items.map(
        (group) =>
          `${group.mailbox} by ${group.user}${through(group)} · ${group.protocol} from ${group.network ?? 'no address'} · ${group.bind.toLocaleString('en')} bind, ${group.sync.toLocaleString('en')} sync, ${count(group.messages, 'message')} · ${span(group.firstSeen, group.lastSeen)}${verdictOf(group)}`,
      ),
      contexts.groups.total - contexts.groups.items.length,
    ),
    ...exposureLines(ledgers, summary.exposure, LIST),
    ...section(
      'Next steps',
      steps.steps.items.map(({ title, source }, index) => `${index + 1}. ${title} (${source})`),
      0,
    ),
  ];
  out.write(`${lines.map(printable).join('\n')}\n`);
}

/** In an owner's name another may read: the application is whom to ask about. */
function through({ user, through: by }: ContextGroup): string {
  if (by === undefined || by.app === user) return '';
  return ` through app ${by.app}${by.others > 0 ? ` and ${by.others.toLocaleString('en')} more` : ''}`;
}

function verdictOf({ verdict, records, hostileRecords = records }: ContextGroup): string {
  if (verdict === 'expected') return '';
  const part =
    verdict === 'hostile' && hostileRecords < records
      ? ` in part: ${hostileRecords.toLocaleString('en')} of ${count(records, 'record')}`
      : '';
  return ` · ${verdict}${part}`;
}

function head(summary: SummarySection, inputs: ReportInput[]): string[] {
  const { totals, exposure } = summary;
  const inAll = `${count(totals.records, 'record')} in all`;
  return [
    summary.headline,
    ...(totals.mailItemsAccessed === 0
      ? [`no mail access on record${otherRecords(inputs)} · ${inAll}`]
      : [
          ...accesses(summary, inAll),
          `Confirmed by markers: ${counts(exposure.confirmed, exposure.markers)}`,
          ...removed(exposure),
        ]),
    ...suspected(summary),
    `Can the log be trusted? ${trust(summary)}`,
  ];
}

function accesses({ totals, window, verdict }: SummarySection, inAll: string): string[] {
  const { mailItemsAccessed: all, bind, sync, serviceRecords: service } = totals;
  const [bound, synced, own] = [bind, sync, service].map((n) => n.toLocaleString('en'));
  const hours = (Date.parse(window.to ?? '') - Date.parse(window.from ?? '')) / 3_600_000;
  return [
    `${span(window.from, window.to)} · ${count(all, 'mail-access record')} (${bound} bind, ${synced} sync, ${own} by Microsoft's own services) of ${mailboxes(totals.mailboxes)} · ${inAll}`,
    `${count(totals.mailboxMessages, 'message')} accessed singly · ${count(totals.throttled, 'throttling mark')}`,
    // Where nothing was found, the first line says it.
    ...(hours < SHORT_HOURS && verdict !== 'nothing-unusual'
      ? [
          `The log spans ${duration(hours)}: what is usual here is hardly known, and that little was found says little.`,
        ]
      : []),
  ];
}

/** The period of mail access is the report's; where there is none, readers still need to know of when the records are. */
function otherRecords(inputs: ReportInput[]): string {
  const times = inputs.flatMap(({ first, last }) => [first, last].filter((time) => time !== null)).sort();
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `, other records of ${span(first, last)}`;
}

function counts(exposure: ExposureCounts, markers: string[]): string {
  if (markers.length === 0) return 'nothing is marked hostile yet';
  return `${amount(exposure)} (${markers.join(', ')})`;
}

function removed({ trusted, removed: what }: SummarySection['exposure']): string[] {
  if (trusted.length === 0) return [];
  const said =
    what.mailboxes === 0
      ? 'nothing'
      : `${count(what.messages, 'message')} and ${count(what.syncs, 'folder sync')} in ${mailboxes(what.mailboxes)}`;
  return [
    `Marked trusted (${trusted.join(', ')}): sets aside ${said}${what.mailboxes === 0 ? '' : ', whatever is found there'}`,
  ];
}

/** What the findings amount to, which a newcomer must not have to add up. */
function suspected({
  exposure: { suspected: read },
  findings: { bySeverity, detections },
}: SummarySection): string[] {
  if (detections === 0) return [];
  const found = SEVERITIES.filter((severity) => bySeverity[severity] > 0).map(
    (severity) => `${bySeverity[severity].toLocaleString('en')} ${severity}`,
  );
  const graver = bySeverity.critical + bySeverity.high > 0;
  return [
    ...(graver ? [`Suspected by findings of high and above: ${reached(read)}`] : []),
    `Findings: ${found.length === 0 ? 'none' : found.join(', ')}`,
  ];
}

function reached(read: ExposureCounts): string {
  return read.messages + read.entireMailboxes === 0 ? 'changes, and no mail access with them' : amount(read);
}

function amount(exposure: ExposureCounts): string {
  return [
    `${count(exposure.messages, 'message')} in ${mailboxes(exposure.messageMailboxes)}`,
    count(exposure.entireMailboxes, 'entire mailbox', 'entire mailboxes'),
    blind(exposure.windows),
  ].join(', ');
}

function trust({ trust: { verdict, gapsByKind, rejected } }: SummarySection): string {
  if (verdict === 'insufficient') return 'There is nothing to conclude from.';
  if (verdict === 'sound') {
    const unread = rejected === 0 ? '' : `, but for ${count(rejected, 'row')} that could not be read`;
    return `No gap was found in what is there${unread}.`;
  }
  const kinds = gapsByKind.map(({ kind, gaps, mailboxes: own }) => {
    const whose = own === 0 ? 'of the whole organization' : `in ${mailboxes(own)}`;
    return `${count(gaps, 'gap')} ${whose}: ${GAP_LABELS[kind]}`;
  });
  return `Not everywhere: ${kinds.join('; ')}.`;
}

function inputLines(input: ReportInput): string[] {
  const name = input.member === null ? input.name : `${input.name}/${input.member}`;
  return [
    `${name} · ${input.format} · sha256 ${input.sha256}`,
    `  ${count(input.rows, 'row')} = ${count(input.records, 'record')} + ${count(input.duplicates, 'duplicate')} + ${input.rejected.toLocaleString('en')} rejected · ${input.mailItemsAccessed.toLocaleString('en')} of mail access${conflicts(input)}`,
    ...input.warnings.map((code) => `  Careful: ${warningWords(code)}`),
  ];
}

function conflicts({ conflicts: differ }: ReportInput): string {
  if (differ === 0) return '';
  return ` · ${count(differ, 'duplicate')} ${differ === 1 ? 'says' : 'say'} something else`;
}

function findingLines({
  id,
  severity,
  title,
  observed,
  explanation,
  firstSeen,
  lastSeen,
}: Finding): string[] {
  return [
    `${severity} · ${title} · ${span(firstSeen, lastSeen)} · ${id}`,
    `  ${capital(observed)}`,
    `  ${explanation}`,
  ];
}

/** Not where it begins with an address or an id. */
function capital(text: string): string {
  return /^[a-z]+ /.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1)}` : text;
}

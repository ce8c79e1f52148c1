/** What must be assumed read, how sure that is, and whether the log can be trusted: the summary's lines. */
import type { ExposureCounts, Removed, SummarySection } from '../../analysis/sections.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { gapPhrase } from '../_shared/vocabulary.ts';
import { count, few, plural } from '../_shared/words.ts';

interface Line {
  inlines: Run[];
  spacing: 'small' | 'medium';
}

export function answers(section: SummarySection): Line[] {
  return [
    { inlines: assumedRead(section), spacing: 'medium' },
    { inlines: suspected(section), spacing: 'small' },
    ...trusted(section),
    { inlines: onRecord(section), spacing: 'small' },
    { inlines: logTrust(section), spacing: 'small' },
  ];
}

/** Confirmed and suspected stay apart: they may name different mailboxes, so adding them up would be a guess. */
function assumedRead({ exposure: { markers, confirmed } }: SummarySection): Run[] {
  const lead = bold('Must be assumed read: ');
  if (markers.length === 0) {
    return [
      lead,
      text('nothing is confirmed yet, because no address, session, app or user is marked hostile'),
    ];
  }
  const by = subtle(` · confirmed, because marked hostile: ${few(markers, 3)}`);
  return [lead, text(exposureWords(confirmed) || 'no access by what is marked hostile is on record'), by];
}

function suspected({ exposure: { markers, suspected: counts }, findings }: SummarySection): Run[] {
  const words = exposureWords(counts);
  if (findings.detections === 0) {
    return [bold('Suspected: '), text('not looked for in this version. Mark what is the attacker’s')];
  }
  const none =
    findings.top.total > 0 ? 'no message is named by the findings' : 'nothing, there are no findings';
  const overlap =
    words !== '' && markers.length > 0 ? [subtle(' · what is confirmed may be part of it')] : [];
  return [bold('Suspected: '), text(words || none), ...overlap];
}

function trusted({ exposure }: SummarySection): Line[] {
  if (exposure.trusted.length === 0) return [];
  const inlines = [
    bold('Marked trusted: '),
    text(few(exposure.trusted, 3)),
    subtle(` · ${removedWords(exposure.removed)}`),
  ];
  return [{ inlines, spacing: 'small' }];
}

function removedWords({ messages, mailboxes, syncs }: Removed): string {
  if (mailboxes === 0) return 'sets nothing aside';
  const what = [messages > 0 && plural(messages, 'message'), syncs > 0 && plural(syncs, 'folder sync')];
  return `sets aside ${what.filter(Boolean).join(' and ') || 'the access'} in ${plural(mailboxes, 'mailbox', 'mailboxes')}, whatever is found there`;
}

/** '214 messages in 2 mailboxes · 1 entire mailbox · 1 window in which access cannot be excluded', or '' */
function exposureWords(counts: ExposureCounts): string {
  const inMailboxes = plural(counts.messageMailboxes, 'mailbox', 'mailboxes');
  return dotted(
    counts.messages > 0 && `${plural(counts.messages, 'message')} in ${inMailboxes}`,
    counts.entireMailboxes > 0 && `${plural(counts.entireMailboxes, 'entire mailbox', 'entire mailboxes')}`,
    counts.windows > 0 && `${plural(counts.windows, 'window')} in which access cannot be excluded`,
    counts.unknownMailboxes > 0 &&
      `${plural(counts.unknownMailboxes, 'mailbox', 'mailboxes')} about which the log cannot tell`,
  );
}

function onRecord({ totals }: SummarySection): Run[] {
  const service =
    totals.serviceRecords > 0
      ? ` · ${count(totals.serviceRecords)} of the records ${totals.serviceRecords === 1 ? 'is' : 'are'} Microsoft services' own`
      : '';
  return [
    bold('On record, by anybody: '),
    text(`${plural(totals.mailboxMessages, 'message')} accessed, ${plural(totals.sync, 'folder sync')}`),
    subtle(service),
  ];
}

function logTrust({ trust }: SummarySection): Run[] {
  const lead = bold('Can the log be trusted? ');
  if (trust.verdict === 'sound') {
    const unread =
      trust.rejected === 0 ? '' : `, but for ${plural(trust.rejected, 'row')} that could not be read`;
    return [lead, text(`No gap was found in what is there${unread}.`)];
  }
  const phrases = trust.gapsByKind.map(({ kind, gaps, mailboxes }) => gapPhrase(kind, gaps, mailboxes));
  const answer = trust.verdict === 'gaps' ? 'Not everywhere' : 'Not enough to conclude anything';
  const most = 5;
  const rest = phrases.length > most ? `; and ${plural(phrases.length - most, 'other kind')} of gap` : '';
  const why = phrases.length > 0 ? `: ${phrases.slice(0, most).join('; ')}${rest}.` : '.';
  return [lead, bold(answer), text(why)];
}

/** The verdict of a case and its first line: the answer before everything else. */
import type { CaseVerdict, Severity, Totals } from '../report.ts';
import { count, duration } from '../words.ts';
import type { CutOff } from './trust-facts.ts';

export interface HeadlineFacts {
  totals: Totals;
  /** mailboxes that contexts marked hostile reached */
  confirmedMailboxes: number;
  findings: Record<Severity, number>;
  /** mailboxes that findings of severity high and above reached, and those of medium */
  suspectedMailboxes: number;
  mailboxesWithGaps: number;
  /** of these, the ones for which no moment between the first and the last record is covered */
  mailboxesBlind: number;
  /** rows of the files that could not be read */
  rejected: number;
  cutOff: CutOff;
  detections: number;
  /** from the first record of mail access to the last; null without any */
  hours: number | null;
}

/** Less than a working week tells little of what is usual. */
export const SHORT_HOURS = 5 * 24;

export function verdictOf(facts: HeadlineFacts): CaseVerdict {
  if (facts.confirmedMailboxes > 0) return 'confirmed';
  if (facts.findings.critical + facts.findings.high > 0) return 'suspicious';
  if (facts.findings.medium > 0) return 'unusual';
  // Where nothing could have been seen, that nothing was seen is no answer.
  return facts.mailboxesBlind >= facts.totals.mailboxes ? 'cannot-tell' : 'nothing-unusual';
}

export function headlineOf(facts: HeadlineFacts): string {
  return `${answer(facts)}${cut(facts)}${doubts(facts)}`;
}

function answer(facts: HeadlineFacts): string {
  const { totals } = facts;
  const covered = totals.mailboxes - facts.mailboxesWithGaps;
  switch (verdictOf(facts)) {
    case 'confirmed':
      return `${mailboxes(facts.confirmedMailboxes)} accessed by a context marked hostile${blind(facts)}`;
    case 'suspicious':
      return facts.suspectedMailboxes === 0
        ? `Suspicious changes on record${unseen(facts)}`
        : `Suspicious access to ${mailboxes(facts.suspectedMailboxes)}${blind(facts)}`;
    case 'unusual':
      return totals.mailItemsAccessed === 0
        ? `Unusual changes on record${unseen(facts)}`
        : `Unusual access or changes on record${blind(facts)}`;
    case 'cannot-tell':
      if (totals.records === 0) return 'Cannot tell: no audit record could be read';
      return totals.mailItemsAccessed === 0
        ? `Cannot tell: ${noneOf(totals.records)} of mail access (MailItemsAccessed)`
        : `Cannot tell: the log of ${coverage(totals.mailboxes, totals.mailboxes)} is blind from the first record to the last`;
    default:
      return facts.detections === 0
        ? `No access is marked hostile yet; ${gapsIn(covered, totals.mailboxes)}`
        : `Nothing unusual found ${found(covered, totals.mailboxes)}`;
  }
}

/** Missing records weaken every answer: whoever reads only this line must know that half the log may be absent. */
function cut({ cutOff: { proven, suspected } }: HeadlineFacts): string {
  if (proven > 0) {
    return `; ${proven === 1 ? 'an export is' : `${count(proven, 'export')} are`} cut off: records are missing`;
  }
  if (suspected === 0) return '';
  return `; ${suspected === 1 ? 'an export' : count(suspected, 'export')} may be cut off: records may be missing`;
}

/** What else limits that nothing was found. */
function doubts(facts: HeadlineFacts): string {
  if (verdictOf(facts) !== 'nothing-unusual' || facts.detections === 0) return '';
  return `${unread(facts)}${short(facts)}${low(facts)}`;
}

/** Findings that rest on changes alone say nothing of what was read. */
function unseen(facts: HeadlineFacts): string {
  const { records, mailItemsAccessed } = facts.totals;
  return mailItemsAccessed === 0
    ? `; what was read cannot be told: ${noneOf(records)} of mail access`
    : blind(facts);
}

function blind({ mailboxesWithGaps }: HeadlineFacts): string {
  if (mailboxesWithGaps === 0) return '';
  return mailboxesWithGaps === 1
    ? '; the log of one mailbox has gaps'
    : `; the log of ${mailboxesWithGaps} mailboxes has gaps`;
}

function noneOf(records: number): string {
  return records === 1 ? 'the one record is not' : `none of the ${records.toLocaleString('en')} records is`;
}

function gapsIn(covered: number, all: number): string {
  if (covered > 0) return `no gap found in what is on record of ${coverage(covered, all)}`;
  return `the log of ${coverage(all, all)} has gaps`;
}

/** Whatever they say, nobody looked at it. */
function unread({ rejected }: HeadlineFacts): string {
  return rejected === 0 ? '' : `; ${count(rejected, 'row')} could not be read`;
}

/** Little history finds little: that must not be taken for an answer. */
function short({ hours }: HeadlineFacts): string {
  if (hours === null || hours >= SHORT_HOURS) return '';
  return `; a log of ${duration(hours)} is too short to know what is usual`;
}

/** What nobody would wake a manager for is for a responder to look at all the same. */
function low({ findings }: HeadlineFacts): string {
  return findings.low === 0 ? '' : `; look at the ${count(findings.low, 'finding')} rated low`;
}

/** A log without a gap is still only what was asked for: it covers what is on record, not everything. */
function found(covered: number, all: number): string {
  if (covered === 0) return `in what is on record, but the log of ${coverage(all, all)} has gaps`;
  if (covered === all) return `in what is on record of ${coverage(all, all)}`;
  return `in the ${coverage(covered, all)} the log covers`;
}

function coverage(covered: number, all: number): string {
  if (covered === all && all <= 2) return all === 1 ? 'the one mailbox' : 'both mailboxes';
  if (covered === all) return `all ${all} mailboxes`;
  return `${covered} of ${mailboxes(all)}`;
}

function mailboxes(n: number): string {
  return count(n, 'mailbox', 'mailboxes');
}

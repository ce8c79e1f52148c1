/** The verdict of a case and its first line: the answer before everything else. */
import type { CaseVerdict, Severity, Totals } from '../report.ts';

export interface HeadlineFacts {
  totals: Totals;
  /** mailboxes that contexts marked hostile reached */
  confirmedMailboxes: number;
  findings: Record<Severity, number>;
  /** mailboxes that findings of severity high and above reached, and those of medium */
  suspectedMailboxes: number;
  mailboxesWithGaps: number;
  detections: number;
}

export function verdictOf(facts: HeadlineFacts): CaseVerdict {
  if (facts.confirmedMailboxes > 0) return 'confirmed';
  if (facts.findings.critical + facts.findings.high > 0) return 'suspicious';
  if (facts.findings.medium > 0) return 'unusual';
  return facts.totals.mailItemsAccessed === 0 ? 'cannot-tell' : 'nothing-unusual';
}

export function headlineOf(facts: HeadlineFacts): string {
  const { totals } = facts;
  const covered = totals.mailboxes - facts.mailboxesWithGaps;
  switch (verdictOf(facts)) {
    case 'confirmed':
      return `${mailboxes(facts.confirmedMailboxes)} accessed by a context marked hostile${blind(facts)}`;
    case 'suspicious':
      return `Suspicious access to ${mailboxes(facts.suspectedMailboxes)}${blind(facts)}`;
    case 'unusual':
      return `Unusual access on record${blind(facts)}`;
    case 'cannot-tell':
      return totals.records === 0
        ? 'Cannot tell: no audit record could be read'
        : `Cannot tell: none of the ${totals.records.toLocaleString('en')} records is of mail access (MailItemsAccessed)`;
    default:
      return facts.detections === 0
        ? `No access is marked hostile yet; ${gapsIn(covered, totals.mailboxes)}`
        : `Nothing unusual found in the ${coverage(covered, totals.mailboxes)} the log covers`;
  }
}

function blind({ mailboxesWithGaps }: HeadlineFacts): string {
  if (mailboxesWithGaps === 0) return '';
  return mailboxesWithGaps === 1
    ? '; for one mailbox the log is blind for a time'
    : `; for ${mailboxesWithGaps} mailboxes the log is blind for a time`;
}

function gapsIn(covered: number, all: number): string {
  if (covered > 0) return `no gap found in the log of ${coverage(covered, all)}`;
  return `the log of ${coverage(all, all)} has gaps`;
}

function coverage(covered: number, all: number): string {
  if (covered === all) return all === 1 ? 'the one mailbox' : `all ${all} mailboxes`;
  return `${covered} of ${mailboxes(all)}`;
}

function mailboxes(n: number): string {
  return n === 1 ? '1 mailbox' : `${n.toLocaleString('en')} mailboxes`;
}

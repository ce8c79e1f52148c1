/** The words cards use for the report's codes. A code that has no words yet is shown as it is. */
import { GAP_LABELS } from '../../analysis/gap-labels.ts';
import type {
  CaseVerdict,
  Context,
  ExposureVerdict,
  Gap,
  GapKind,
  InputFormat,
  Protocol,
  Severity,
} from '../../analysis/report.ts';
import type { ExposureScope, SummarySection } from '../../analysis/sections.ts';
import type { Colour } from './rich.ts';
import { count, plural, span, time } from './words.ts';

/** Never 'good': that nothing was found does not mean that nothing happened. */
const VERDICT_COLOUR: Record<CaseVerdict, Colour> = {
  confirmed: 'attention',
  suspicious: 'attention',
  unusual: 'warning',
  'cannot-tell': 'warning',
  'nothing-unusual': 'accent',
};

/** No calm where the file itself proves that a part of the log is missing. */
export function verdictColour({ verdict, trust }: Pick<SummarySection, 'verdict' | 'trust'>): Colour {
  return verdict === 'nothing-unusual' && isCutOff(trust)
    ? 'warning'
    : (VERDICT_COLOUR[verdict] ?? 'warning');
}

export function isCutOff({ gapsByKind }: Pick<SummarySection['trust'], 'gapsByKind'>): boolean {
  return gapsByKind.some(({ kind, certainty }) => kind === 'truncated-export' && certainty === 'proven');
}

export const SEVERITY_COLOUR: Record<Severity, Colour> = {
  critical: 'attention',
  high: 'attention',
  medium: 'accent',
  low: 'default',
  info: 'default',
};

export const CONTEXT_WORDS: Record<Context['verdict'], { words: string; colour: Colour }> = {
  hostile: { words: 'marked hostile', colour: 'attention' },
  unusual: { words: 'unusual', colour: 'accent' },
  expected: { words: 'not marked', colour: 'default' },
  trusted: { words: 'marked trusted', colour: 'default' },
  service: { words: 'Microsoft service', colour: 'default' },
};

/** A marker with a time hits a part of a visit: what it does not hit is not called hostile. */
export function verdictWords(one: {
  verdict: Context['verdict'];
  records: number;
  hostileRecords?: number;
}): { words: string; colour: Colour } {
  const { verdict, records, hostileRecords = records } = one;
  const known = CONTEXT_WORDS[verdict] ?? { words: verdict, colour: 'default' };
  if (verdict !== 'hostile' || hostileRecords >= records) return known;
  return { ...known, words: `marked hostile in part: ${count(hostileRecords)} of ${count(records)} records` };
}

export const PROTOCOL_WORDS: Record<Protocol, string> = {
  owa: 'Outlook on the web',
  mapi: 'Outlook (MAPI)',
  ews: 'Exchange Web Services',
  rest: 'Microsoft Graph or REST',
  'outlook-mobile': 'Outlook mobile',
  activesync: 'ActiveSync',
  imap: 'IMAP',
  pop: 'POP',
  powershell: 'PowerShell',
  service: 'a Microsoft service',
  other: 'another protocol',
};

export const FORMAT_WORDS: Record<InputFormat, string> = {
  'search-unified-audit-log-csv': 'Search-UnifiedAuditLog CSV',
  'purview-csv': 'Purview portal CSV',
  'audit-data-csv': 'CSV of AuditData only',
  'audit-data-jsonl': 'AuditData, one JSON document a line',
  'audit-record-jsonl': 'audit records, one JSON document a line',
  'audit-record-json': 'audit records, JSON',
  'management-api-json': 'Management API JSON',
  'graph-audit-records-json': 'Microsoft Graph audit records, JSON',
  'graph-audit-records-csv': 'Microsoft Graph audit records, CSV',
  'mailbox-audit-log-csv': 'Search-MailboxAuditLog CSV',
  'office-activity-csv': 'OfficeActivity CSV (Sentinel)',
  'cloud-app-events-csv': 'CloudAppEvents CSV (Defender)',
  'siem-wrapped-json': 'JSON wrapped by a log system',
  'splunk-csv': 'Splunk CSV',
  unknown: 'shape not recognised',
};

interface GapWords {
  /** for the summary: follows 'Not everywhere:' */
  phrase: (gaps: number, mailboxes: number) => string;
}

const inMailboxes = (n: number) => `in ${plural(Math.max(n, 1), 'mailbox', 'mailboxes')}`;
const ofMailboxes = (n: number) => plural(Math.max(n, 1), 'mailbox', 'mailboxes');

const GAP_PHRASES: Record<GapKind, GapWords> = {
  throttled: {
    phrase: (_, mailboxes) =>
      `${inMailboxes(mailboxes)} reads of single messages went unrecorded for a day or more (throttling)`,
  },
  'suspected-throttle': {
    phrase: (_, mailboxes) =>
      `${inMailboxes(mailboxes)} recording seems to have stopped after more than 1,000 reads (suspected throttling)`,
  },
  silence: {
    phrase: (_, mailboxes) => `${ofMailboxes(mailboxes)} silent where records were to be expected`,
  },
  'audit-bypass': {
    phrase: (gaps) => `${plural(gaps, 'account')} whose actions leave no record (audit bypass)`,
  },
  'audit-disabled': {
    phrase: (_, mailboxes) => `auditing switched off for ${ofMailboxes(mailboxes)}`,
  },
  'ingestion-disabled': {
    phrase: () => "the organization's audit log switched off for a time",
  },
  'audit-actions-removed': {
    phrase: (_, mailboxes) => `mail access no longer audited ${inMailboxes(mailboxes)}`,
  },
  'audit-plan-removed': {
    phrase: (_, mailboxes) => `${ofMailboxes(mailboxes)} without the licence that records access`,
  },
  retention: { phrase: () => 'part of the period is older than the log is kept' },
  'truncated-export': { phrase: (gaps) => `${plural(gaps, 'export')} cut off` },
  'collection-outage': { phrase: () => 'records not collected for a time' },
  'not-yet-arrived': {
    phrase: () => 'the latest records may not have arrived in the log yet',
  },
  'outside-declared-scope': {
    phrase: () => 'part of the period or of the users was not searched, as far as anybody declared',
  },
  'ediscovery-access': {
    phrase: () => 'content searches (eDiscovery), which leave no record of the messages they read',
  },
  'not-covered': {
    phrase: (_, mailboxes) => `${ofMailboxes(mailboxes)} not covered by the log at all`,
  },
};

export function gapLabel(gap: Pick<Gap, 'kind' | 'certainty'>): string {
  const label = GAP_LABELS[gap.kind] ?? gap.kind;
  return gap.certainty === 'suspected' && !label.startsWith('suspected') ? `${label}, suspected` : label;
}

/** When it was. What was not searched ends at no record, and begins at none: the search ended or began there. */
export function gapSpan({ kind, from, to }: Pick<Gap, 'kind' | 'from' | 'to'>): string {
  if (kind !== 'outside-declared-scope' || (from === null) === (to === null)) return span(from, to);
  return from === null ? `before ${time(to ?? '')}` : `after ${time(from)}`;
}

export function gapPhrase(kind: GapKind, gaps: number, mailboxes: number): string {
  return GAP_PHRASES[kind]?.phrase(gaps, mailboxes) ?? `${kind}: ${count(gaps)}`;
}

/** Why a mailbox is in a list of exposure, following its name. */
export const EXPOSURE_WORDS: Record<ExposureVerdict, string> = {
  'entire-mailbox': 'the entire mailbox must be assumed read',
  folders: 'whole folders must be assumed read',
  messages: 'messages must be assumed read',
  unknown: 'access cannot be excluded',
  'no-evidence': 'no record of access',
};

/** `notReached`: of a mailbox that others may have accessed all the same. */
export const SCOPE_WORDS: Record<ExposureScope, { title: string; meaning: string; notReached: string }> = {
  confirmed: {
    title: 'Confirmed',
    meaning: 'accessed by what a responder marked hostile',
    notReached: 'no record of access by what is marked hostile',
  },
  suspected: {
    title: 'Suspected',
    meaning: 'accessed in what a finding calls unusual',
    notReached: 'no record of suspicious access',
  },
  recorded: {
    title: 'On record',
    meaning: 'every access on record, whoever made it, the owner included',
    notReached: 'no record of access',
  },
};

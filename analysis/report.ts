/**
 * The report's types: the contract between engine, command line and cards (report.schema.json, version 1).
 * Times are ISO 8601 UTC with Z. Ids of mailboxes, users, apps and sessions are lower-case.
 * `cards/` and `bot/` may import this file; it imports nothing.
 */

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
export type Confidence = 'high' | 'medium' | 'low';
export type Protocol =
  | 'owa'
  | 'mapi'
  | 'ews'
  | 'rest'
  | 'outlook-mobile'
  | 'activesync'
  | 'imap'
  | 'pop'
  | 'powershell'
  | 'service'
  | 'other';
export type InputFormat =
  | 'search-unified-audit-log-csv'
  | 'purview-csv'
  | 'audit-data-csv'
  | 'audit-data-jsonl'
  | 'audit-record-jsonl'
  | 'audit-record-json'
  | 'management-api-json'
  | 'graph-audit-records-json'
  | 'graph-audit-records-csv'
  | 'mailbox-audit-log-csv'
  | 'office-activity-csv'
  | 'cloud-app-events-csv'
  | 'siem-wrapped-json'
  | 'splunk-csv'
  | 'unknown';
export type GapKind =
  | 'throttled'
  | 'suspected-throttle'
  | 'silence'
  | 'audit-bypass'
  | 'audit-disabled'
  | 'ingestion-disabled'
  | 'audit-actions-removed'
  | 'audit-plan-removed'
  | 'retention'
  | 'truncated-export'
  | 'collection-outage'
  | 'not-yet-arrived'
  | 'outside-declared-scope'
  | 'ediscovery-access'
  | 'not-covered';
export type ExposureVerdict = 'entire-mailbox' | 'folders' | 'messages' | 'unknown' | 'no-evidence';
export type CaseVerdict = 'confirmed' | 'suspicious' | 'unusual' | 'cannot-tell' | 'nothing-unusual';

export interface Generator {
  name: string;
  version: string;
  detections: string;
}

export interface CaseIdentity {
  id: string;
  name: string;
  privileged?: boolean;
}

/** What was asked of the log. null = unknown. */
export interface Acquired {
  at: string | null;
  by: string | null;
  from: string | null;
  to: string | null;
  users: string[] | null;
  operations: string[] | null;
}

/** One file, archive member or pull. `rows = records + duplicates + rejected`, always. */
export interface ReportInput {
  name: string;
  member: string | null;
  sha256: string;
  bytes: number;
  format: InputFormat;
  rows: number;
  records: number;
  duplicates: number;
  conflicts: number;
  rejected: number;
  mailItemsAccessed: number;
  first: string | null;
  last: string | null;
  acquired: Acquired;
  warnings: string[];
}

export interface RejectedRow {
  input: string;
  row: number;
  reason: string;
  excerpt?: string;
}

export interface Totals {
  records: number;
  mailItemsAccessed: number;
  bind: number;
  sync: number;
  throttled: number;
  mailboxes: number;
  contexts: number;
  messages: number;
  mailboxMessages: number;
  itemReferences: number;
  serviceRecords: number;
}

export interface Window {
  from: string | null;
  to: string | null;
}

export interface SeriesDay {
  day: string;
  bind: number;
  sync: number;
  service: number;
}

export interface Gap {
  id: string;
  kind: GapKind;
  certainty: 'proven' | 'suspected';
  mailbox: string | null;
  actor: string | null;
  accessTypes: ('bind' | 'sync')[];
  logonTypes?: ('owner' | 'delegate' | 'admin')[];
  from: string | null;
  to: string | null;
  statement: string;
  recordIds: string[];
}

export interface MailboxCoverage {
  mailbox: string;
  /** 0 to 1: share of the window in which Bind access would have been recorded */
  coveredShare: number;
  reasons: string[];
}

export type TrustVerdict = 'sound' | 'gaps' | 'insufficient';

export interface LogTrust {
  verdict: TrustVerdict;
  gaps: Gap[];
  mailboxes: MailboxCoverage[];
  canConclude: string[];
  cannotConclude: string[];
}

export type ContextVerdict = 'expected' | 'unusual' | 'hostile' | 'trusted' | 'service';

export interface Context {
  id: string;
  groupId: string;
  mailbox: string;
  user: string;
  ip: string | null;
  country?: string | null;
  asn?: number | null;
  client: string | null;
  protocol: Protocol;
  sessionId: string | null;
  sessionSource: 'SessionId' | 'AADSessionId' | 'DeviceProperties' | null;
  caller: string | null;
  appId: string | null;
  clientAppId: string | null;
  tokenIds?: string[];
  deviceId?: string | null;
  logonType: 'owner' | 'delegate' | 'admin' | 'other';
  userType: number | null;
  records: number;
  bind: number;
  sync: number;
  messages: number;
  folders: number;
  firstSeen: string;
  lastSeen: string;
  verdict: ContextVerdict;
}

export interface Finding {
  id: string;
  detection: string;
  title: string;
  severity: Severity;
  confidence: Confidence;
  mailboxes: string[];
  users: string[];
  apps: string[];
  ips: string[];
  sessions: string[];
  messages: number;
  firstSeen: string;
  lastSeen: string;
  recordIds: string[];
  explanation: string;
  observed: string;
  expected: string;
  falsePositives: string;
  attack: string[];
  nextSteps: string[];
}

export interface ExposedMessage {
  internetMessageId: string | null;
  itemId?: string | null;
  folders: string[];
  sizeInBytes: number | null;
  firstAccess: string;
  lastAccess: string;
  contexts: string[];
}

export interface ExposedFolder {
  folder: string;
  folderId: string | null;
  firstSync: string;
  lastSync: string;
  contexts: string[];
}

export interface ExposureWindow {
  from: string | null;
  to: string | null;
  gapId: string;
}

export interface ExposedMailbox {
  mailbox: string;
  verdict: ExposureVerdict;
  messages: ExposedMessage[];
  folders: ExposedFolder[];
  windows: ExposureWindow[];
}

export interface Exposure {
  confirmed: { markers: string[]; mailboxes: ExposedMailbox[] };
  suspected: { findings: string[]; mailboxes: ExposedMailbox[] };
}

export interface EvidenceRow {
  recordId: string;
  input: string;
  member: string | null;
  row: number;
}

export interface NextStep {
  id: string;
  title: string;
  why: string;
  commands: string[];
  source: string;
}

/** The whole report, as `mailtrail analyze --json` streams it. Never built as one object to draw a card. */
export interface Report {
  schemaVersion: '1';
  generator: Generator;
  case: CaseIdentity;
  organizations: string[];
  summary: { verdict: CaseVerdict; headline: string };
  inputs: ReportInput[];
  rejected: RejectedRow[];
  totals: Totals;
  window: Window;
  series: SeriesDay[];
  logTrust: LogTrust;
  contexts: Context[];
  findings: Finding[];
  exposure: Exposure;
  evidence: EvidenceRow[];
  nextSteps: NextStep[];
}

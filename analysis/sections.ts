/**
 * Sections of the report, read by page: what cards are drawn from, and what crosses the process border.
 * Every list is a Page, so that nothing turns a whole report into one object to draw a card.
 */
import type { AppSection, TimelineEvent, TimelineSection, WhoReadSection } from './answers.ts';
import type { MessageName, PullsSection, SignInMatchesSection, UnnamedSection } from './pulled/types.ts';
import type {
  CaseIdentity,
  CaseVerdict,
  Context,
  ExposedFolder,
  ExposedMessage,
  ExposureVerdict,
  ExposureWindow,
  Finding,
  Gap,
  MailboxCoverage,
  NextStep,
  RejectedRow,
  ReportInput,
  SeriesDay,
  Severity,
  Totals,
  TrustVerdict,
  Window,
} from './report.ts';

export interface Page<T> {
  items: T[];
  /** how many there are in all */
  total: number;
  /** 0-based position of the first item */
  offset: number;
}

export interface PageQuery {
  /** default 0 */
  offset?: number;
  /** default 15, at most 1,000 */
  limit?: number;
  mailbox?: string;
}

/** 'recorded' is every Bind of the log (Microsoft's step 4), whoever made it; the other two are the report's exposure. */
export type ExposureScope = 'confirmed' | 'suspected' | 'recorded';

export interface ExposureCounts {
  /** distinct (mailbox, message) presumed read */
  messages: number;
  /** mailboxes with at least one such message */
  messageMailboxes: number;
  /** verdict entire-mailbox */
  entireMailboxes: number;
  /** stretches in which access cannot be excluded */
  windows: number;
  /** verdict unknown */
  unknownMailboxes: number;
}

/** What trusted markers leave out of findings and of the suspected exposure. */
export interface Removed {
  /** distinct (mailbox, message) */
  messages: number;
  mailboxes: number;
  /** Sync records */
  syncs: number;
}

export interface SummarySection {
  case: CaseIdentity;
  organizations: string[];
  verdict: CaseVerdict;
  headline: string;
  totals: Totals;
  window: Window;
  /** at most 62 days; when the window is longer, the busiest part is kept and `seriesCut` says so */
  series: SeriesDay[];
  seriesCut: boolean;
  inputs: Page<ReportInput>;
  exposure: {
    markers: string[];
    trusted: string[];
    removed: Removed;
    confirmed: ExposureCounts;
    suspected: ExposureCounts;
  };
  trust: {
    verdict: TrustVerdict;
    /** number of gaps by kind, only kinds that occur */
    gapsByKind: { kind: Gap['kind']; certainty: Gap['certainty']; gaps: number; mailboxes: number }[];
    gaps: Page<Gap>;
    mailboxesWithGaps: number;
    mailboxesCovered: number;
    /** rows of the files that could not be read: a log without a gap lacks what they say */
    rejected: number;
  };
  /** `detections`: how many looked; with none, that nothing was found says nothing */
  findings: { detections: number; bySeverity: Record<Severity, number>; top: Page<Finding> };
  nextSteps: Page<NextStep>;
}

export interface GapsSection {
  case: CaseIdentity;
  window: Window;
  verdict: TrustVerdict;
  gaps: Page<Gap>;
  /** least covered first; only mailboxes covered for less than the whole window */
  mailboxes: Page<MailboxCoverage>;
  canConclude: string[];
  cannotConclude: string[];
}

/** A visit: contexts of one mailbox, user, network and protocol family that belong together. */
export interface ContextGroup {
  groupId: string;
  mailbox: string;
  user: string;
  protocol: Context['protocol'];
  network: string | null;
  contexts: number;
  records: number;
  bind: number;
  sync: number;
  messages: number;
  firstSeen: string;
  lastSeen: string;
  verdict: Context['verdict'];
  /** an application that is no person's mail program, through which some or all of it was done, and how many more */
  through?: { app: string; others: number };
  /** of a hostile one: how many of its records are marked; absent where that is not told */
  hostileRecords?: number;
}

export interface ContextsSection {
  case: CaseIdentity;
  mailbox: string | null;
  groups: Page<ContextGroup>;
  contexts: Page<Context & Pick<ContextGroup, 'hostileRecords'>>;
}

/** One mailbox of the ledger, without its messages. */
export interface MailboxExposure {
  mailbox: string;
  scope: ExposureScope;
  /** null in scope 'recorded' */
  verdict: ExposureVerdict | null;
  messages: number;
  folders: number;
  windows: number;
  firstAccess: string | null;
  lastAccess: string | null;
  /** mail sent from it in contexts of the scope (Send, SendAs, SendOnBehalf); absent in scope 'recorded' */
  sent?: number;
  /** attachments opened in contexts of the scope (AttachmentAccess); absent in scope 'recorded' */
  attachmentsOpened?: number;
}

export interface MessagesSection {
  case: CaseIdentity;
  scope: ExposureScope;
  mailboxes: Page<MailboxExposure>;
}

/** Where the subject is on record it is given; records before 2025 do not have it. */
export interface LedgerMessage extends ExposedMessage {
  subject: string | null;
  /** what the mailbox said of it when it was asked (`resolve`); left out until then. For responders only. */
  called?: Omit<MessageName, 'mailbox' | 'messageId'>;
}

export interface MailboxMessagesSection {
  case: CaseIdentity;
  exposure: MailboxExposure;
  messages: Page<LedgerMessage>;
  folders: Page<ExposedFolder>;
  windows: ExposureWindow[];
  /** the contexts named in the lists above, so that a card can say who */
  contexts: Context[];
}

export interface NextStepsSection {
  case: CaseIdentity;
  steps: Page<NextStep>;
}

export interface InputsSection {
  case: CaseIdentity;
  inputs: Page<ReportInput>;
  rejected: Page<RejectedRow>;
}

export interface FindingsSection {
  case: CaseIdentity;
  /** how many looked; with none, that nothing was found says nothing */
  detections: number;
  bySeverity: Record<Severity, number>;
  /** the gravest first; of each at most 20 record ids */
  findings: Page<Finding>;
}

export interface FindingSection {
  case: CaseIdentity;
  /** null when the case has no such finding (any more) */
  finding: Finding | null;
  severityRule: string | null;
  /** records that are its evidence; `finding.recordIds` holds at most 1,000 */
  records: number;
  /** the files they stand in, those with the most first */
  files: FindingFile[];
  /** what to mark if it is confirmed, the likeliest first, such as 'ip:203.0.113.9+session:5b1e…' */
  markers: string[];
  /** of the case's next steps those that the finding calls for, in order */
  steps: Pick<NextStep, 'id' | 'title'>[];
}

/** Where evidence of a finding stands in a file as it was received. */
export interface FindingFile {
  input: string;
  sha256: string;
  member: string | null;
  records: number;
  /** the first few, 1-based, in order */
  rows: number[];
}

export type {
  AppSection,
  ComparedSet,
  ComparedTrait,
  Comparison,
  TimelineEvent,
  TimelineSection,
  WhoReadCopy,
  WhoReadSection,
} from './answers.ts';
export type {
  MessageName,
  MissingStretch,
  NameState,
  Outage,
  OwnReads,
  OwnReadsSeen,
  Pull,
  PullQuery,
  PullSource,
  PullsSection,
  SignIn,
  SignInCoverage,
  SignInKind,
  SignInMatchesSection,
  SignInsGiven,
  UnnamedMessage,
  UnnamedSection,
} from './pulled/types.ts';

/** One message or folder among the evidence of a finding. */
export interface FindingItem {
  mailbox: string;
  /** Bind: the message's internet message id, else its item id; null: none recorded, or a synced folder */
  messageId: string | null;
  access: 'bind' | 'sync';
  /** where the subject is on record, or the mailbox was asked for it */
  subject: string | null;
  folders: string[];
  firstAccess: string;
  lastAccess: string;
}

export interface FindingMessagesSection {
  case: CaseIdentity;
  /** null when the case has no such finding (any more) */
  finding: Pick<Finding, 'id' | 'title' | 'severity'> | null;
  /** synced folders first, then messages by first access */
  items: Page<FindingItem>;
  messages: number;
  folders: number;
}

/** What each section is called, what it takes and what it gives. */
export interface Sections {
  summary: { query: PageQuery; result: SummarySection };
  gaps: { query: PageQuery; result: GapsSection };
  contexts: { query: PageQuery; result: ContextsSection };
  messages: { query: PageQuery & { scope?: ExposureScope }; result: MessagesSection };
  'mailbox-messages': {
    query: PageQuery & { mailbox: string; scope?: ExposureScope };
    result: MailboxMessagesSection;
  };
  findings: { query: PageQuery & { severity?: Severity }; result: FindingsSection };
  finding: { query: { id: string }; result: FindingSection };
  'finding-messages': { query: PageQuery & { id: string }; result: FindingMessagesSection };
  'next-steps': { query: PageQuery; result: NextStepsSection };
  inputs: { query: PageQuery; result: InputsSection };
  app: { query: PageQuery & { id: string }; result: AppSection };
  timeline: { query: PageQuery & { only?: TimelineEvent['what'] }; result: TimelineSection };
  'who-read': {
    /** at most 1,000 ids; `since`: the delivery, ISO time */
    query: PageQuery & { ids: string[]; since?: string };
    result: WhoReadSection;
  };
  pulls: { query: PageQuery; result: PullsSection };
  unnamed: {
    /** `failed`: those that could not be asked for last time, too; `scope`: default confirmed and suspected together */
    query: PageQuery & { scope?: ExposureScope; failed?: boolean };
    result: UnnamedSection;
  };
  'sign-in-matches': { query: PageQuery; result: SignInMatchesSection };
}
export type SectionName = keyof Sections;

/** What a marker would do, shown before it is set. */
export interface MarkerPreview {
  /** as it will be stored, such as ip:203.0.113.9+session:5b1e… */
  marker: string;
  verdict: 'hostile' | 'trusted';
  records: number;
  mailboxes: number;
  contexts: number;
  /** contexts it hits whose verdict in the report is 'expected' */
  expectedContexts: number;
  /** contexts it hits that a finding of medium or above cites, marked hostile or not; trusted ones are left out */
  unusualContexts: number;
  /** what this very marker is set to now, which ends; null where it is not set */
  setNow: 'hostile' | 'trusted' | null;
  /** where it is hostile now and would be trusted: what no other marker confirms; `mailboxes`: with all that was read there */
  confirmedAlone: Removed | null;
  /** why it cannot be set as it is (resource app id, an address a whole office shares, nothing matches), else null */
  refusal: string | null;
  /** e.g. "An address used by 41 mailboxes: combine it with a session or a user" */
  advice: string | null;
}

export type Progress =
  | {
      stage: 'reading';
      input: string;
      member: string | null;
      bytesRead: number;
      bytesTotal: number;
      secondsLeft: number | null;
    }
  | { stage: 'records'; input: string; records: number; duplicates: number; rejected: number }
  | { stage: 'analysing'; step: string };

/** An input (or archive member) that gave nothing usable, and what to do about it. */
export interface InputProblem {
  name: string;
  member: string | null;
  problem: string;
}

export interface AnalyzeRequest {
  /** an existing case to add to, else a new one is made */
  caseId?: string;
  caseName?: string;
  files: { path: string; name: string; acquired?: Partial<import('./report.ts').Acquired> }[];
}

export interface AnalyzeResult {
  caseId: string;
  usable: number;
  problems: InputProblem[];
}

/** One record as it was received, found again by input and row. */
export interface RawRecord {
  recordId: string;
  operation: string;
  time: string;
  input: string;
  member: string | null;
  format: ReportInput['format'];
  row: number;
  /** of the received file when it was read, and now: where they differ, the file was changed */
  sha256: string;
  sha256Now: string;
  /** false when the row is not there any more, or holds another record */
  found: boolean;
  /** the row as it stands in the file; null when there is no such row */
  text: string | null;
  /** the columns of a CSV row; null for JSON */
  cells: { name: string; value: string | null }[] | null;
}

export interface ExportRequest {
  /** 'notification', 'timeline' or 'evidence' */
  kind: string;
  /** who asked; stands in the outer envelope of the evidence */
  by?: string;
  /** evidence: files that go into the outer envelope, such as the audit trail */
  trail?: { path: string; name: string }[];
}

/** A file the engine wrote below the case's folder (or where the command line named it). */
export interface ExportedFile {
  kind: string;
  /** what to call it when it is handed on */
  name: string;
  path: string;
  bytes: number;
  /** lower-case hexadecimal */
  sha256: string;
}

/** What came of reading a reviewed notification list back. `rows = matched + unmatched + twice`. */
export interface ReviewImport {
  rows: number;
  /** rows that are messages of today's list */
  matched: number;
  /** rows that are not; what was written in them is kept all the same */
  unmatched: number;
  /** rows whose message stood in the file before; both are kept */
  twice: number;
  /** rows in which the reviewer had written something */
  filled: number;
  /** the first 100 rows that did not match or stood there twice, for people */
  told: { row: number; mailbox: string; message: string; problem: string }[];
}

/** What the engine answers to single questions: who read a message, what an application did, what is new. */
import type { MessageName } from './pulled/types.ts';
import type { CaseIdentity, Context, Finding, Gap } from './report.ts';
import type { Page } from './sections.ts';

/** One message in one mailbox: what is on record of it, and what could have read it without a record that names it. */
export interface WhoReadCopy {
  /** as it was asked for, without brackets, lower-case */
  id: string;
  /** null when no record names the message and no mailbox was asked for: what follows is then of all mailboxes */
  mailbox: string | null;
  /** what its mailbox said it is called (`resolve`); left out until it was asked. For responders only. */
  called?: Omit<MessageName, 'mailbox' | 'messageId'>;
  /** records that name it, those of Microsoft's services too: their contexts say so */
  binds: number;
  firstBind: string | null;
  lastBind: string | null;
  /** where it lay when it was read */
  folders: string[];
  /** the first few contexts of those records, the most records first */
  /** `hostileReads`: of a hostile context, how many of its records that name this message are marked */
  readers: (Context & { hostileReads?: number })[];
  /** Syncs since the delivery, or of the whole period: they name folders, so any may have carried it */
  syncs: number;
  /** of them, those that name a folder it lay in */
  syncsOfFolder: number;
  syncMailboxes: number;
  firstSync: string | null;
  lastSync: string | null;
  syncers: Context[];
  /** gaps since the delivery, or of the whole period */
  gaps: number;
  topGaps: Pick<Gap, 'kind' | 'certainty' | 'from' | 'to'>[];
}

export interface WhoReadSection {
  case: CaseIdentity;
  /** distinct ids */
  asked: number;
  /** of them, those that a Bind names */
  named: number;
  /** the delivery, as it was given; null = not known */
  since: string | null;
  copies: Page<WhoReadCopy>;
}

/** One application as the caller of accesses. */
export interface AppSection {
  case: CaseIdentity;
  id: string;
  /** of the checked table, else of lists a person read in; null = not known */
  name: string | null;
  /** of the checked table, such as 'risky' or 'resource'; null = not in it */
  kind: string | null;
  note: string | null;
  records: number;
  bind: number;
  sync: number;
  users: number;
  firstSeen: string | null;
  lastSeen: string | null;
  /** whose mail it read, the most messages first */
  mailboxes: Page<{
    mailbox: string;
    records: number;
    messages: number;
    firstSeen: string;
    lastSeen: string;
  }>;
  networks: number;
  topNetworks: { network: string; country: string | null; records: number; firstSeen: string }[];
  /** the newest changes that name it: consent, credentials */
  changes: { at: string; kind: string; actor: string | null; detail: string | null }[];
  findings: Pick<Finding, 'id' | 'title' | 'severity'>[];
  approvals: number;
}

export interface TimelineEvent {
  what: 'access' | 'finding' | 'gap' | 'change';
  /** protocol, severity, kind of gap or kind of change */
  kind: string;
  /** of the visit; certainty of a gap; 'failed' for a change that was */
  verdict: string | null;
  mailbox: string | null;
  actor: string | null;
  from_network: string | null;
  records: number | null;
  /** title or detail */
  words: string | null;
  id: string;
  /** of a change: the record that says so */
  recordId?: string;
  /** of a change: how grave the gravest finding is that cites it, 0 info to 4 critical; absent where none does */
  cited?: number;
  /** null = before the records begin */
  from: string | null;
  to: string | null;
}

export interface TimelineSection {
  case: CaseIdentity;
  mailbox: string | null;
  /** the oldest first */
  events: Page<TimelineEvent>;
}

/** Values that one case has and another has not. */
export interface ComparedSet<T> {
  added: number;
  common: number;
  /** those only the other one has */
  missing: number;
  /** the first 500 of those added */
  items: T[];
}

export interface ComparedTrait {
  value: string;
  records: number;
  mailboxes: number;
  firstSeen: string;
}

export interface Comparison {
  case: CaseIdentity;
  other: CaseIdentity;
  callers: ComparedSet<ComparedTrait>;
  networks: ComparedSet<ComparedTrait>;
  findings: ComparedSet<Pick<Finding, 'id' | 'title' | 'severity'>>;
}

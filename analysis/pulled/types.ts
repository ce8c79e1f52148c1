/**
 * What the case was told by whoever asked the tenant: how each pull went, sign-ins, what messages are called, our own
 * reads and outages. Times are ISO 8601 UTC with Z. It imports types only; `sections.ts` gives them to the other rooms.
 */
import type { CaseIdentity } from '../report.ts';
import type { Page } from '../sections.ts';

export type PullSource = 'audit-query' | 'activity-feed' | 'defender' | 'sign-ins';

export interface PullQuery {
  /** of the service */
  id: string;
  from: string;
  to: string;
  operations: string[];
  outcome: 'succeeded' | 'failed' | 'cancelled' | 'gave-up' | 'over-the-cap';
  records: number;
}

/** A stretch whose records a pull should have got and did not. */
export interface MissingStretch {
  from: string;
  to: string;
  /** half a sentence for people: 'the audit query failed three times' */
  why: string;
}

/** One collection from the tenant, and what it attests. */
export interface Pull {
  id: string;
  source: PullSource;
  /** what was asked for, for people: 'Mail access of ana@contoso.com' */
  what: string;
  /** mailboxes, users, applications or addresses it was limited to; left out or empty: the whole tenant */
  only?: string[];
  by: string | null;
  begun: string;
  /** null while it runs */
  ended: string | null;
  /** the period asked for */
  from: string | null;
  to: string | null;
  queries: PullQuery[];
  /** everything is paged twice and united */
  passes: { pages: number; records: number }[];
  /** records after both passes were united */
  distinct: number;
  duplicates: number;
  onlyFirst: number;
  onlySecond: number;
  /** in both passes, with different content */
  differing: number;
  requestIds: string[];
  missing: MissingStretch[];
}

export type SignInKind = 'interactive' | 'non-interactive' | 'service-principal' | 'managed-identity';

export interface SignIn {
  /** of the sign-in log: a second one of the same id adds nothing */
  id: string;
  at: string;
  kind: SignInKind;
  /** user principal name */
  userId: string | null;
  appId: string | null;
  ip: string | null;
  sessionId: string | null;
  /** the uti: case-sensitive */
  tokenId: string | null;
  userAgent: string | null;
  succeeded: boolean;
}

/** All sign-ins of a kind in a period were asked for and came: of one user, or of the whole tenant. */
export interface SignInCoverage {
  kind: SignInKind;
  /** user principal name, where only that user's were asked for; left out or null: everybody's */
  userId?: string | null;
  from: string;
  to: string;
}

export interface SignInsGiven {
  signIns: SignIn[];
  covered: SignInCoverage[];
  by: string;
}

export type NameState = 'found' | 'not-found' | 'several' | 'failed';

/** What a message is called. Subjects and senders are personal data: for responders only. */
export interface MessageName {
  mailbox: string;
  /** InternetMessageId as it was recorded; the item id where the record has none */
  messageId: string;
  state: NameState;
  subject: string | null;
  sender: string | null;
  receivedAt: string | null;
  hasAttachments: boolean | null;
  sensitivity: string | null;
  /** why it was not found, for people */
  why: string | null;
}

/** Our own reads leave records in the mailbox (MailItemsAccessed of our app id): when, and with which request ids. */
export interface OwnReads {
  appId: string;
  requestIds: string[];
  from: string;
  to: string;
}

/** Nothing was collected for a while, though it should have been. */
export interface Outage {
  from: string;
  to: string;
  /** half a sentence for people: 'Mailtrail was not running' */
  why: string;
}

export interface PullsSection {
  case: CaseIdentity;
  /** the newest first */
  pulls: Page<Pull>;
  outages: Outage[];
  /** stretches that are gaps: missing from a pull or an outage, and obtained by no other pull */
  notObtained: MissingStretch[];
  ownReads: OwnReadsSeen[];
}

/** What the log holds of an application of ours. */
export interface OwnReadsSeen {
  appId: string;
  from: string;
  to: string;
  requestIds: number;
  /** records that are ours: kept out of findings */
  records: number;
  /** records of the same application that are not: they count like anybody's */
  foreign: number;
}

/** A message that is exposed and has no name yet. At least one of the ids is given. */
export interface UnnamedMessage {
  mailbox: string;
  /** InternetMessageId as it was recorded */
  messageId: string | null;
  itemId: string | null;
  /** where there is no `messageId`: the id a mailbox can be asked by */
  immutableId: string | null;
  /** newer records have it */
  subject: string | null;
}

export interface UnnamedSection {
  case: CaseIdentity;
  mailbox: string | null;
  /** by mailbox */
  messages: Page<UnnamedMessage>;
}

/** Mail access held against the sign-ins of the case. `matched + unmatched + unmatchable` = its records of mail access but services'. */
export interface SignInMatchesSection {
  case: CaseIdentity;
  signIns: number;
  covered: SignInCoverage[];
  /** their session or token has a successful sign-in */
  matched: number;
  /** it has none, though sign-ins of all four kinds cover its life */
  unmatched: number;
  /** neither session nor token recorded, or the sign-ins held do not cover its life */
  unmatchable: number;
}

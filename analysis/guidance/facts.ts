/** What guidance needs to know of a case. The engine fills it; steps read nothing else. */
import type { ExposureVerdict, GapKind, Window } from '../report.ts';

export interface GapFact {
  kind: GapKind;
  certainty: 'proven' | 'suspected';
  /** null: the whole tenant, or an actor */
  mailbox: string | null;
  /** the account whose deeds leave no record, for audit bypass */
  actor: string | null;
  from: string | null;
  to: string | null;
}

export interface ExposedFact {
  mailbox: string;
  scope: 'confirmed' | 'suspected';
  verdict: ExposureVerdict;
  /** distinct messages on record */
  messages: number;
  /** a Sync is among the accesses: without one, an entire mailbox is presumed read since throttling hid what was read */
  synced: boolean;
}

/** Folders taken to one place, by accesses of the exposure or in a context that is not everyday. */
export interface SyncFact {
  mailbox: string;
  ip: string | null;
  country: string | null;
  /** distinct folders on record */
  folders: number;
  from: string;
  to: string;
  /** presumed a stranger's: marked, or cited by a finding of severity high and above */
  exposed: boolean;
  /** in a session of which records are presumed a stranger's */
  sharesSession: boolean;
}

/** Something on record that can open, forward or hide mail, let an application in or blind the log. */
export interface ChangeFact {
  at: string;
  /** as people say it, such as 'forwarding: to mallory@evil.example' */
  what: string;
  actor: string | null;
  mailbox: string | null;
  ip: string | null;
}

/** Values that stand alone or in combinations in hostile markers, without their prefix. */
export interface HostileMarkers {
  ips: string[];
  sessions: string[];
  tokens: string[];
  apps: string[];
  users: string[];
}

/** What undecided findings of severity medium and above rest on: whom to contain if they are confirmed. */
export interface InQuestion {
  /** people in whose name these records were made */
  accounts: string[];
  /** applications behind these records that are no ordinary mail program, or acted without a user */
  apps: string[];
  /** some of the records were made by an application without a user (UserType 5 or 6) */
  appOnly: boolean;
  /** mailboxes read in their owner's own name through such an application */
  ownersThroughApp: string[];
}

/** A finding of severity medium or above of which something is not marked. */
export interface SuspicionFact {
  title: string;
  /** what to mark if it is confirmed, such as 'ip:203.0.113.9+session:5b1e…'; none when nothing stands out */
  markers: string[];
  mailboxes: string[];
}

export interface InputFact {
  name: string;
  /** why it may lack rows ('exactly 5,000 rows'), empty when nothing says so */
  truncation: string[];
  /** the file itself proves it; else it is only probable */
  cutOff: boolean;
  rejected: number;
  /** the searched period is known, from the file or declared */
  scopeKnown: boolean;
  /** records of it contradict what was declared of the search */
  scopeContradicted: boolean;
}

export interface CaseFacts {
  organisations: string[];
  /** first and last record, which is not the searched period */
  window: Window;
  inputs: InputFact[];
  /** accepted MailItemsAccessed records */
  mailItemsAccessed: number;
  /** every mailbox with such a record, most accessed first */
  mailboxes: string[];
  /** mailboxes with a Sync record that no service record explains */
  syncedMailboxes: string[];
  /** the first few, those of the exposure before those that are only unusual */
  strangeSyncs: SyncFact[];
  /** those that matter most, in order of time; people's and applications' deeds, not those of Microsoft's machinery */
  changes: ChangeFact[];
  /** all of them */
  changesTotal: number;
  /** the newest ways to sign in that were added to an account, such as a phone app; `mailbox` is the account */
  methodsAdded: ChangeFact[];
  /**
   * MailItemsAccessed records for each mailbox and working day on which it had any, service records included;
   * null with less than five such days
   */
  recordsPerWorkingDay: number | null;
  gaps: GapFact[];
  exposed: ExposedFact[];
  hostile: HostileMarkers;
  /** a hostile marker hits something on record; one that hits nothing decides nothing */
  hostileOnRecord: boolean;
  /** people in whose name hostile records were made: the owner, a delegate; nobody where an application acted alone */
  hostileAccounts: string[];
  /**
   * applications to contain: those that are marked, and those that made hostile records and are no ordinary mail
   * program, or acted without a user. An address may be marked, and the application behind it not be named by anybody.
   */
  hostileApps: string[];
  /** hostile records were made by an application without a user (UserType 5 or 6) */
  hostileAppOnly: boolean;
  /**
   * mailboxes read in their owner's own name through a hostile application: with forged tokens this is
   * all that shows (AA23-193A)
   */
  ownersThroughHostileApp: string[];
  suspicions: SuspicionFact[];
  inQuestion: InQuestion;
}

/** Mailboxes of which mail must be presumed read: confirmed first, each once. */
export function affectedMailboxes(facts: CaseFacts): string[] {
  const affected = facts.exposed.filter(({ verdict }) => verdict !== 'no-evidence' && verdict !== 'unknown');
  const confirmed = affected.filter((exposed) => exposed.scope === 'confirmed');
  return [...new Set([...confirmed, ...affected].map((exposed) => exposed.mailbox))];
}

/** Mailboxes of which no record is in question, and gaps do not let access be excluded. */
export function openMailboxes(facts: CaseFacts): string[] {
  const affected = new Set(affectedMailboxes(facts));
  const open = facts.exposed.filter(
    ({ mailbox, verdict }) => verdict === 'unknown' && !affected.has(mailbox),
  );
  return [...new Set(open.map(({ mailbox }) => mailbox))];
}

/** Mailboxes of which everything must be presumed read since folders of them were synced. */
export function syncedAway(facts: CaseFacts): string[] {
  const entire = facts.exposed.filter(({ verdict, synced }) => verdict === 'entire-mailbox' && synced);
  return [...new Set(entire.map((exposed) => exposed.mailbox))];
}

/** Mailboxes of which everything must be presumed read only since throttling hid what was read. */
export function hiddenByThrottling(facts: CaseFacts): string[] {
  const away = new Set(syncedAway(facts));
  const entire = facts.exposed.filter(({ verdict }) => verdict === 'entire-mailbox');
  return [...new Set(entire.map((exposed) => exposed.mailbox))].filter((mailbox) => !away.has(mailbox));
}

/** Mailboxes that findings not yet decided name, after those whose mail must be presumed read. */
export function mailboxesInQuestion(facts: CaseFacts): string[] {
  return [
    ...new Set([...affectedMailboxes(facts), ...facts.suspicions.flatMap(({ mailboxes }) => mailboxes)]),
  ];
}

export function gapsOf(facts: CaseFacts, ...kinds: GapKind[]): GapFact[] {
  return facts.gaps.filter((gap) => kinds.includes(gap.kind));
}

/** Somebody said or something suggests that mail was read by a stranger. A marker that no record bears says neither. */
export function isIncident(facts: CaseFacts): boolean {
  const reached = facts.exposed.some(({ verdict }) => !['no-evidence', 'unknown'].includes(verdict));
  return facts.hostileOnRecord || facts.suspicions.length > 0 || reached;
}

/** The truth, written down while the tenant lives: what was done, what of it the log shows, and where it is blind. */
import type { GapKind, Severity } from '../report.ts';

export interface AttackMarkers {
  ips: string[];
  sessions: string[];
  /** callers: client app ids */
  apps: string[];
  /** accounts that only the attacker used; empty when an owner used it as well */
  users: string[];
}

export interface ReadMessage {
  mailbox: string;
  /** InternetMessageId, or the item id where a message has none */
  id: string;
  folder: string;
  first: string;
  last: string;
  /** false: read, but no record says so */
  logged: boolean;
}

export interface SyncedFolder {
  mailbox: string;
  folder: string;
  first: string;
  logged: boolean;
}

/** One attack as it really was. */
export interface AttackLabel {
  name: string;
  title: string;
  /** least severity at which it deserves to be found */
  severity: Severity;
  from: string;
  to: string;
  mailboxes: string[];
  markers: AttackMarkers;
  messages: ReadMessage[];
  folders: SyncedFolder[];
  /** every MailItemsAccessed record that an attacker's context caused */
  recordIds: string[];
  /** his other records: sign-ins, rules, consents, settings */
  otherRecordIds: string[];
}

export interface TruthGap {
  kind: GapKind;
  mailbox: string | null;
  actor: string | null;
  from: string;
  /** null: still open when the log ends */
  to: string | null;
  /** accesses that happened in it and left no record */
  hiddenAccesses: number;
}

/** Something that looks odd and is not: what a tool must stay quiet about. */
export interface Harmless {
  what: string;
  mailbox: string | null;
  from: string;
  to: string;
}

export interface Truth {
  organization: string;
  seed: string;
  from: string;
  to: string;
  mailboxes: string[];
  attacks: AttackLabel[];
  gaps: TruthGap[];
  harmless: Harmless[];
  records: number;
  mailItemsAccessed: number;
}

/** Collects one attack's label while its accesses pass through the log. */
export class AttackTrace {
  readonly markers = {
    ips: new Set<string>(),
    sessions: new Set<string>(),
    apps: new Set<string>(),
    users: new Set<string>(),
  };
  readonly messages = new Map<string, ReadMessage>();
  readonly folders = new Map<string, SyncedFolder>();
  readonly recordIds: string[] = [];
  readonly otherRecordIds: string[] = [];
  private first: string | undefined;
  private last = '';

  constructor(
    readonly name: string,
    readonly title: string,
    readonly severity: Severity,
  ) {}

  /** Notes that something was done, logged or not. */
  acted(at: string): void {
    if (this.first === undefined || at < this.first) this.first = at;
    if (at > this.last) this.last = at;
  }

  read(mailbox: string, id: string, folder: string, at: string): ReadMessage {
    this.acted(at);
    const key = `${mailbox} ${id}`;
    const known = this.messages.get(key);
    if (known !== undefined) {
      known.last = at;
      return known;
    }
    const message = { mailbox, id, folder, first: at, last: at, logged: false };
    this.messages.set(key, message);
    return message;
  }

  synced(mailbox: string, folder: string, at: string): SyncedFolder {
    this.acted(at);
    const key = `${mailbox} ${folder}`;
    const known = this.folders.get(key);
    if (known !== undefined) return known;
    const entry = { mailbox, folder, first: at, logged: false };
    this.folders.set(key, entry);
    return entry;
  }

  /** undefined when the attack never came to anything within the simulated days */
  label(): AttackLabel | undefined {
    if (this.first === undefined) return undefined;
    const messages = [...this.messages.values()];
    const folders = [...this.folders.values()];
    return {
      name: this.name,
      title: this.title,
      severity: this.severity,
      from: this.first,
      to: this.last,
      mailboxes: [...new Set([...messages, ...folders].map((entry) => entry.mailbox))].sort(),
      markers: {
        ips: [...this.markers.ips].sort(),
        sessions: [...this.markers.sessions].sort(),
        apps: [...this.markers.apps].sort(),
        users: [...this.markers.users].sort(),
      },
      messages,
      folders,
      recordIds: this.recordIds,
      otherRecordIds: this.otherRecordIds,
    };
  }
}

/**
 * What Exchange writes of what happens: Bind accesses of one context gathered for two minutes, repeats within an hour
 * left out, mailboxes that write more than 1,000 Bind records in under 24 hours silenced for the next 24
 * (Microsoft's forensics page, audit-records.md 3), and nothing at all where an attacker blinded it.
 */
import type { Blindness } from './blindness.ts';
import type { BindDeed, Deed, OtherDeed, SyncDeed } from './deed.ts';
import type { Mailbox, Message } from './mail.ts';
import type { Random } from './random.ts';
import { type AuditRecord, bindRecord, type Organization, syncRecord } from './record.ts';
import { DAY, HOUR, isoTime, MINUTE } from './time.ts';
import type { ReadMessage, TruthGap } from './truth.ts';
import type { Via } from './via.ts';

export const AGGREGATION = 2 * MINUTE;
export const DEDUPLICATION = HOUR;
export const THROTTLE_RECORDS = 1000;
export const THROTTLE_SILENCE = DAY;

export interface TimedRecord {
  at: number;
  record: AuditRecord;
}

/** How the service marks a throttled mailbox: by one record, by several within minutes, or by none that we got. */
export type ThrottleMark = 'once' | 'repeated' | 'missing';

interface OpenBind {
  via: Via;
  opened: number;
  messages: Message[];
  /** the attacker's ledger entries that become logged when the record is written */
  entries: ReadMessage[];
}

interface MailboxLog {
  mailbox: Mailbox;
  random: Random;
  /** by context, in the order they were opened */
  open: Map<string, OpenBind>;
  /** when a context's access to an item was last taken down */
  seen: Map<string, number>;
  /** times of the Bind records of the last 24 hours */
  written: number[];
  silentUntil: number;
  /** repeated marks still to be written: time and how many */
  marksLeft: number;
  gap: TruthGap | undefined;
}

export class AuditTrail {
  readonly gaps: TruthGap[] = [];
  private readonly logs = new Map<Mailbox, MailboxLog>();
  private out: TimedRecord[] = [];

  constructor(
    private readonly organization: Organization,
    private readonly random: Random,
    private readonly blindness: readonly Blindness[],
    private readonly throttleMark: ThrottleMark,
  ) {}

  /**
   * Takes down a stretch of life. Give stretches in order, each with all that happens before `until`.
   * @returns the records generated before `until`, in order of time
   */
  write(deeds: readonly Deed[], until: number): TimedRecord[] {
    this.out = [];
    for (const deed of [...deeds].sort((a, b) => a.at - b.at)) {
      if (deed.kind === 'bind') this.bind(deed);
      else if (deed.kind === 'sync') this.sync(deed);
      else this.other(deed);
    }
    for (const log of this.logs.values()) {
      this.closeDue(log, until - 1);
      for (const [key, at] of log.seen) if (at < until - DEDUPLICATION) log.seen.delete(key);
    }
    return this.out.sort((a, b) => a.at - b.at);
  }

  private bind(deed: BindDeed): void {
    const { via, at, mailbox } = deed;
    const log = this.logOf(mailbox);
    this.closeDue(log, at);
    const message = mailbox.message(deed.message);
    const id = message.internetMessageId ?? message.itemId;
    const entry = via.attack?.read(mailbox.upn, id, message.folder.path, isoTime(at));
    if (this.isBlind(at, mailbox, via)) return;
    if (at < log.silentUntil && log.marksLeft === 0) {
      if (log.gap !== undefined) log.gap.hiddenAccesses++;
      return;
    }
    const key = `${via.key}#${deed.message}`;
    const last = log.seen.get(key);
    if (last !== undefined && at - last < DEDUPLICATION) return;
    log.seen.set(key, at);
    const open = log.open.get(via.key);
    if (open === undefined) {
      log.open.set(via.key, {
        via,
        opened: at,
        messages: [message],
        entries: entry === undefined ? [] : [entry],
      });
    } else {
      open.messages.push(message);
      if (entry !== undefined) open.entries.push(entry);
    }
  }

  private sync(deed: SyncDeed): void {
    const { via, at, mailbox, folder } = deed;
    const log = this.logOf(mailbox);
    this.closeDue(log, at);
    const entry = via.attack?.synced(mailbox.upn, folder.path, isoTime(at));
    if (this.isBlind(at, mailbox, via)) return;
    const key = `${via.key}@${folder.id}`;
    const last = log.seen.get(key);
    if (last !== undefined && at - last < DEDUPLICATION) return;
    log.seen.set(key, at);
    const record = syncRecord({ organization: this.organization, mailbox, via, at }, folder, log.random);
    if (entry !== undefined) entry.logged = true;
    via.attack?.recordIds.push(record.Id);
    this.out.push({ at, record });
  }

  private other({ at, record, attack }: OtherDeed): void {
    attack?.acted(isoTime(at));
    if (this.ingestionOff(at) !== undefined) return;
    attack?.otherRecordIds.push(record.Id);
    this.out.push({ at, record });
  }

  private closeDue(log: MailboxLog, now: number): void {
    for (const [key, open] of log.open) {
      if (open.opened + AGGREGATION > now) return;
      log.open.delete(key);
      this.writeBind(log, open, open.opened + AGGREGATION);
    }
  }

  private writeBind(log: MailboxLog, open: OpenBind, at: number): void {
    const dark = this.ingestionOff(at);
    if (dark !== undefined) {
      dark.hidden += open.messages.length;
      return;
    }
    const silent = at < log.silentUntil;
    if (silent && log.marksLeft === 0) {
      if (log.gap !== undefined) log.gap.hiddenAccesses += open.messages.length;
      return;
    }
    while (log.written.length > 0 && at - (log.written[0] as number) >= DAY) log.written.shift();
    const crosses = !silent && log.written.length >= THROTTLE_RECORDS;
    log.written.push(at);
    if (crosses) this.silence(log, at);
    else if (silent) log.marksLeft--;
    // Where the mark is missing, the record that passed 1,000 is there like any other.
    const marked = silent || (crosses && this.throttleMark !== 'missing');
    const facts = { organization: this.organization, mailbox: log.mailbox, via: open.via, at };
    const record = bindRecord(facts, open.messages, marked, log.random);
    for (const entry of open.entries) entry.logged = true;
    open.via.attack?.recordIds.push(record.Id);
    if (silent) this.extend(log, at);
    this.out.push({ at, record });
  }

  private silence(log: MailboxLog, at: number): void {
    log.written = [];
    log.silentUntil = at + THROTTLE_SILENCE;
    log.marksLeft = this.throttleMark === 'repeated' ? log.random.int(2, 4) : 0;
    const kind = this.throttleMark === 'missing' ? 'suspected-throttle' : 'throttled';
    log.gap = {
      kind,
      mailbox: log.mailbox.upn,
      actor: null,
      from: isoTime(at),
      to: isoTime(log.silentUntil),
      hiddenAccesses: 0,
    };
    this.gaps.push(log.gap);
  }

  /** Each further mark counts its own 24 hours: the whole stretch is one gap. */
  private extend(log: MailboxLog, at: number): void {
    log.silentUntil = at + THROTTLE_SILENCE;
    if (log.gap !== undefined) log.gap.to = isoTime(log.silentUntil);
  }

  private isBlind(at: number, mailbox: Mailbox, via: Via): boolean {
    const blind = this.blindness.find(
      (one) =>
        covers(one, at) &&
        (one.mailbox === null || one.mailbox === mailbox.upn) &&
        (one.actor === null || one.actor === via.actor.upn) &&
        (one.logonTypes === undefined || one.logonTypes.includes(via.logonType)),
    );
    if (blind !== undefined) blind.hidden++;
    return blind !== undefined;
  }

  private ingestionOff(at: number): Blindness | undefined {
    return this.blindness.find((blind) => blind.kind === 'ingestion-disabled' && covers(blind, at));
  }

  private logOf(mailbox: Mailbox): MailboxLog {
    let log = this.logs.get(mailbox);
    if (log === undefined) {
      log = {
        mailbox,
        random: this.random.fork(mailbox.upn),
        open: new Map(),
        seen: new Map(),
        written: [],
        silentUntil: 0,
        marksLeft: 0,
        gap: undefined,
      };
      this.logs.set(mailbox, log);
    }
    return log;
  }
}

function covers(blind: Blindness, at: number): boolean {
  return at >= blind.from && at < blind.to;
}

/** What an attack is, and the stage on which it plays. One file each under attacks/. */
import type { Severity } from '../report.ts';
import type { Blindness } from './blindness.ts';
import type { Deed } from './deed.ts';
import { OFFICE_SIGN_IN } from './devices.ts';
import type { Mailbox } from './mail.ts';
import type { AddressPlan } from './networks.ts';
import { type Doer, type SignIn, userLoggedIn } from './operations.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { AuditRecord, Organization } from './record.ts';
import { DAY, isWeekend, MINUTE, SECOND } from './time.ts';
import { AttackTrace, type TruthGap } from './truth.ts';
import { type Actor, type Session, Tokens, type Via } from './via.ts';

export interface Attack {
  title: string;
  /** least severity at which it deserves to be found */
  severity: Severity;
  /** Plays the whole attack: pushes deeds, sets markers on the stage's trace, may blind the log. */
  play(stage: Stage): void;
}

export type AttackTimes = 'set' | 'anywhere';
/** Of attacks that may be anywhere, this share is under way when the log begins or soon after: no history before it. */
const EARLY_SHARE = 0.3;

export interface Scene {
  organization: Organization;
  people: readonly Person[];
  /** all people, those first whom other attacks leave alone */
  victims: readonly Person[];
  /** first moment of the log and the moment after its last */
  from: number;
  to: number;
  random: Random;
  blindness: Blindness[];
  /** addresses that attackers use already, over all attacks */
  usedAddresses: Set<string>;
  addresses: AddressPlan;
  times: AttackTimes;
  /** factor of the pauses between two messages */
  tempo: number;
}

export class Stage {
  readonly deeds: Deed[] = [];
  /** stretches that no record can show, other than by blinding the log */
  readonly gaps: TruthGap[] = [];
  readonly trace: AttackTrace;
  readonly organization: Organization;
  readonly people: readonly Person[];
  readonly from: number;
  readonly to: number;
  readonly random: Random;
  readonly blindness: Blindness[];
  readonly addresses: AddressPlan;
  private readonly victims: readonly Person[];
  private readonly used: Set<string>;
  private readonly tempo: number;
  private readonly times: AttackTimes;
  private shift: number | undefined;

  constructor(name: string, attack: Pick<Attack, 'title' | 'severity'>, scene: Scene) {
    this.trace = new AttackTrace(name, attack.title, attack.severity);
    this.organization = scene.organization;
    this.people = scene.people;
    this.victims = scene.victims;
    this.from = scene.from;
    this.to = scene.to;
    this.random = scene.random;
    this.blindness = scene.blindness;
    this.used = scene.usedAddresses;
    this.addresses = scene.addresses;
    this.tempo = scene.tempo;
    this.times = scene.times;
  }

  /** The nth victim, one who fits where there is one; small tenants give the same person again. */
  victim(index = 0, fits: (person: Person) => boolean = () => true): Person {
    const fitting = this.victims.filter(fits);
    const list = fitting.length > 0 ? fitting : this.victims;
    const person = list[index % list.length];
    if (person === undefined) throw new Error('An attack needs at least one person in the tenant.');
    return person;
  }

  /** A moment at that share (0 to 1) of the simulated time, on a whole minute. */
  moment(share: number): number {
    const at = this.from + (this.to - this.from) * share;
    this.shift ??= this.times === 'set' ? 0 : this.drawTime() - at;
    return Math.floor((at + this.shift) / MINUTE) * MINUTE;
  }

  /** When the attack's first moment shall be; the last quarter of the log is left for its later days. */
  private drawTime(): number {
    const random = this.random.fork('time');
    const early = random.chance(EARLY_SHARE);
    const days = (this.to - this.from) / DAY;
    return this.from + (early ? random.between(0.1, 1.5) : random.between(2, days * 0.75)) * DAY;
  }

  /** Start of a working day at about that share of the simulated time. */
  workday(share: number): number {
    let day = Math.floor(this.moment(share) / DAY) * DAY;
    while (isWeekend(day) && day + DAY < this.to) day += DAY;
    return day;
  }

  /** An address on a rented machine, or on a stranger's home line; none twice. It becomes a marker. */
  foreignAddress(kind: 'hosting' | 'residential' = 'hosting'): string {
    let ip = this.addresses[kind](this.random);
    for (let n = 0; this.used.has(ip) && n < 500; n++) ip = this.addresses[kind](this.random);
    this.used.add(ip);
    this.trace.markers.ips.add(ip);
    return ip;
  }

  /** A session the attacker signs in for himself; it becomes a marker. */
  session(at: number): Session {
    const session = this.newSession(at);
    this.trace.markers.sessions.add(session.id);
    return session;
  }

  newSession(at: number): Session {
    const id = this.random.guid();
    return { id, tokens: new Tokens(this.random.fork(id), at, { AADSessionId: id }) };
  }

  doer(actor: Actor, ip: string | undefined, sessionId: string | undefined, at: number): Doer {
    return { organization: this.organization, actor, ip, sessionId, at, random: this.random };
  }

  read(at: number, mailbox: Mailbox, via: Via, message: number): void {
    this.deeds.push({ kind: 'bind', at, mailbox, via, message: Math.max(0, message) });
  }

  /**
   * Opens messages one after the other, the newest first.
   * @param pace seconds between two of them, from and to
   * @param step messages from one to the next
   * @returns when it is done
   */
  readBack(
    at: number,
    mailbox: Mailbox,
    via: Via,
    count: number,
    [quick, slow]: [number, number],
    step = 1,
  ): number {
    const newest = mailbox.latest(at);
    let time = at;
    for (let n = 0; n < count; n++) {
      this.read(time, mailbox, via, newest - 1 - n * step);
      time += Math.round(this.random.int(quick, slow) * this.tempo) * SECOND;
    }
    return time;
  }

  /** Downloads every folder of a mailbox, one after the other. */
  syncAll(at: number, mailbox: Mailbox, via: Via): number {
    let time = at;
    for (const folder of mailbox.folders) {
      this.deeds.push({ kind: 'sync', at: time, mailbox, via, folder });
      time += this.random.int(50, 160) * SECOND;
    }
    return time;
  }

  record(at: number, record: AuditRecord): void {
    this.deeds.push({ kind: 'other', at, record, attack: this.trace });
  }

  signIn(person: Person, session: Session, ip: string, at: number, userAgent: string, app?: string): void {
    const signIn: SignIn = {
      objectId: person.objectId,
      userAgent,
      applicationId: app ?? OFFICE_SIGN_IN,
    };
    this.record(at, userLoggedIn(this.doer(person.actor, ip, session.id, at), signIn));
  }
}

/** What an attack is, and the stage on which it plays. One file each under attacks/. */
import type { Severity } from '../report.ts';
import type { Blindness } from './blindness.ts';
import type { Deed } from './deed.ts';
import { OFFICE_SIGN_IN } from './devices.ts';
import type { Mailbox } from './mail.ts';
import { hosting, microsoft } from './networks.ts';
import { type Doer, type SignIn, userLoggedIn } from './operations.ts';
import type { Person } from './people.ts';
import type { Random } from './random.ts';
import type { AuditRecord, Organization } from './record.ts';
import { AttackTrace } from './truth.ts';
import { type Actor, type Session, Tokens, type Via } from './via.ts';

export interface Attack {
  title: string;
  /** least severity at which it deserves to be found */
  severity: Severity;
  /** Plays the whole attack: pushes deeds, sets markers on the stage's trace, may blind the log. */
  play(stage: Stage): void;
}

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
}

export class Stage {
  readonly deeds: Deed[] = [];
  readonly trace: AttackTrace;
  readonly organization: Organization;
  readonly people: readonly Person[];
  readonly from: number;
  readonly to: number;
  readonly random: Random;
  readonly blindness: Blindness[];
  private readonly victims: readonly Person[];
  private readonly used = new Set<string>();

  constructor(name: string, attack: Pick<Attack, 'title' | 'severity'>, scene: Scene) {
    this.trace = new AttackTrace(name, attack.title, attack.severity);
    this.organization = scene.organization;
    this.people = scene.people;
    this.victims = scene.victims;
    this.from = scene.from;
    this.to = scene.to;
    this.random = scene.random;
    this.blindness = scene.blindness;
  }

  /** The nth victim; small tenants give the same person again. */
  victim(index = 0): Person {
    const person = this.victims[index % this.victims.length];
    if (person === undefined) throw new Error('An attack needs at least one person in the tenant.');
    return person;
  }

  /** A moment at that share (0 to 1) of the simulated time, on a whole minute. */
  moment(share: number): number {
    return Math.floor((this.from + (this.to - this.from) * share) / 60_000) * 60_000;
  }

  /** An address on a rented machine, none twice. It becomes a marker. */
  foreignAddress(): string {
    const network = hosting();
    let ip = network.address(this.random);
    for (let n = 0; this.used.has(ip) && n < 500; n++) ip = network.address(this.random);
    this.used.add(ip);
    this.trace.markers.ips.add(ip);
    return ip;
  }

  microsoftAddress(): string {
    return microsoft().address(this.random);
  }

  /** A session the attacker signs in for himself; it becomes a marker. */
  session(at: number): Session {
    const id = this.random.guid();
    this.trace.markers.sessions.add(id);
    return { id, tokens: new Tokens(this.random.fork(id), at, { AADSessionId: id }) };
  }

  doer(actor: Actor, ip: string | undefined, sessionId: string | undefined, at: number): Doer {
    return { organization: this.organization, actor, ip, sessionId, at, random: this.random };
  }

  read(at: number, mailbox: Mailbox, via: Via, message: number): void {
    this.deeds.push({ kind: 'bind', at, mailbox, via, message: Math.max(0, message) });
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

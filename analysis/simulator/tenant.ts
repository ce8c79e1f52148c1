/** Runs a tenant day by day: ordinary life, attacks, and what Exchange writes of both. */
import { loadFolder } from '../load-folder.ts';
import { type Attack, type AttackTimes, Stage } from './attack.ts';
import { AuditTrail, type ThrottleMark } from './audit-trail.ts';
import { type Blindness, gapOf } from './blindness.ts';
import type { Deed } from './deed.ts';
import { Life } from './life.ts';
import type { Mailbox } from './mail.ts';
import { type AddressPlan, documentation } from './networks.ts';
import { routed } from './networks-routed.ts';
import { type Habits, makePeople, oddities, type Person, USUAL_HABITS } from './people.ts';
import { Random } from './random.ts';
import type { AuditRecord, Organization } from './record.ts';
import { Company, type Routine } from './routine.ts';
import { DAY, dayStart, HOUR, isoTime } from './time.ts';
import type { Harmless, Truth } from './truth.ts';

export interface TenantOptions {
  seed: string;
  /** number of people, each with a mailbox */
  people: number;
  /** first UTC day, YYYY-MM-DD */
  from: string;
  days: number;
  /** default contoso.com */
  domain?: string;
  /** names of files under attacks/; default none */
  attacks?: string[];
  /** leave, travel, new devices, delegates, shared mailboxes, applications; default true */
  mess?: boolean;
  /** share of mailboxes whose records lack the fields of 2025; default 0.1 */
  olderShare?: number;
  /** default 'once' */
  throttleMark?: ThrottleMark;
  /** 'routed' addresses have a country and an operator, documentation's (the default) have neither */
  addresses?: 'documentation' | 'routed' | AddressPlan;
  /** what differs from USUAL_HABITS */
  habits?: Partial<Habits>;
  /** new lines, applications and phones for many on one day; default false */
  rollouts?: boolean;
  /** 'set': where each attack's own story puts it (the default); 'anywhere': some on the first days, others at any time */
  attackTimes?: AttackTimes;
  /** how much more slowly (above 1) or quickly attackers read than their story says; default 1 */
  attackTempo?: number;
}

export interface Simulation {
  organization: Organization;
  people: readonly Person[];
  /** Every record of the log in order of time. May be read once. */
  records(): Generator<AuditRecord>;
  /** What really happened. @throws Error before records() was read to its end */
  truth(): Truth;
}

/** Names of the attacks that can be played. */
export async function attackNames(): Promise<string[]> {
  return (await loadAttacks()).map(({ name }) => name);
}

/**
 * A tenant's audit log and the truth behind it; the same options give the same bytes.
 * @throws RangeError for options that make no tenant, Error naming an attack that does not exist
 */
export async function simulateTenant(options: TenantOptions): Promise<Simulation> {
  if (!(options.people >= 1 && options.days >= 1)) {
    throw new RangeError('A simulated tenant needs at least one person and one day.');
  }
  const known = await loadAttacks();
  const attacks = (options.attacks ?? []).map((name) => {
    const found = known.find((attack) => attack.name === name);
    if (found === undefined) {
      throw new Error(
        `There is no attack named ${name}; there are ${known.map((one) => one.name).join(', ')}.`,
      );
    }
    return found;
  });
  const routines = (options.mess ?? true) ? await loadRoutines() : [];
  return new Tenant(options, attacks, routines);
}

function loadRoutines() {
  return loadFolder(
    new URL('./routines/', import.meta.url),
    (module) => module.routine as Routine | undefined,
  );
}

function loadAttacks() {
  return loadFolder(new URL('./attacks/', import.meta.url), (module) => module.attack as Attack | undefined);
}

interface Named<T> {
  name: string;
  unit: T;
}

class Tenant implements Simulation {
  readonly organization: Organization;
  readonly people: readonly Person[];
  private readonly mailboxes: Mailbox[];
  private readonly harmless: Harmless[] = [];
  private readonly routines: ((day: number) => Deed[])[] = [];
  private readonly stages: Stage[] = [];
  private readonly lives: Life[];
  private readonly trail: AuditTrail;
  private readonly blindness: Blindness[] = [];
  private readonly addresses: AddressPlan;
  private readonly from: number;
  private readonly to: number;
  private count = { records: 0, mailItemsAccessed: 0 };
  private state: 'new' | 'running' | 'done' = 'new';

  constructor(
    private readonly options: TenantOptions,
    attacks: readonly Named<Attack>[],
    routines: readonly Named<Routine>[],
  ) {
    const random = new Random(`mailtrail ${options.seed}`);
    const domain = options.domain ?? 'contoso.com';
    const { addresses = 'documentation' } = options;
    this.addresses =
      addresses === 'routed' ? routed : addresses === 'documentation' ? documentation : addresses;
    this.from = dayStart(options.from);
    this.to = this.from + options.days * DAY;
    this.organization = { id: random.guid(), name: `${domain.split('.')[0]}.onmicrosoft.com`, domain };
    const organizationSid = `S-1-5-21-${random.bits()}-${random.bits()}-${random.bits()}`;
    this.people = makePeople(
      {
        count: options.people,
        domain,
        organizationSid,
        from: this.from,
        days: options.days,
        olderShare: options.olderShare ?? 0.1,
        mess: options.mess ?? true,
        addresses: this.addresses,
        habits: { ...USUAL_HABITS, ...options.habits },
      },
      random.fork('people'),
    );
    this.mailboxes = this.people.map((person) => person.mailbox);
    this.begin(routines, organizationSid, random);
    this.play(attacks, random);
    this.lives = this.people.map(
      (person) => new Life(person, this.organization, random.fork(`life ${person.index}`)),
    );
    const mark = options.throttleMark ?? 'once';
    this.trail = new AuditTrail(this.organization, random.fork('trail'), this.blindness, mark);
  }

  private begin(routines: readonly Named<Routine>[], organizationSid: string, random: Random): void {
    const { organization, people, from, to, addresses } = this;
    const rollouts = this.options.rollouts ?? false;
    const facts = { organization, organizationSid, people, from, to, addresses, rollouts };
    for (const { name, unit } of routines) {
      const stream = random.fork(`routine ${name}`);
      const runs = unit.begin(new Company(facts, stream, this.mailboxes, this.harmless));
      if (runs !== undefined) this.routines.push(runs);
    }
    for (const person of people) {
      for (const { what, from, to } of oddities(person, this.to)) {
        this.harmless.push({ what, mailbox: person.mailbox.upn, from: isoTime(from), to: isoTime(to) });
      }
    }
  }

  private play(attacks: readonly Named<Attack>[], random: Random): void {
    const { organization, people, from, to, blindness, addresses } = this;
    const victims = random.fork('victims').shuffle(people);
    const usedAddresses = new Set<string>();
    attacks.forEach(({ name, unit }, index) => {
      // Each attack begins its list of victims elsewhere, so that few mailboxes are hit twice.
      const others = victims.map((_, n) => victims[(n + index * 3) % victims.length] as Person);
      const stream = random.fork(`attack ${name}`);
      const scene = {
        organization,
        people,
        victims: others,
        from,
        to,
        random: stream,
        blindness,
        usedAddresses,
        addresses,
        times: this.options.attackTimes ?? 'set',
        tempo: this.options.attackTempo ?? 1,
      };
      const stage = new Stage(name, unit, scene);
      unit.play(stage);
      this.stages.push(stage);
    });
  }

  *records(): Generator<AuditRecord> {
    if (this.state !== 'new') throw new Error('The records of a simulation can be read only once.');
    this.state = 'running';
    let pending = [...this.stages.flatMap((stage) => stage.deeds), ...this.liveOn(this.from)];
    for (let day = this.from; day < this.to; day += DAY) {
      // A local day begins up to half a day before the UTC day of the same date, so tomorrow is lived already.
      if (day + DAY < this.to) pending = pending.concat(this.liveOn(day + DAY));
      const hours: Deed[][] = Array.from({ length: DAY / HOUR }, () => []);
      for (const deed of pending) {
        if (deed.at >= day && deed.at < day + DAY) hours[Math.floor((deed.at - day) / HOUR)]?.push(deed);
      }
      pending = pending.filter((deed) => deed.at >= day + DAY);
      // By the hour, so that a large tenant's records do not pile up for a day.
      for (const [hour, deeds] of hours.entries()) yield* this.write(deeds, day + (hour + 1) * HOUR);
    }
    this.state = 'done';
  }

  private *write(deeds: readonly Deed[], until: number): Generator<AuditRecord> {
    for (const { record } of this.trail.write(deeds, until)) {
      this.count.records++;
      if (record.Operation === 'MailItemsAccessed') this.count.mailItemsAccessed++;
      yield record;
    }
  }

  private liveOn(day: number): Deed[] {
    return [
      ...this.lives.flatMap((life) => life.day(day)),
      ...this.routines.flatMap((routine) => routine(day)),
    ];
  }

  truth(): Truth {
    if (this.state !== 'done') throw new Error('The truth is known once all records have been read.');
    return {
      organization: this.organization.name,
      seed: this.options.seed,
      from: isoTime(this.from),
      to: isoTime(this.to),
      mailboxes: this.mailboxes.map((mailbox) => mailbox.upn).sort(),
      attacks: this.stages.flatMap((stage) => stage.trace.label() ?? []),
      gaps: [...this.trail.gaps, ...this.blindness.map(gapOf), ...this.stages.flatMap((stage) => stage.gaps)],
      harmless: this.harmless,
      ...this.count,
    };
  }
}

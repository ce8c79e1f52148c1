/** An ordinary day of one person, as deeds: when they look at their mail, from where, and what they open. */
import { service } from './clients/service.ts';
import type { Deed } from './deed.ts';
import { Devices } from './devices.ts';
import { microsoftAddress, type Network } from './networks.ts';
import { cmdlet, type Doer, fileAccessed, removal, searchQuery, send } from './operations.ts';
import { type DayKind, dayKind, type Person } from './people.ts';
import type { Random } from './random.ts';
import type { Organization } from './record.ts';
import { DAY, HOUR, hoursAhead, MINUTE, SECOND } from './time.ts';
import { makeVia, type Via } from './via.ts';

const FILES = ['Budget 2026.xlsx', 'Offer draft.docx', 'Roadmap.pptx', 'Minutes.docx', 'Contract.pdf'];
const WORDS = ['invoice', 'offer', 'contract', 'holiday', 'budget', 'meeting minutes'];
const SUBJECTS = ['Re: offer', 'Minutes of today', 'Question on the invoice', 'FW: contract', 'Thursday'];

type Place = 'office' | 'home' | 'away';

export class Life {
  private readonly devices: Devices;
  private readUpTo = 0;

  constructor(
    readonly person: Person,
    private readonly organization: Organization,
    private readonly random: Random,
  ) {
    this.devices = new Devices(person, organization, random.fork('devices'));
  }

  /** All that happens to this person's mailbox on the UTC day that starts at `day` (a late evening may run over). */
  day(day: number): Deed[] {
    const random = this.random.fork(day / DAY);
    const kind = dayKind(this.person, day);
    const deeds: Deed[] = [];
    if (this.readUpTo === 0) this.readUpTo = this.person.mailbox.latest(day);
    const place = this.placeOn(kind, random);
    for (const at of this.visitTimes(day, kind, random)) this.visit(at, kind, place, random, deeds);
    if (this.person.desktop === 'outlook' && (kind === 'work' || kind === 'travel')) {
      this.outlookInBackground(day, place, random, deeds);
    }
    this.machinery(day, kind, random, deeds);
    return deeds;
  }

  private placeOn(kind: DayKind, random: Random): Place {
    if (kind === 'travel') return 'away';
    if (kind !== 'work') return 'home';
    return random.chance(this.person.homeShare) ? 'home' : 'office';
  }

  private localMidnight(day: number, kind: DayKind): number {
    const { travel, timeZone } = this.person;
    const ahead = hoursAhead(timeZone, day) + (kind === 'travel' ? (travel?.hoursAhead ?? 0) : 0);
    return day - ahead * HOUR;
  }

  private visitTimes(day: number, kind: DayKind, random: Random): number[] {
    const midnight = this.localMidnight(day, kind);
    const { starts, visits } = this.person;
    if (kind === 'leave' || kind === 'weekend') {
      const count = random.around(kind === 'leave' ? 0.4 : 1.2);
      return Array.from({ length: count }, () => midnight + random.between(9, 21) * HOUR);
    }
    const times = Array.from({ length: random.around(visits) }, () => {
      const morning = random.chance(0.5);
      const hour = morning ? starts + random.between(0, 3.8) : starts + random.between(4.8, 9.2);
      return midnight + hour * HOUR;
    });
    for (let n = random.around(1.1); n > 0; n--) times.push(midnight + random.between(18, 22.6) * HOUR);
    return times.sort((a, b) => a - b);
  }

  /** Which network the device is on: at work, at home in the evening, on the carrier in between. */
  private network(
    at: number,
    device: 'desk' | 'phone',
    kind: DayKind,
    place: Place,
    random: Random,
  ): Network {
    const { person } = this;
    if (device === 'phone' && random.chance(0.5)) return person.phoneNetwork;
    if (kind === 'travel' && person.travel !== undefined) return person.travel.network;
    const hour = (at - this.localMidnight(Math.floor(at / DAY) * DAY, kind)) / HOUR;
    const atDesk = hour >= person.starts - 0.2 && hour <= person.starts + 9.5;
    return place === 'office' && atDesk ? person.office : person.home;
  }

  private visit(at: number, kind: DayKind, place: Place, random: Random, deeds: Deed[]): void {
    const { person } = this;
    const evening = kind !== 'work' || random.chance(0.22);
    const onPhone = person.phone !== 'none' && evening;
    const network = this.network(at, onPhone ? 'phone' : 'desk', kind, place, random);
    const ip = network.address(random);
    if (onPhone) {
      const via = this.devices.phone(at, ip, deeds);
      if (via !== undefined) this.read(at, [via, via], random, deeds, 2);
      return;
    }
    if (person.desktop === 'outlook' && !random.chance(0.12)) {
      const via = this.devices.outlook(at, ip, deeds);
      if (random.chance(0.55)) this.read(at, [via, via], random, deeds, 2);
      this.readForOthers(at, via, random, deeds);
      deeds.push({ kind: 'sync', at, mailbox: person.mailbox, via, folder: person.mailbox.inbox });
      this.work(at, via, random, deeds);
      return;
    }
    if (person.desktop === 'mac' && !random.chance(0.2)) {
      const via = this.devices.mac(at, ip, deeds);
      this.read(at, [via, via], random, deeds, 3);
      this.work(at, via, random, deeds);
      return;
    }
    const [page, proxy] = this.devices.browser(at, ip, deeds);
    this.read(at, [page, proxy], random, deeds, 2);
    this.readForOthers(at, page, random, deeds);
    this.work(at, page, random, deeds);
  }

  /** Opens what is new, and now and then something older again. */
  private read(at: number, [main, side]: [Via, Via], random: Random, deeds: Deed[], most: number): void {
    const { mailbox } = this.person;
    const newest = mailbox.latest(at);
    const unread = Math.max(0, newest - this.readUpTo);
    const count = Math.min(unread, random.int(1, most) + random.around(0.8));
    let time = at;
    for (let n = 0; n < count; n++) {
      const via = random.chance(0.7) ? main : side;
      deeds.push({ kind: 'bind', at: time, mailbox, via, message: this.readUpTo + n });
      time += random.int(6, 75) * SECOND;
    }
    this.readUpTo = newest;
    for (let n = random.around(0.8); n > 0; n--) {
      const back = Math.floor(random.next() ** 3 * Math.min(newest, 900));
      const message = Math.max(0, newest - 1 - back);
      deeds.push({ kind: 'bind', at: time, mailbox, via: random.chance(0.75) ? main : side, message });
      time += random.int(10, 90) * SECOND;
    }
  }

  /** Shared mailboxes, and the boss's. */
  private readForOthers(at: number, own: Via, random: Random, deeds: Deed[]): void {
    for (const { mailbox, perVisit, from } of this.person.alsoReads) {
      if (at < from || !random.chance(perVisit)) continue;
      const via = makeVia({ ...own, logonType: 2 });
      const newest = mailbox.latest(at);
      for (let n = random.int(1, 4); n > 0; n--) {
        const message = Math.max(0, newest - random.int(1, 15));
        deeds.push({ kind: 'bind', at: at + n * 20 * SECOND, mailbox, via, message });
      }
    }
  }

  /** What people do with mail besides reading it. */
  private work(at: number, via: Via, random: Random, deeds: Deed[]): void {
    const { person } = this;
    const doer = (later: number): Doer => ({
      organization: this.organization,
      actor: person.actor,
      ip: via.ip,
      sessionId: via.sessionId,
      at: at + later,
      random,
    });
    const push = (later: number, record: ReturnType<typeof send>) =>
      deeds.push({ kind: 'other', at: at + later, record });
    if (random.chance(0.16)) {
      const later = random.int(30, 400) * SECOND;
      push(later, send(doer(later), person.mailbox, via, random.pick(SUBJECTS)));
    }
    if (random.chance(0.1)) {
      const later = random.int(20, 300) * SECOND;
      const message = person.mailbox.message(Math.max(0, this.readUpTo - random.int(1, 40)));
      const operation = random.pick(['MoveToDeletedItems', 'SoftDelete', 'HardDelete'] as const);
      push(later, removal(doer(later), operation, person.mailbox, via, message));
    }
    if (random.chance(0.03)) push(0, searchQuery(doer(0), via, random.pick(WORDS)));
    if (random.chance(0.06)) {
      const later = random.int(60, 900) * SECOND;
      push(later, fileAccessed(doer(later), person, random.pick(FILES)));
    }
    if (random.chance(0.0015)) {
      const name = random.pick(['Newsletters', 'Invoices', 'Travel']);
      const rule = `${this.organization.name}/${person.objectId}\\${name}`;
      push(
        0,
        cmdlet(doer(0), 'New-InboxRule', rule, { Name: name, MoveToFolder: name, From: 'news@example.net' }),
      );
    }
  }

  /** Cached mode downloads the inbox and some other folders while the computer is on. */
  private outlookInBackground(day: number, place: Place, random: Random, deeds: Deed[]): void {
    const { person } = this;
    const kind = dayKind(person, day);
    const start = this.localMidnight(day, kind) + person.starts * HOUR;
    const ip = this.network(start + HOUR, 'desk', kind, place, random).address(random);
    for (let hour = 0; hour < 9; hour++) {
      const at = start + hour * HOUR + random.int(0, 50) * MINUTE;
      if (!random.chance(0.5)) continue;
      const via = this.devices.outlook(at, ip, deeds);
      const folder = random.chance(0.6) ? person.mailbox.inbox : random.pick(person.mailbox.folders);
      deeds.push({ kind: 'sync', at, mailbox: person.mailbox, via, folder });
    }
  }

  /** Microsoft's own services look at what arrives, whether or not anyone is there. */
  private machinery(day: number, kind: DayKind, random: Random, deeds: Deed[]): void {
    const { mailbox, actor } = this.person;
    const midnight = this.localMidnight(day, kind);
    const count = random.around(kind === 'work' || kind === 'travel' ? 12 : 3);
    for (let n = 0; n < count; n++) {
      const at = midnight + random.between(6, 22) * HOUR;
      const via = service(actor, microsoftAddress(random), random);
      const newest = Math.max(1, mailbox.latest(at));
      for (let item = random.int(1, 4); item > 0; item--) {
        const message = Math.max(0, newest - random.int(1, 12));
        deeds.push({ kind: 'bind', at: at + random.int(0, 70) * SECOND, mailbox, via, message });
      }
    }
  }
}

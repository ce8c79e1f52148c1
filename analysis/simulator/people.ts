/** The people of a tenant and their habits. */
import { Mailbox } from './mail.ts';
import type { AddressPlan, Network } from './networks.ts';
import type { Random } from './random.ts';
import { DAY, hoursAhead, isWeekend } from './time.ts';
import type { Actor, Session } from './via.ts';

export type DesktopClient = 'outlook' | 'browser' | 'new-outlook' | 'mac';
export type PhoneClient = 'outlook-ios' | 'outlook-android' | 'activesync' | 'none';

export interface Person {
  index: number;
  name: string;
  actor: Actor;
  /** object id in the directory */
  objectId: string;
  mailbox: Mailbox;
  timeZone: string;
  office: Network;
  home: Network;
  phoneNetwork: Network;
  desktop: DesktopClient;
  phone: PhoneClient;
  userAgent: string;
  /** looks at the mailbox this often on a working day */
  visits: number;
  /** local hour at which the day begins */
  starts: number;
  /** of seven, how likely at home on a working day */
  homeShare: number;
  /** days away, in ms: no work, at most a look at the phone */
  leave: { from: number; to: number } | undefined;
  travel: { from: number; to: number; network: Network; hoursAhead: number } | undefined;
  /** the day a new phone or computer comes into use */
  newPhone: { from: number; phone: PhoneClient } | undefined;
  newComputer: { from: number; userAgent: string } | undefined;
  /** mailboxes of others that this person reads as well, from when, and how often at a visit to the own one */
  alsoReads: { mailbox: Mailbox; perVisit: number; from: number }[];
  /** browser sessions that the story needs to be these and no others */
  planted: { session: Session; from: number; to: number }[];
}

/** First people of every tenant, so that small tenants are easy to talk about. */
const NAMES = [
  'Miriam Graham',
  'Lee Gu',
  'Isaiah Langer',
  'Ana Bowman',
  'Tomas Novak',
  'Nour Haddad',
  'Grace Okafor',
  'Yuki Tanaka',
];
const FIRST = [
  'Adele',
  'Bruno',
  'Carla',
  'Dmitri',
  'Elif',
  'Farid',
  'Hanna',
  'Ines',
  'Jonas',
  'Karin',
  'Luca',
  'Marta',
  'Nils',
  'Olga',
  'Pavel',
  'Rosa',
  'Sven',
  'Tara',
  'Vera',
  'Wim',
  'Zoe',
];
const LAST = [
  'Abbas',
  'Berg',
  'Costa',
  'Duval',
  'Egger',
  'Fischer',
  'Garcia',
  'Hansen',
  'Ivanova',
  'Jensen',
  'Keller',
  'Lopez',
  'Meyer',
  'Nagy',
  'Olsen',
  'Petit',
  'Rossi',
  'Silva',
  'Weber',
  'Zhang',
];

/** How people of a tenant live and work. */
export interface Habits {
  /** whether the first people have the names that demonstrations use */
  knownNames: boolean;
  /** IANA time zones, as often as people are in them; the first six people are in the first */
  zones: readonly string[];
  /** looks at the mailbox on a working day, least and most */
  visits: readonly [number, number];
  /** local hours at which days begin, earliest and latest */
  starts: readonly [number, number];
  /** messages that arrive on a working day, least and most */
  inflow: readonly [number, number];
  desktops: Record<DesktopClient, number>;
  phones: Record<PhoneClient, number>;
  /** shares of people to whom it happens within the log */
  leave: number;
  travel: number;
  newPhone: number;
  newComputer: number;
}

export const USUAL_HABITS: Habits = {
  knownNames: true,
  zones: ['Europe/Berlin', 'Europe/Berlin', 'Europe/Paris', 'Europe/London', 'America/New_York'],
  visits: [12, 16],
  starts: [7.2, 9.4],
  inflow: [18, 42],
  desktops: { outlook: 50, browser: 22, 'new-outlook': 20, mac: 8 },
  phones: { 'outlook-ios': 45, 'outlook-android': 30, activesync: 8, none: 17 },
  leave: 0.2,
  travel: 0.15,
  newPhone: 0.06,
  newComputer: 0.06,
};
export const USER_AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:149.0) Gecko/20100101 Firefox/149.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Safari/605.1.15',
];

export interface PeoplePlan {
  count: number;
  domain: string;
  organizationSid: string;
  /** first day of the log, and how many */
  from: number;
  days: number;
  /** share of mailboxes whose records lack the fields of 2025 */
  olderShare: number;
  /** leave, travel, new devices */
  mess: boolean;
  addresses: AddressPlan;
  habits: Habits;
}

export function makePeople(plan: PeoplePlan, random: Random): Person[] {
  const names = new Set(plan.habits.knownNames ? NAMES.slice(0, plan.count) : []);
  const naming = random.fork('names');
  for (let n = 0; names.size < plan.count; n++) {
    const name = `${naming.pick(FIRST)} ${naming.pick(LAST)}`;
    names.add(n > plan.count * 3 ? `${name} ${n}` : name);
  }
  return [...names].map((name, index) => makePerson(name, index, plan, random.fork(`person ${index}`)));
}

function makePerson(name: string, index: number, plan: PeoplePlan, random: Random): Person {
  const [first = '', last = ''] = name.toLowerCase().split(' ');
  const number = name.split(' ')[2] ?? '';
  const upn = `${first}.${last}${number}@${plan.domain}`;
  const { habits } = plan;
  const timeZone = index < 6 && habits.zones[0] !== undefined ? habits.zones[0] : random.pick(habits.zones);
  const mailbox = new Mailbox(
    random.fork('mailbox'),
    {
      upn,
      kind: 'user',
      inflow: random.int(...habits.inflow),
      history: random.int(1500, 9000),
      newer: !random.chance(plan.olderShare),
      hoursAhead: hoursAhead(timeZone, plan.from),
      language: timeZone === 'Europe/Paris' ? 'fr' : random.chance(0.1) ? 'de' : 'en',
    },
    plan.from,
    plan.organizationSid,
  );
  const desktop = random.weighted<DesktopClient>(habits.desktops);
  return {
    index,
    name,
    actor: { upn, key: `1003200${random.hex(9).toUpperCase()}`, sid: mailbox.sid, type: 0 },
    objectId: random.guid(),
    mailbox,
    timeZone,
    office: plan.addresses.office(timeZone),
    home: plan.addresses.home(index, timeZone, random.fork('home')),
    phoneNetwork: plan.addresses.carrier(timeZone, random.fork('carrier')),
    desktop,
    phone: random.weighted<PhoneClient>(habits.phones),
    userAgent: desktop === 'mac' ? (USER_AGENTS[3] as string) : random.pick(USER_AGENTS.slice(0, 3)),
    visits: random.int(...habits.visits),
    starts: random.between(...habits.starts),
    homeShare: random.pick([0, 0.2, 0.4, 0.4, 0.6, 0.9]),
    alsoReads: [],
    planted: [],
    ...(plan.mess ? upheavals(plan, random.fork('upheavals')) : steady()),
  };
}

type Upheavals = Pick<Person, 'leave' | 'travel' | 'newPhone' | 'newComputer'>;

function steady(): Upheavals {
  return { leave: undefined, travel: undefined, newPhone: undefined, newComputer: undefined };
}

function upheavals(plan: PeoplePlan, random: Random): Upheavals {
  const { habits } = plan;
  const someDay = () => plan.from + random.int(1, Math.max(1, plan.days - 4)) * DAY;
  const leaveFrom = someDay();
  const tripFrom = someDay();
  return {
    leave: random.chance(habits.leave)
      ? { from: leaveFrom, to: leaveFrom + random.int(3, 9) * DAY }
      : undefined,
    travel: random.chance(habits.travel)
      ? {
          from: tripFrom,
          to: tripFrom + random.int(2, 4) * DAY,
          network: plan.addresses.hotel(random),
          hoursAhead: random.pick([-4, -5, 1, 2, 4, 9]),
        }
      : undefined,
    newPhone: random.chance(habits.newPhone)
      ? { from: someDay(), phone: random.pick(['outlook-ios', 'outlook-android'] as const) }
      : undefined,
    newComputer: random.chance(habits.newComputer)
      ? { from: someDay(), userAgent: random.pick(USER_AGENTS) }
      : undefined,
  };
}

export type DayKind = 'work' | 'weekend' | 'leave' | 'travel';

export function dayKind(person: Person, day: number): DayKind {
  if (person.leave !== undefined && day >= person.leave.from && day < person.leave.to) return 'leave';
  if (isWeekend(day)) return 'weekend';
  if (person.travel !== undefined && day >= person.travel.from && day < person.travel.to) return 'travel';
  return 'work';
}

/** What is new about a person in this log, harmless all of it. */
export function oddities(person: Person, to: number): { what: string; from: number; to: number }[] {
  const { leave, travel, newPhone, newComputer } = person;
  return [
    ...(leave !== undefined ? [{ what: 'on leave', from: leave.from, to: leave.to }] : []),
    ...(travel !== undefined ? [{ what: 'travels', from: travel.from, to: travel.to }] : []),
    ...(newPhone !== undefined ? [{ what: 'has a new phone', from: newPhone.from, to }] : []),
    ...(newComputer !== undefined ? [{ what: 'has a new computer', from: newComputer.from, to }] : []),
  ];
}

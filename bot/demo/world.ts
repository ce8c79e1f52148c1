/** The tenant behind the fake: a simulated one, whose records arrive late and out of order, as they do. */
import {
  type AuditRecord,
  type Habits,
  Random,
  type Simulation,
  simulateTenant,
  type Truth,
} from '../../analysis/simulator/index.ts';
import { createFaults } from './faults.ts';
import type { DemoUser, World } from './service.ts';

export interface WorldOptions {
  seed: string;
  /** people whose mail is simulated; default 6 */
  people?: number;
  /** people and other mailboxes of the directory, the simulated ones among them; default those and a few more */
  users?: number;
  /** files of analysis/simulator/attacks; default none */
  attacks?: string[];
  /** default 3 */
  days?: number;
  /** first UTC day, YYYY-MM-DD; default 2026-05-04 */
  from?: string;
  /** all that happens is moved so that the first of the attacks begins then */
  attackAt?: Date;
  habits?: Partial<Habits>;
  /** minutes a record needs, least and most; default 60 to 90 (reference/graph.md B6) */
  latency?: readonly [number, number];
  /** default: six hours after the last day, when all has arrived */
  now?: () => Date;
}

/** What of the world others may check their results against. */
export interface SimulatedWorld extends World {
  truth: Truth;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Service plans (reference/graph.md B9): Audit Standard or Premium, and Exchange. */
export const PLANS = {
  exchange1: '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
  exchange2: 'efb87545-963c-4e0d-99df-69c6916d9eb0',
  audit: 'f6de4823-28fa-440b-b886-4783fa86ddba',
  auditPremium: '2f442157-a11c-46b9-ae5b-6e39ff4e5849',
} as const;

/** The same options make the same world, but for its clock. */
export async function makeWorld(options: WorldOptions): Promise<SimulatedWorld> {
  const { people = 6, days = 3, from = '2026-05-04', attacks = [], habits } = options;
  const tenant = await simulateTenant({ seed: options.seed, people, from, days, attacks, habits });
  const random = new Random(`world ${options.seed}`);
  const simulated = [...tenant.records()];
  const truth = tenant.truth();
  const move = moveOf(truth, options);
  const records = arriving(moved(simulated, move), options, random.fork('arrival'));
  const end = Date.parse(`${from}T00:00:00Z`) + days * DAY + move;
  const users = directory(tenant, options.users ?? people + 4, random.fork('directory'));
  return {
    tenantId: tenant.organization.id,
    now: options.now ?? (() => new Date(end + 6 * HOUR)),
    users,
    groups: groupsOf(users, random.fork('groups')),
    posts: [],
    records,
    faults: createFaults(),
    truth: moved(truth, move),
  };
}

/** Milliseconds by which the world is later than it was simulated. */
function moveOf({ attacks }: Truth, { attacks: [first] = [], attackAt }: WorldOptions): number {
  const label = attacks.find(({ name }) => name === first);
  return attackAt === undefined || label === undefined ? 0 : attackAt.getTime() - Date.parse(label.from);
}

/** Every time in it, of records, tokens and the truth, is later by as much. */
function moved<T>(what: T, ms: number): T {
  if (ms === 0) return what;
  const later = (time: string) => new Date(Date.parse(`${time}Z`) + ms).toISOString().slice(0, 19);
  return JSON.parse(JSON.stringify(what).replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, later));
}

function arriving(
  simulated: readonly AuditRecord[],
  { latency: [least, most] = [60, 90] }: WorldOptions,
  random: Random,
): { arrivedAt: number; record: AuditRecord }[] {
  return simulated
    .map((record) => {
      const late = Math.round(random.between(least, most) * MINUTE);
      return { arrivedAt: Date.parse(`${record.CreationTime}Z`) + late, record };
    })
    .sort((a, b) => a.arrivedAt - b.arrivedAt);
}

/** The simulated people first, then as many others as are wanted; every tenth of those is no person. */
function directory(tenant: Simulation, count: number, random: Random): DemoUser[] {
  const { domain } = tenant.organization;
  const people = tenant.people.map((person, index) => ({
    id: person.objectId,
    userPrincipalName: person.actor.upn,
    displayName: person.name,
    purpose: 'user' as const,
    plans: plansOf(index),
    mailboxGuid: person.mailbox.guid,
  }));
  const others = Array.from({ length: Math.max(0, count - people.length) }, (_, index) => {
    const purpose = purposeOf(index);
    const name = `${purpose === 'user' ? 'Person' : purpose} ${index + 1}`;
    return {
      id: random.guid(),
      userPrincipalName: `${name.toLowerCase().replace(' ', '.')}@${domain}`,
      displayName: name,
      purpose,
      plans: purpose === 'user' ? plansOf(index) : [],
      mailboxGuid: random.guid(),
    };
  });
  return [...people, ...others];
}

/** Those who respond, the second person alone; and everybody. */
function groupsOf(users: readonly DemoUser[], random: Random): World['groups'] {
  return [
    { id: random.guid(), members: users.slice(1, 2).map(({ id }) => id) },
    { id: random.guid(), members: users.map(({ id }) => id) },
  ];
}

function purposeOf(index: number): DemoUser['purpose'] {
  if (index % 10 === 0) return 'shared';
  if (index % 25 === 1) return 'room';
  return index % 50 === 2 ? 'equipment' : 'user';
}

/** Most have Audit (Premium), some Standard, a few neither. */
function plansOf(index: number): string[] {
  if (index % 7 === 5) return [PLANS.exchange1];
  if (index % 3 === 2) return [PLANS.exchange2, PLANS.audit];
  return [PLANS.exchange2, PLANS.audit, PLANS.auditPremium];
}

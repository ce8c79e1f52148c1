/** Which tenants are judged: for each seed a few, with the attacks shared out among them. */
import { type AuditRecord, attackNames, Random, type TenantOptions } from '../../analysis/simulator/index.ts';
import { disguise, HELD_OUT_WARDROBE, USUAL_WARDROBE } from './disguise.ts';
import { HELD_OUT_HABITS, HELD_OUT_TEMPI } from './held-out.ts';
import { HELD_OUT_NETWORKS, networkPlan, USUAL_NETWORKS } from './networks.ts';

/** What can be said of a run in words, and so be handed to another process. */
export interface TenantPlan {
  seed: number;
  /** which of the seed's tenants, from 0 */
  tenant: number;
  people: number;
  days: number;
  attacks: string[];
  heldOut: boolean;
  /** analyse also what the log held so and so long after each attack began, to tell exactly how much it takes */
  replay: boolean;
}

export interface PlanOptions {
  seeds: number;
  firstSeed: number;
  tenants: number;
  people: number;
  days: number;
  /** only this one; undefined: all */
  attack: string | undefined;
  heldOut: boolean;
  replay: boolean;
}

/** @throws Error when there is no attack of that name */
export async function planTenants(options: PlanOptions): Promise<TenantPlan[]> {
  const { people, days, heldOut, replay, attack } = options;
  const names = await attackNames();
  if (attack !== undefined && !names.includes(attack)) {
    throw new Error(`There is no attack named ${attack}; there are ${names.join(', ')}.`);
  }
  const seeds = Array.from({ length: options.seeds }, (_, n) => options.firstSeed + n);
  return seeds.flatMap((seed) => {
    const dealt = attack === undefined ? new Random(`deal ${seed}`).shuffle(names) : [attack];
    const count = attack === undefined ? options.tenants : 1;
    return Array.from({ length: count }, (_, tenant) => ({
      seed,
      tenant,
      people,
      days,
      attacks: dealt.filter((_, n) => n % count === tenant),
      heldOut,
      replay,
    }));
  });
}

/** The tenant itself, and what is done to its records before anybody sees them. */
export function tenantOf(plan: TenantPlan): {
  options: TenantOptions;
  disguised: (record: AuditRecord) => AuditRecord;
} {
  const { seed, tenant, people, days, attacks, heldOut } = plan;
  const name = `evaluate ${heldOut ? 'held out ' : ''}${seed}.${tenant}`;
  const random = new Random(name);
  const zones = random.shuffle(HELD_OUT_HABITS.zones ?? []);
  const start = Date.UTC(2026, random.int(0, 9), random.int(1, 28));
  const habits = heldOut ? { ...HELD_OUT_HABITS, zones } : {};
  return {
    options: {
      seed: name,
      people,
      days,
      attacks,
      from: new Date(start).toISOString().slice(0, 10),
      domain: `${random.hex(6)}.example`,
      habits: { knownNames: false, ...habits },
      olderShare: random.pick([0, 0.1, 0.5]),
      throttleMark: random.pick(['once', 'once', 'repeated', 'missing']),
      addresses: networkPlan(heldOut ? HELD_OUT_NETWORKS : USUAL_NETWORKS, random.fork('networks')),
      rollouts: random.fork('rollouts').chance(0.5),
      attackTimes: 'anywhere',
      attackTempo: heldOut ? random.pick(HELD_OUT_TEMPI) : random.pick([0.7, 1, 1, 1.6]),
    },
    disguised: disguise(heldOut ? HELD_OUT_WARDROBE : USUAL_WARDROBE, random.fork('disguise'), days),
  };
}

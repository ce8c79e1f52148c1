/**
 * Networks of simulated tenants, others for each seed. Prefixes are /16s that one operator holds alone (and those of
 * people in one country), as the offline database (@ip-location-db) knows them; the simulated people have nothing to
 * do with those who really use them.
 */
import type { AddressPlan, Network, Random } from '../../analysis/simulator/index.ts';

/** Access providers of the people of a time zone. */
interface Providers {
  homes: readonly string[];
  phones: readonly string[];
}

export interface NetworkSet {
  providers: Record<string, Providers>;
  /** machines that attackers rent; three parts where only a /24 is sure */
  hosters: readonly string[];
  /** home lines lent to attackers */
  lent: readonly string[];
  hotels: readonly string[];
  /** where products of other companies run */
  vendors: readonly string[];
  /** exits of VPN services that some honest people use at home */
  exits: readonly string[];
}

export const USUAL_NETWORKS: NetworkSet = {
  providers: {
    'Europe/Berlin': {
      homes: ['79.227', '84.134', '87.136', '91.9', '88.75', '92.216'],
      phones: ['80.187', '109.40'],
    },
    'Europe/Paris': { homes: ['90.27', '86.234', '83.197', '88.127', '82.225'], phones: ['92.184'] },
    'Europe/London': { homes: ['86.148', '86.180', '82.30', '90.193'], phones: ['92.40'] },
    'America/New_York': { homes: ['73.10', '67.163', '71.8', '97.92'], phones: ['100.149', '97.164'] },
  },
  hosters: ['5.135', '95.217', '134.209', '45.76', '139.162', '37.120.130', '167.172', '51.195'],
  lent: ['102.89', '2.60', '95.28', '105.112', '73.10', '187.154', '171.224'],
  hotels: ['77.164', '83.78', '95.228', '79.156', '178.196', '90.232'],
  vendors: ['52.59', '3.120', '18.156', '149.56'],
  exits: ['89.187.160', '37.120.192'],
};

/** None of these prefixes is used above, and the attackers' hosters are small ones that no list of ours names. */
export const HELD_OUT_NETWORKS: NetworkSet = {
  providers: {
    'Asia/Tokyo': { homes: ['153.150', '180.21', '106.158', '111.102'], phones: ['49.101', '110.160'] },
    'Asia/Kolkata': { homes: ['122.162', '122.173'], phones: ['49.34', '106.196', '157.32'] },
    'America/Sao_Paulo': { homes: ['177.32', '179.218', '201.1'], phones: ['177.139', '191.17'] },
    'Europe/Madrid': { homes: ['79.156', '83.45', '88.28'], phones: ['62.83'] },
    'Europe/Stockholm': { homes: ['78.72', '90.232', '95.200'], phones: ['5.240'] },
    'Australia/Sydney': { homes: ['101.161', '121.217'], phones: ['1.120'] },
  },
  hosters: ['134.19.178', '89.108.70', '46.249.40', '82.146.36', '138.16.170', '188.120.226', '93.158.204'],
  lent: ['1.34', '41.64', '187.230', '115.4', '78.85', '79.156', '122.162', '83.45'],
  hotels: ['118.57', '81.204', '2.112', '84.106', '31.149'],
  vendors: ['3.147', '13.251', '172.105'],
  exits: ['109.61.80', '195.181.160'],
};

/** Share of people at home whose provider gives them another address now and then. */
const MOVING_HOMES = 0.35;
/** Share of people who read mail at home through a VPN service of their own. */
const VPN_HOMES = 0.06;

/** The plan of one tenant: its offices, homes and vendors are drawn anew. */
export function networkPlan(set: NetworkSet, random: Random): AddressPlan {
  const offices = new Map<string, Network>();
  const vendor = inside(random.pick(set.vendors), random).split('.').slice(0, 3).join('.');
  const providers = (timeZone: string) => set.providers[timeZone] ?? Object.values(set.providers)[0];
  const of = (timeZone: string, kind: keyof Providers) => providers(timeZone)?.[kind] ?? [];
  return {
    office(timeZone) {
      const known = offices.get(timeZone);
      if (known !== undefined) return known;
      const own = random.fork(`office ${timeZone}`);
      const exits = Array.from({ length: own.int(1, 2) }, () => inside(own.pick(of(timeZone, 'homes')), own));
      const office = oneOf('office', exits);
      offices.set(timeZone, office);
      return office;
    },
    home(_person, timeZone, own) {
      if (own.chance(VPN_HOMES)) return oneOf('home', addresses(own.pick(set.exits), 3, own));
      return oneOf('home', addresses(own.pick(of(timeZone, 'homes')), own.chance(MOVING_HOMES) ? 4 : 1, own));
    },
    carrier(timeZone, own) {
      const prefix = own.pick(of(timeZone, 'phones'));
      return { kind: 'mobile', address: (day) => inside(prefix, day) };
    },
    hotel: (own) => oneOf('hotel', addresses(own.pick(set.hotels), 1, own)),
    vendor: (server) => `${vendor}.${10 + (server % 200)}`,
    hosting: (own) => inside(own.pick(set.hosters), own),
    residential: (own) => inside(own.pick(set.lent), own),
  };
}

function addresses(prefix: string, count: number, random: Random): string[] {
  return Array.from({ length: count }, () => inside(prefix, random));
}

function oneOf(kind: Network['kind'], exits: readonly string[]): Network {
  return { kind, address: (random) => random.pick(exits) };
}

function inside(prefix: string, random: Random): string {
  const last = random.int(2, 250);
  return prefix.split('.').length === 3 ? `${prefix}.${last}` : `${prefix}.${random.int(0, 250)}.${last}`;
}

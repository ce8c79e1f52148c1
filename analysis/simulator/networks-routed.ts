/**
 * Addresses that are routed, for judging what depends on country and operator: prefixes of access providers and of
 * hosters as the offline databases (@ip-location-db) know them. The simulated people and attackers have nothing to do
 * with those who really use them; nothing made with this plan belongs in a demonstration.
 */
import { type AddressPlan, fixed, type Network } from './networks.ts';
import type { Random } from './random.ts';

/** Access providers by the country of a time zone: lines at home, and phones. */
const PROVIDERS: Record<string, { homes: string[]; phones: string[]; office: string }> = {
  'Europe/Berlin': {
    homes: ['79.200', '84.130', '87.150'],
    phones: ['80.187', '109.40'],
    office: '62.156.10.1',
  },
  'Europe/Paris': { homes: ['90.20', '90.30'], phones: ['92.184'], office: '62.156.10.1' },
  'Europe/London': { homes: ['86.140', '86.150'], phones: ['92.40'], office: '62.156.10.1' },
  'America/New_York': { homes: ['73.10', '24.5'], phones: ['172.58'], office: '24.5.200.10' },
};
const HOTELS = ['203.116', '41.203', '86.140', '90.20'];
const HOSTERS = ['51.68', '167.99', '95.216', '146.70', '45.77', '37.120', '104.244'];
const LENT_HOMES = ['102.89', '41.203', '81.200', '73.10', '24.5', '90.20'];

export const routed: AddressPlan = {
  office: (timeZone) => fixed('office', providersOf(timeZone).office),
  home: (_person, timeZone, random) =>
    fixed('home', inside(random.pick(providersOf(timeZone).homes), random)),
  carrier(timeZone, random): Network {
    const prefix = random.pick(providersOf(timeZone).phones);
    return { kind: 'mobile', address: (day) => inside(prefix, day) };
  },
  hotel: (random) => fixed('hotel', inside(random.pick(HOTELS), random)),
  vendor: (server) => `51.68.20.${10 + (server % 200)}`,
  hosting: (random) => inside(random.pick(HOSTERS), random),
  residential: (random) => inside(random.pick(LENT_HOMES), random),
};

function providersOf(timeZone: string) {
  const providers = PROVIDERS[timeZone] ?? PROVIDERS['Europe/Berlin'];
  if (providers === undefined) throw new Error(`No access provider is known for ${timeZone}.`);
  return providers;
}

function inside(prefix: string, random: Random): string {
  // 104.244.72 is the only part of its prefix that is a hoster's.
  if (prefix === '104.244') return `104.244.72.${random.int(2, 250)}`;
  return `${prefix}.${random.int(1, 60)}.${random.int(2, 250)}`;
}

/**
 * Addresses. By default people and attackers live in ranges reserved for documentation (RFC 5737, RFC 3849) and, where
 * a large tenant needs more homes than those hold, for benchmarks (RFC 2544). These belong to no country and no
 * network operator; the routed plan (networks-routed.ts) is for judging what depends on either.
 */
import type { Random } from './random.ts';

export interface Network {
  kind: 'office' | 'home' | 'mobile' | 'hotel';
  /** an address of this network, as one attach or one visit gets it */
  address(random: Random): string;
}

export interface AddressPlan {
  office(timeZone: string): Network;
  home(person: number, timeZone: string, random: Random): Network;
  /** a phone's carrier */
  carrier(timeZone: string, random: Random): Network;
  hotel(random: Random): Network;
  /** servers of a product the company uses, counted from 0 */
  vendor(server: number): string;
  /** a machine an attacker rents */
  hosting(random: Random): string;
  /** somebody's home line, lent to an attacker */
  residential(random: Random): string;
}

export const documentation: AddressPlan = {
  office: (timeZone) => fixed('office', timeZone.startsWith('America/') ? '192.0.2.20' : '192.0.2.10'),
  home(person, _timeZone, random) {
    if (random.chance(0.4)) {
      return prefix64(`2001:db8:${hex(0xa000 + (person >> 8))}:${hex((person & 255) << 4)}`, random);
    }
    if (person < 190) return fixed('home', `198.51.100.${10 + person}`);
    return fixed('home', `198.18.${Math.floor(person / 200) % 256}.${10 + (person % 200)}`);
  },
  carrier(_timeZone, random) {
    const prefix = `2001:db8:${hex(0xc000 + random.int(0, 3))}`;
    if (random.chance(0.35)) return { kind: 'mobile', address: (day) => `203.0.113.${day.int(1, 24)}` };
    return {
      kind: 'mobile',
      address: (day) => `${prefix}:${hex(day.int(0x1000, 0xffff))}:${words(day, 4)}`,
    };
  },
  hotel: (random) => fixed('hotel', `203.0.113.${random.int(100, 180)}`),
  vendor: (server) => `198.51.100.${1 + (server % 9)}`,
  hosting: somewhere,
  residential: somewhere,
};

function somewhere(random: Random): string {
  if (random.chance(0.3)) return `2001:db8:${hex(random.int(0x7000, 0x7fff))}::${hex(random.int(1, 0xfff))}`;
  return `${random.pick(['203.0.113', '198.51.100'])}.${random.int(205, 254)}`;
}

/** Front ends of Exchange Online, the same in every plan. */
export function microsoftAddress(random: Random): string {
  const [site, server] = [hex(random.int(0x10, 0x20f)), hex(random.int(0x1, 0x3ff))];
  return `2603:10a6:${site}:${server}::${hex(random.int(1, 47))}`;
}

/** One address, always. */
export function fixed(kind: Network['kind'], ip: string): Network {
  return { kind, address: () => ip };
}

/** A home's /64, in which each device makes up its own address and now and then a new one. */
export function prefix64(prefix: string, random: Random): Network {
  const device = words(random, 4);
  return { kind: 'home', address: (day) => `${prefix}:${day.chance(0.6) ? device : words(day, 4)}` };
}

export function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => hex(random.int(0x100, 0xffff))).join(':');
}

function hex(value: number): string {
  return value.toString(16);
}

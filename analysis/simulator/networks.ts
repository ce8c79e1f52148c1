/**
 * Addresses. People and attackers live in ranges reserved for documentation (RFC 5737, RFC 3849) and, where a large
 * tenant needs more homes than those hold, for benchmarks (RFC 2544); Microsoft's front ends in 2603:10a6.
 */
import type { Random } from './random.ts';

export interface Network {
  name: string;
  kind: 'office' | 'home' | 'mobile' | 'hotel' | 'hosting' | 'vpn' | 'microsoft';
  /** an address of this network, as one attach or one day gives it */
  address(random: Random): string;
}

export function office(index: number): Network {
  const ip = `192.0.2.${10 + (index % 24) * 10}`;
  return { name: `office ${index + 1}`, kind: 'office', address: () => ip };
}

/** A home line: one IPv4 address, or a /64 in which each device makes up its own address. */
export function home(person: number, random: Random): Network {
  const name = `home of person ${person + 1}`;
  if (random.chance(0.4)) {
    const prefix = `2001:db8:${(0xa000 + (person >> 8)).toString(16)}:${((person & 255) << 4).toString(16)}`;
    const device = words(random, 4);
    return {
      name,
      kind: 'home',
      address: (day) => `${prefix}:${day.chance(0.6) ? device : words(day, 4)}`,
    };
  }
  const ip =
    person < 190
      ? `198.51.100.${10 + person}`
      : `198.18.${Math.floor(person / 200) % 256}.${10 + (person % 200)}`;
  return { name, kind: 'home', address: () => ip };
}

/** A phone on its carrier: behind a shared IPv4 address or in a new /64 at every attach. */
export function carrier(random: Random): Network {
  const prefix = `2001:db8:${(0xc000 + random.int(0, 3)).toString(16)}`;
  const shared = random.chance(0.35);
  return {
    name: 'mobile carrier',
    kind: 'mobile',
    address: (day) =>
      shared
        ? `203.0.113.${day.int(1, 24)}`
        : `${prefix}:${day.int(0x1000, 0xffff).toString(16)}:${words(day, 4)}`,
  };
}

export function hotel(random: Random): Network {
  const ip = `203.0.113.${random.int(100, 180)}`;
  return { name: 'hotel', kind: 'hotel', address: () => ip };
}

/** Machines an attacker rents: each call of `address` gives another exit. */
export function hosting(): Network {
  return {
    name: 'hosting',
    kind: 'hosting',
    address: (random) =>
      random.chance(0.3)
        ? `2001:db8:${random.int(0x7000, 0x7fff).toString(16)}::${random.int(1, 0xfff).toString(16)}`
        : `${random.pick(['203.0.113', '198.51.100'])}.${random.int(205, 254)}`,
  };
}

export function microsoft(): Network {
  return {
    name: 'Microsoft',
    kind: 'microsoft',
    address: (random) =>
      `2603:10a6:${random.int(0x10, 0x20f).toString(16)}:${random.int(0x1, 0x3ff).toString(16)}::${random.int(1, 47).toString(16)}`,
  };
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.int(0x100, 0xffff).toString(16)).join(':');
}

/** Addresses as audit records write them, in one form. audit-records.md section 3 lists the forms seen. */
import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

export type SpecialAddress = 'loopback' | 'private' | 'link-local' | 'reserved';

export interface Address {
  /** RFC 5952 form without port, brackets or zone; IPv4 inside IPv6 as IPv4; null when the text holds no address */
  ip: string | null;
  /** '203.0.113.0/24' or '2001:db8:0:1::/64': a household or office line moves within it */
  network: string | null;
}

const NONE: Address = { ip: null, network: null };
/** No written address is longer; what is longer is not one. */
const LONGEST = 100;
const COLON = ':'.charCodeAt(0);

/** The registries' special-purpose ranges (RFC 6890, RFC 5771, RFC 4291) as far as a log can hold them. */
const SPECIAL_RANGES: Record<SpecialAddress, string> = {
  loopback: '127.0.0.0/8 ::1/128',
  private: '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7 fec0::/10',
  'link-local': '169.254.0.0/16 fe80::/10',
  reserved: `0.0.0.0/8 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
    224.0.0.0/4 240.0.0.0/4 ::/128 ff00::/8 100::/64 2001:2::/48 2001:db8::/32 3fff::/20`,
};

const special = Object.entries(SPECIAL_RANGES).map(([kind, cidrs]) => ({
  kind: kind as SpecialAddress,
  ranges: rangeList(cidrs.split(/\s+/)),
}));

export interface Range {
  isIPv6: boolean;
  first: bigint;
  last: bigint;
}

/** All of them together: addresses that nobody holds. */
export const SPECIAL_ADDRESSES: readonly Range[] = special.flatMap(({ ranges }) => ranges);

/** Ranges as numbers, since ipaddr.js and Node's BlockList take long and a log has many addresses. */
export function rangeList(cidrs: readonly string[]): Range[] {
  return cidrs.map((cidr) => {
    const [from, bits] = ipaddr.parseCIDR(cidr);
    const isIPv6 = from.kind() === 'ipv6';
    const size = 1n << BigInt((isIPv6 ? 128 : 32) - bits);
    const first = addressNumber(isIPv6 ? from.toNormalizedString() : from.toString());
    return { isIPv6, first, last: first + size - 1n };
  });
}

/**
 * @param ip as `normaliseAddress` gives it
 * @param number its `addressNumber`
 */
export function inRanges(list: readonly Range[], ip: string, number: bigint): boolean {
  const isIPv6 = ip.includes(':');
  return list.some((range) => range.isIPv6 === isIPv6 && number >= range.first && number <= range.last);
}

/** Reads `1.2.3.4`, `1.2.3.4:443`, `[1.2.3.4]:443`, IPv6 with or without brackets, port and zone, `::ffff:1.2.3.4`. Never throws. */
export function normaliseAddress(raw: string | null | undefined): Address {
  if (raw === null || raw === undefined || raw.length > LONGEST) return NONE;
  const host = withoutPort(raw.trim());
  return isIPv4(host) ? ipv4(host) : ipv6(host);
}

function ipv4(ip: string): Address {
  return { ip, network: `${ip.slice(0, ip.lastIndexOf('.'))}.0/24` };
}

/** Node's own parser judges; ipaddr.js takes ten times as long, which a long log shows. */
function ipv6(host: string): Address {
  const unzoned = host.includes('%') ? host.slice(0, host.indexOf('%')) : host;
  if (!isIPv6(unzoned)) return NONE;
  const groups = groupsOf(unzoned.includes('.') ? withoutDots(unzoned) : unzoned);
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (mapped) {
    const [high = 0, low = 0] = groups.slice(6);
    return ipv4([high >> 8, high & 255, low >> 8, low & 255].join('.'));
  }
  return { ip: shortened(groups), network: network64(groups) };
}

function withoutPort(host: string): string {
  if (host.startsWith('[')) return /^\[([^\]]*)\](?::\d{1,5})?$/.exec(host)?.[1] ?? host;
  // More than one colon is IPv6: a port can then only follow brackets.
  const colon = host.indexOf(':');
  if (colon === -1 || host.indexOf(':', colon + 1) !== -1) return host;
  return /^([^:]*):\d{1,5}$/.exec(host)?.[1] ?? host;
}

/** @param ip valid IPv6 whose last two groups are written as IPv4 */
function withoutDots(ip: string): string {
  return ipaddr.IPv6.parse(ip).toNormalizedString();
}

/** @param ip valid IPv6 without zone or dots */
function groupsOf(ip: string): number[] {
  const groups = [0, 0, 0, 0, 0, 0, 0, 0];
  let place = 0;
  let group = 0;
  let gap = -1;
  for (let at = 0; at < ip.length; at++) {
    const code = ip.charCodeAt(at);
    if (code !== COLON) {
      group = group * 16 + (code <= 57 ? code - 48 : (code | 32) - 87);
      continue;
    }
    const doubled = ip.charCodeAt(at + 1) === COLON;
    if (at > 0) groups[place++] = group;
    group = 0;
    if (doubled) {
      gap = place;
      at++;
    }
  }
  if (ip.charCodeAt(ip.length - 1) !== COLON) groups[place++] = group;
  if (gap === -1) return groups;
  const zeros = new Array<number>(8 - place).fill(0);
  return [...groups.slice(0, gap), ...zeros, ...groups.slice(gap, place)];
}

/** RFC 5952: no leading zeros, and the longest run of zero groups, the first of equals, is left out. */
function shortened(groups: number[]): string {
  let from = 0;
  let length = 1;
  for (let start = 0; start < 8; start++) {
    let end = start;
    while (groups[end] === 0) end++;
    if (end - start > length) [from, length] = [start, end - start];
    start = Math.max(start, end);
  }
  if (length === 1) return hex(groups, 0, 8);
  return `${hex(groups, 0, from)}::${hex(groups, from + length, 8)}`;
}

function hex(groups: number[], from: number, to: number): string {
  return groups
    .slice(from, to)
    .map((group) => group.toString(16))
    .join(':');
}

function network64(groups: number[]): string {
  return `${shortened([...groups.slice(0, 4), 0, 0, 0, 0])}/64`;
}

/**
 * Told, not judged: documentation ranges are 'reserved' here, and are what samples and tests are made of.
 * @param ip as `normaliseAddress` gives it
 * @param number its `addressNumber`
 * @returns null for an address that somebody may hold
 */
export function specialAddress(ip: string, number: bigint): SpecialAddress | null {
  return special.find(({ ranges }) => inRanges(ranges, ip, number))?.kind ?? null;
}

/** The address as one number, as tables of ranges hold it. @param ip as `normaliseAddress` gives it */
export function addressNumber(ip: string): bigint {
  if (!ip.includes(':')) {
    return BigInt(ip.split('.').reduce((number, part) => number * 256 + Number(part), 0));
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groupsOf(ip);
  const part = (high: number, low: number) => BigInt(high * 65_536 + low);
  return (part(a, b) << 96n) | (part(c, d) << 64n) | (part(e, f) << 32n) | part(g, h);
}

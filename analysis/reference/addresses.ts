/** Addresses as audit records write them, in one form. audit-records.md section 3 lists the forms seen. */
import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

export type SpecialAddress = 'loopback' | 'private' | 'link-local' | 'reserved';

export interface Address {
  /** RFC 5952 form without port, brackets or zone; IPv4 inside IPv6 as IPv4; null when the text holds no address */
  ip: string | null;
  /** '203.0.113.0/24' or '2001:db8:0:1::/64': a household or office line moves within it */
  network: string | null;
  /** told, not judged: documentation ranges are 'reserved' here, and are what samples and tests are made of */
  special: SpecialAddress | null;
}

const NONE: Address = { ip: null, network: null, special: null };
/** No written address is longer; what is longer is not one. */
const LONGEST = 100;

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

interface Range {
  isIPv6: boolean;
  first: bigint;
  last: bigint;
}

/** Ranges as numbers, since ipaddr.js and Node's BlockList take long and a log has many addresses. */
export function rangeList(cidrs: readonly string[]): Range[] {
  return cidrs.map((cidr) => {
    const [from, bits] = ipaddr.parseCIDR(cidr);
    const isIPv6 = from.kind() === 'ipv6';
    const size = 1n << BigInt((isIPv6 ? 128 : 32) - bits);
    const first = addressNumber(canonical(from.toString()) ?? '');
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
  if (host.toLowerCase() === 'localhost') return { ip: null, network: null, special: 'loopback' };
  const ip = canonical(host);
  if (ip === null) return NONE;
  return {
    ip,
    network: ip.includes(':') ? network64(ip) : `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`,
    // Looked up only when asked for: it costs more than all the rest, and a log has many addresses.
    get special() {
      const number = addressNumber(ip);
      return special.find(({ ranges }) => inRanges(ranges, ip, number))?.kind ?? null;
    },
  };
}

function withoutPort(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(host);
  if (bracketed) return bracketed[1] ?? '';
  // More than one colon is IPv6: a port can then only follow brackets.
  const single = /^([^:]*):\d{1,5}$/.exec(host);
  return single ? (single[1] ?? '') : host;
}

/** Node's own parser judges; ipaddr.js takes ten times as long, which a long log shows. */
function canonical(host: string): string | null {
  if (isIPv4(host)) return host;
  const unzoned = host.split('%', 1)[0] ?? '';
  if (!isIPv6(unzoned)) return null;
  if (!unzoned.includes('.')) {
    const groups = groupsOf(unzoned);
    const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
    if (!mapped) return shortened(groups);
  }
  const ip = ipaddr.process(unzoned);
  return ip instanceof ipaddr.IPv6 ? ip.toRFC5952String() : ip.toString();
}

/** @param ip valid IPv6 without zone or dots */
function groupsOf(ip: string): number[] {
  const groups = [0, 0, 0, 0, 0, 0, 0, 0];
  const gap = ip.indexOf('::');
  const head = gap === -1 ? ip.length : gap;
  for (let at = 0, place = 0; at < head; at = ip.indexOf(':', at) + 1 || head) {
    groups[place++] = Number.parseInt(ip.slice(at, at + 4), 16);
  }
  for (let end = ip.length, place = 7; end > head + 2; ) {
    const start = ip.lastIndexOf(':', end - 1) + 1;
    groups[place--] = Number.parseInt(ip.slice(start, end), 16);
    end = start - 1;
  }
  return groups;
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
  let text = '';
  for (let at = from; at < to; at++) text += (at === from ? '' : ':') + (groups[at] ?? 0).toString(16);
  return text;
}

/** @param ip IPv6 in RFC 5952 form */
function network64(ip: string): string {
  return `${shortened([...groupsOf(ip).slice(0, 4), 0, 0, 0, 0])}/64`;
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

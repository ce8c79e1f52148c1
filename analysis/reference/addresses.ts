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

const SPECIAL_RANGES: Record<string, SpecialAddress> = {
  loopback: 'loopback',
  private: 'private',
  uniqueLocal: 'private',
  deprecatedSiteLocal: 'private',
  carrierGradeNat: 'private',
  linkLocal: 'link-local',
  unspecified: 'reserved',
  broadcast: 'reserved',
  multicast: 'reserved',
  reserved: 'reserved',
  benchmarking: 'reserved',
  discard: 'reserved',
};

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
      return SPECIAL_RANGES[ipaddr.parse(ip).range()] ?? null;
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

/** Node's own parsers judge and the URL parser writes RFC 5952: ten times as quick as ipaddr.js, which a long log shows. */
function canonical(host: string): string | null {
  if (isIPv4(host)) return host;
  const unzoned = host.split('%', 1)[0] ?? '';
  if (!isIPv6(unzoned)) return null;
  const ip = ipv6Text(unzoned);
  return ip.startsWith('::ffff:') ? ipaddr.process(ip).toString() : ip;
}

function ipv6Text(written: string): string {
  return new URL(`http://[${written}]`).hostname.slice(1, -1);
}

/** @param ip in RFC 5952 form */
function network64(ip: string): string {
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : 8 - groups.length - after.length;
  const all = [...groups, ...Array<string>(missing).fill('0'), ...after];
  return `${ipv6Text(`${all.slice(0, 4).join(':')}::`)}/64`;
}

/** Addresses as audit records write them, in one form. audit-records.md section 3 lists the forms seen. */
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
  const parsed = parse(host);
  if (parsed === null) return NONE;
  return {
    ip: text(parsed),
    network: networkOf(parsed),
    special: SPECIAL_RANGES[parsed.range()] ?? null,
  };
}

function withoutPort(host: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d{1,5})?$/.exec(host);
  if (bracketed) return bracketed[1] ?? '';
  // More than one colon is IPv6: a port can then only follow brackets.
  const single = /^([^:]*):\d{1,5}$/.exec(host);
  return single ? (single[1] ?? '') : host;
}

function parse(host: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  // ipaddr.js also takes '1', '0x7f.1' and '010.0.0.1' for IPv4; no log writes those.
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return ipaddr.IPv4.parse(host);
  const unzoned = host.split('%', 1)[0] ?? '';
  if (!unzoned.includes(':') || !ipaddr.IPv6.isValid(unzoned)) return null;
  const v6 = ipaddr.IPv6.parse(unzoned);
  return v6.isIPv4MappedAddress() ? v6.toIPv4Address() : v6;
}

function text(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address instanceof ipaddr.IPv4) {
    return `${new ipaddr.IPv4([...address.octets.slice(0, 3), 0]).toString()}/24`;
  }
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toRFC5952String()}/64`;
}

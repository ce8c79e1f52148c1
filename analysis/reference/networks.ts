/** Networks told by number: whose they are, and what an address in them says about the person behind it. */
import { isIP } from 'node:net';
import { addressNumber, inRanges, type Range, rangeList } from './addresses.ts';
import asnRows from './asns.json' with { type: 'json' };
import rangeRows from './microsoft-ranges.json' with { type: 'json' };

/**
 * - `microsoft`: registered to Microsoft. No proof of Microsoft's own machinery: anybody can rent an Azure machine.
 * - `hosting`: sells servers or proxies; people do not read mail from there, programs and VPNs do.
 * - `vpn`: VPN providers and operators of Tor exits.
 * - `relay`: where many ordinary people come out: iCloud Private Relay, WARP, web gateways of offices.
 * - `carrier`: mobile and satellite networks, whose addresses move over a country and sometimes beyond.
 */
export type NetworkKind = 'microsoft' | 'hosting' | 'vpn' | 'relay' | 'carrier' | 'other';

/** An autonomous system of known kind; named as registered with the regional registries. */
export interface Network {
  asn: number;
  kind: Exclude<NetworkKind, 'other'>;
  name: string;
  /** sells servers, and VPN providers are known to rent them: most who read mail from there are their customers */
  vpns?: boolean;
  origin: string;
}

/** A range in which only Microsoft's mail and sign-in services answer; no customer can hold an address there. */
export interface MicrosoftRange {
  cidr: string;
  use: 'exchange' | 'sign-in';
  origin: string;
}

// That the files hold nothing else is tested, and costs every start nothing.
export const NETWORKS = asnRows as readonly Network[];
export const MICROSOFT_RANGES = rangeRows as readonly MicrosoftRange[];

const byAsn = new Map(NETWORKS.map((row) => [row.asn, row]));
/** The same as numbers. */
export const MICROSOFT_ADDRESSES: readonly Range[] = rangeList(MICROSOFT_RANGES.map(({ cidr }) => cidr));

export function networkKind(asn: number | null): NetworkKind {
  return (asn === null ? undefined : byAsn.get(asn)?.kind) ?? 'other';
}

/**
 * Whether the address belongs to Exchange Online or Entra themselves. Narrower than the Microsoft networks:
 * an Azure machine is not Microsoft, and an attacker's machine there must not pass for the service.
 * @param ip as `normaliseAddress` gives it; null is false
 * @param number its `addressNumber`, where the caller has it already
 */
export function isMicrosoftAddress(ip: string | null, number?: bigint): boolean {
  if (ip === null || isIP(ip) === 0) return false;
  return inRanges(MICROSOFT_ADDRESSES, ip, number ?? addressNumber(ip));
}

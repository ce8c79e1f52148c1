/** Networks told by number: whose they are, and what an address in them says about the person behind it. */
import { isIP } from 'node:net';
import { z } from 'zod';
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

const asnTable = z
  .array(
    z.strictObject({
      asn: z.int().positive(),
      kind: z.enum(['microsoft', 'hosting', 'vpn', 'relay', 'carrier']),
      name: z.string().min(1),
      origin: z.string().min(1),
    }),
  )
  .parse(asnRows);
const rangeTable = z
  .array(
    z.strictObject({
      cidr: z.string(),
      use: z.enum(['exchange', 'sign-in']),
      origin: z.string().min(1),
    }),
  )
  .parse(rangeRows);

/** Autonomous systems of known kind; names as registered with the regional registries. */
export const NETWORKS: readonly (typeof asnTable)[number][] = asnTable;
/** Ranges in which only Microsoft's mail and sign-in services answer; no customer can hold an address there. */
export const MICROSOFT_RANGES: readonly (typeof rangeTable)[number][] = rangeTable;

const byAsn = new Map(asnTable.map((row) => [row.asn, row]));
/** The same as numbers. */
export const MICROSOFT_ADDRESSES: readonly Range[] = rangeList(rangeTable.map(({ cidr }) => cidr));

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

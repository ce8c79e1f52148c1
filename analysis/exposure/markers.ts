/**
 * Markers: a responder's word on an IP, network, session, token, app or user, or several of them together, with
 * from and to. Read from what a person typed, and turned into SQL over `mail_access`.
 */
import ipaddr from 'ipaddr.js';
import { normaliseAddress } from '../reference/addresses.ts';
import { findApp, isResourceApp } from '../reference/apps.ts';
import { literal } from '../store/database.ts';
import { isoTime, typedTime } from '../time.ts';

export type MarkerVerdict = 'hostile' | 'trusted';
const KINDS = ['ip', 'network', 'session', 'token', 'app', 'user', 'from', 'to'] as const;
type Kind = (typeof KINDS)[number];
/** A + inside a value, such as ana+news@contoso.com, joins nothing. */
const JOINT = new RegExp(`\\s*\\+\\s*(?=(?:${KINDS.join('|')}):)`, 'i');

export interface Marker {
  /** as stored and shown: kinds in a fixed order, values normalised */
  text: string;
  ip?: string;
  network?: string;
  session?: string;
  token?: string;
  app?: string;
  user?: string;
  /** epoch seconds, both ends included */
  from?: number;
  to?: number;
}

export class MarkerError extends Error {}

/**
 * Reads `ip:203.0.113.9+session:5b1e…+from:2026-05-14T00:00Z`. `ip:` also takes a CIDR range.
 * @throws MarkerError in words for the person who typed it
 */
export function parseMarker(typed: string): Marker {
  const parts = new Map<Kind, string>();
  for (const part of typed.split(JOINT).map((text) => text.trim())) {
    const separator = part.indexOf(':');
    const kind = part.slice(0, separator).toLowerCase() as Kind;
    const value = part.slice(separator + 1).trim();
    if (separator < 1 || !KINDS.includes(kind)) {
      throw new MarkerError(
        `"${part.slice(0, 80)}" is not a marker. Write ip:203.0.113.9, network:203.0.113.0/24, session:…, token:…, app:…, user:…, or several joined by +.`,
      );
    }
    if (value === '') throw new MarkerError(`${kind}: needs a value.`);
    if (value.length > 500) throw new MarkerError(`The value of ${kind}: is too long.`);
    if (parts.has(kind))
      throw new MarkerError(`${kind}: is given twice; + joins different things, so nothing could match.`);
    parts.set(kind, value);
  }
  const marker: Marker = { text: '' };
  for (const [kind, value] of parts) setPart(marker, kind, value);
  if (!KINDS.slice(0, 6).some((kind) => marker[kind] !== undefined)) {
    throw new MarkerError(
      'A marker needs an ip, network, session, token, app or user; from and to only narrow it.',
    );
  }
  if (marker.from !== undefined && marker.to !== undefined && marker.from > marker.to) {
    throw new MarkerError('from is later than to.');
  }
  marker.text = KINDS.filter((kind) => marker[kind] !== undefined)
    .map(
      (kind) =>
        `${kind}:${kind === 'from' || kind === 'to' ? isoTime(marker[kind] as number) : marker[kind]}`,
    )
    .join('+');
  return marker;
}

function setPart(marker: Marker, kind: Kind, value: string): void {
  if (kind === 'ip' && value.includes('/')) marker.network = cidr(value);
  else if (kind === 'ip') marker.ip = address(value);
  else if (kind === 'network') marker.network = cidr(value);
  else if (kind === 'from' || kind === 'to') marker[kind] = time(kind, value);
  else if (kind === 'app') marker.app = app(value);
  else if (kind === 'token') marker.token = value;
  else marker[kind] = value.toLowerCase();
}

function address(value: string): string {
  const { ip } = normaliseAddress(value);
  if (ip === null) throw new MarkerError(`"${value.slice(0, 60)}" is not an IP address.`);
  return ip;
}

function cidr(value: string): string {
  if (!ipaddr.isValidCIDR(value))
    throw new MarkerError(`"${value.slice(0, 60)}" is not a network such as 203.0.113.0/24.`);
  const [base, bits] = ipaddr.parseCIDR(value);
  if (bits < (base.kind() === 'ipv4' ? 16 : 32)) {
    throw new MarkerError(`${value} is too wide: a marker takes at most a /16, or a /32 of IPv6.`);
  }
  const network =
    base.kind() === 'ipv4'
      ? ipaddr.IPv4.networkAddressFromCIDR(value)
      : ipaddr.IPv6.networkAddressFromCIDR(value);
  return `${network.toString()}/${bits}`;
}

function app(value: string): string {
  const id = value.toLowerCase();
  if (isResourceApp(id)) {
    throw new MarkerError(
      `${id} is ${findApp(id)?.name ?? 'a service'}: what was called, by everybody, not who called. Mark the calling application instead (ClientAppId; see contexts).`,
    );
  }
  return id;
}

/** A date alone is its first second for `from` and its last for `to`; a time without zone is UTC. */
function time(kind: 'from' | 'to', value: string): number {
  const seconds = typedTime(value, kind === 'from' ? 'first' : 'last');
  if (seconds !== null) return seconds;
  throw new MarkerError(
    `"${value.slice(0, 40)}" is not a time such as 2026-05-14, 2026-05-14T09:30Z or 14 May 2026 09:30 UTC.`,
  );
}

/**
 * SQL condition over `mail_access` (alias given) for the records a marker means.
 * @param userNames all names of its user, where there are more than the marker's
 */
export function markerCondition(
  marker: Marker,
  table: string,
  networkIps: readonly string[] = [],
  userNames: readonly string[] = [],
): string {
  const conditions: string[] = [];
  if (marker.ip !== undefined) conditions.push(`${table}.ip = ${literal(marker.ip)}`);
  if (marker.network !== undefined) {
    conditions.push(
      networkIps.length === 0 ? '1 = 0' : `${table}.ip IN (${networkIps.map(literal).join(', ')})`,
    );
  }
  if (marker.session !== undefined) conditions.push(`${table}.session_id = ${literal(marker.session)}`);
  if (marker.token !== undefined) conditions.push(`${table}.token_id = ${literal(marker.token)}`);
  if (marker.app !== undefined) {
    const id = literal(marker.app);
    conditions.push(`(${table}.caller = ${id} OR ${table}.client_app_id = ${id} OR ${table}.app_id = ${id})`);
  }
  if (marker.user !== undefined) {
    const names = userNames.length === 0 ? [marker.user] : userNames;
    conditions.push(`${table}.user_id IN (${names.map(literal).join(', ')})`);
  }
  if (marker.from !== undefined) conditions.push(`${table}.at_s >= ${marker.from}`);
  if (marker.to !== undefined) conditions.push(`${table}.at_s <= ${marker.to}`);
  return conditions.join(' AND ');
}

/** Whether an address of the log lies in the marker's network. */
export function inNetwork(network: string, ip: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network);
  const candidate = ipaddr.parse(ip);
  return base.kind() === candidate.kind() && candidate.match(base, bits);
}

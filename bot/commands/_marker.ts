/** Markers as people type them. The engine decides what they mean; here only their form is settled. */
import ipaddr from 'ipaddr.js';
import { isoTime, TYPED_TIME, typedTime } from '../../analysis/time.ts';
import { UsageError } from './_command.ts';
import { refang } from './_words.ts';

const PART = /^(ip|network|session|token|app|user|from|to)\s*:\s*(\S.*)$/i;
/** A time with spaces, as the cards write it, or with an offset, must not be taken apart as several parts. */
const TIMES = new RegExp(`\\b(from|to)\\s*:?\\s*(${TYPED_TIME})(?![\\w:])`, 'gi');
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * The ways a typed marker can be meant: several only when a bare id could be an app's or a session's.
 * 'IP: 203[.]0[.]113[.]9 + user:Ana@contoso.com' -> ['ip:203.0.113.9+user:Ana@contoso.com']
 *
 * @throws UsageError when a part is not understood
 */
export function readMarker(words: string): string[] {
  const parts = withIsoTimes(refang(words))
    .replace(/\b(ip|network|session|token|app|user|from|to)\s*:\s+/gi, '$1:')
    .replace(/["'<>]/g, '')
    // The full stop of a card's sentence comes along when its example is copied.
    .replace(/[\s.]+$/, '')
    .split(/\s*\+\s*|\s+(?:and\s+)?/)
    .filter((part) => part !== '');
  if (parts.length === 0)
    throw new UsageError('Say what to mark: ip:…, network:…, session:…, token:…, app:… or user:…');
  return parts
    .map(meanings)
    .reduce((ways, next) => ways.flatMap((way) => next.map((one) => join(way, one))), ['']);
}

function withIsoTimes(words: string): string {
  return words.replace(TIMES, (typed, word: string, time: string) => {
    const kind = word.toLowerCase();
    const seconds = typedTime(time, kind === 'to' ? 'last' : 'first');
    return seconds === null ? typed : `${kind}:${isoTime(seconds)}`;
  });
}

function join(left: string, right: string): string {
  return left === '' ? right : `${left}+${right}`;
}

function meanings(part: string): string[] {
  // First: an IPv6 address has colons of its own.
  if (ipaddr.isValid(part) || ipaddr.isValidCIDR(part)) return [`ip:${part.toLowerCase()}`];
  const named = PART.exec(part);
  if (named) return [`${named[1]?.toLowerCase()}:${named[2]}`];
  if (GUID.test(part)) return [`session:${part}`, `app:${part}`];
  if (/^[^@\s]+@[^@\s]+$/.test(part)) return [`user:${part}`];
  throw new UsageError('Not understood: begin each part with ip:, network:, session:, token:, app: or user:');
}

/** Lists and times as a person says them. */
import { list as englishList } from '../words.ts';
import type { ChangeFact } from './facts.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Names as a list, none of which can disguise the line it stands in. */
export function list(names: readonly string[], shown?: number): string {
  return englishList(names.map(printable), shown);
}

/** '14 May 2026 17:41 UTC'; 'an unknown time' for what is no time. */
export function moment(iso: string | null): string {
  const time = iso === null ? Number.NaN : Date.parse(iso);
  if (Number.isNaN(time)) return 'an unknown time';
  const date = new Date(time);
  const clock = date.toISOString().slice(11, 16);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} ${clock} UTC`;
}

/** '8 May to 20 May 2026', or one day; whole days of UTC. */
export function days(from: string | null, to: string | null): string {
  const [first, last] = [day(from), day(to)];
  if (first === null || last === null) return first ?? last ?? 'an unknown time';
  if (first === last) return first;
  const sameYear = first.slice(-4) === last.slice(-4);
  return `${sameYear ? first.slice(0, -5) : first} to ${last}`;
}

function day(iso: string | null): string | null {
  const text = moment(iso);
  return text.endsWith('UTC') ? text.slice(0, -' 00:00 UTC'.length) : null;
}

export function period(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'an unknown time';
  if (from === null) return `until ${moment(to)}`;
  if (to === null) return `since ${moment(from)}`;
  const [first, last] = [moment(from), moment(to)];
  if (first === last) return first;
  if (day(from) === null || day(from) !== day(to)) return `${first} to ${last}`;
  return `${first.slice(0, -' UTC'.length)} to ${last.slice(-'00:00 UTC'.length)}`;
}

/** Without control and direction characters, which could make a line read as another. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\uFFFD');
}

/** '14 May 2026 12:00 UTC, forwarding: to mallory@evil.example for ana@contoso.com, by admin@contoso.com from 203.0.113.9' */
export function changeOnRecord({ at, what, actor, mailbox, ip }: ChangeFact): string {
  const whose = mailbox === null || mailbox === actor ? '' : ` for ${printable(mailbox)}`;
  return `${moment(at)}, ${printable(what)}${whose}, by ${printable(actor ?? 'an unknown account')}${ip === null ? '' : ` from ${ip}`}`;
}

/** How numbers, times and long names are written on cards. */

/** 31207 → '31,207' */
export function count(n: number): string {
  return n.toLocaleString('en-US');
}

/** plural(2, 'mailbox', 'mailboxes') → '2 mailboxes' */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

interface Moment {
  day: string;
  year: string;
  clock: string;
}

function moment(iso: string): Moment | null {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return null;
  const [, hour = '', minute = ''] = /T(\d\d):(\d\d)/.exec(date.toISOString()) ?? [];
  return {
    day: `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`,
    year: String(date.getUTCFullYear()),
    clock: `${hour}:${minute}`,
  };
}

/** '2026-05-14T17:41:00Z' → '14 May 2026 17:41 UTC'; what is not a time is given back as it is */
export function time(iso: string): string {
  const at = moment(iso);
  return at ? `${at.day} ${at.year} ${at.clock} UTC` : iso;
}

/** '2026-05-14' → '14 May' */
export function dayLabel(iso: string): string {
  return moment(iso)?.day ?? iso;
}

/** '14 May 2026 00:12 to 04:51 UTC', or with both days; null ends are said in words */
export function span(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'the whole period';
  if (from === null) return `before the first record, until ${time(to ?? '')}`;
  if (to === null) return `from ${time(from)}, still open when the records end`;
  const [a, b] = [moment(from), moment(to)];
  if (!a || !b) return `${from} to ${to}`;
  if (a.day === b.day && a.year === b.year) {
    return a.clock === b.clock ? time(from) : `${a.day} ${a.year} ${a.clock} to ${b.clock} UTC`;
  }
  const start = a.year === b.year ? `${a.day} ${a.clock}` : `${a.day} ${a.year} ${a.clock}`;
  return `${start} to ${b.day} ${b.year} ${b.clock} UTC`;
}

/** '8 Apr to 20 May 2026 UTC'; '' when an end is missing */
export function days(from: string | null, to: string | null): string {
  const [a, b] = [from === null ? null : moment(from), to === null ? null : moment(to)];
  if (!a || !b) return '';
  if (a.day === b.day && a.year === b.year) return `${a.day} ${a.year} UTC`;
  return `${a.year === b.year ? a.day : `${a.day} ${a.year}`} to ${b.day} ${b.year} UTC`;
}

/** 641,728,512 of 1,201,668,096 → '612 of 1,146 MB' */
export function bytesOf(part: number, whole: number): string {
  const { unit, size } = byteUnit(whole);
  return `${scaled(part, size)} of ${scaled(whole, size)} ${unit}`;
}

/** 1,201,668,096 → '1,146 MB' */
export function bytes(n: number): string {
  const { unit, size } = byteUnit(n);
  return `${scaled(n, size)} ${unit}`;
}

function byteUnit(n: number): { unit: string; size: number } {
  if (n >= 1024 ** 2) return { unit: 'MB', size: 1024 ** 2 };
  return n >= 1024 ? { unit: 'KB', size: 1024 } : { unit: 'bytes', size: 1 };
}

function scaled(n: number, size: number): string {
  const value = n / size;
  return size > 1 && value < 10
    ? value.toLocaleString('en-US', { maximumFractionDigits: 1 })
    : count(Math.round(value));
}

/** Cuts in the middle, where ids and paths differ least: 'AAMkAGI2…kKzAAA=' */
export function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  const head = Math.ceil((longest - 1) * 0.6);
  const tail = longest - 1 - head;
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - tail).join('')}`;
}

/** Cuts prose at its end, after a whole word */
export function shorten(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest).replace(/\s+\S*$/, '')} …`;
}

/** A mailbox, user, session or file name on a line of its own words; a full e-mail address nearly always fits. */
export function name(text: string): string {
  return cut(text, 72);
}

/** ['a', 'b', 'c', 'd'], 2 → 'a, b and 2 more' */
export function few(items: readonly string[], most: number): string {
  const first = items.slice(0, most).map(name);
  const rest = items.length - first.length;
  return rest > 0 ? `${first.join(', ')} and ${count(rest)} more` : first.join(', ');
}

/** 'a thing.' → 'A thing', for the first line of a card, which is never blank */
export function title(text: string): string {
  return sentence(text).replace(/\.$/, '') || 'Without a title';
}

/**
 * The report's sentences hold times as 2026-05-14T17:41:00Z; cards write them as people do. A time without seconds is
 * an example of what to type, and stays as it is to be typed; what stands in quotes is quoted from the log.
 */
function withTimes(text: string): string {
  return text.replace(/"[^"]*"|“[^”]*”|\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, (found) =>
    /^["“]/.test(found) ? found : time(found),
  );
}

/** What goes on after a colon: 'is empty' → 'is empty.' */
export function clause(text: string): string {
  const trimmed = withTimes(text.trim());
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** 'a thing since 2026-05-14T17:41:00Z ' → 'A thing since 14 May 2026 17:41 UTC.' */
export function sentence(text: string): string {
  const ended = clause(text);
  return beginsWithId(ended) ? ended : ended.charAt(0).toUpperCase() + ended.slice(1);
}

/** 'lee.gu@contoso.com was', 'ip:203.0.113.9 is', 'export.csv holds': written as they are in the log, not as words. */
function beginsWithId(text: string): boolean {
  return /^[^\s]*[@:./\\_\d][^\s]*[\p{L}\d]/u.test(text);
}

/** Reads ClientInfoString: which protocol, which program, whose machine. */
import type { Protocol } from '../report.ts';
import { CLIENT_NAMES, SERVICE_STRINGS } from './client-names.ts';
import { readUserAgent } from './user-agent.ts';

export interface ParsedClient {
  protocol: Protocol;
  /** groups what is one visit: all of OWA's strings are 'owa'; an unknown client keeps its own name */
  family: string;
  /** from `[AppId=…]`, lower-case */
  appId: string | null;
  /**
   * Service-side by its string alone. Not yet a service record: that also needs a caller of the checked
   * list or none, and a Microsoft address or none.
   */
  system: boolean;
  userAgent: string | null;
  os: string | null;
  browser: string | null;
  device: string | null;
  /** 'Outlook-iOS/2.0', 'python-requests/2.25.1', 'Thunderbird/115.3': the program, where it is not a browser */
  product: string | null;
}

/** Real strings stay below 700 characters; what comes after this is not read. */
const LONGEST = 2_048;
const APP_ID = /\[AppId=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\]/gi;

/** Takes any text and never throws; text without `Client=` is taken for a user agent. Time grows with the length only. */
export function parseClientString(raw: string | null | undefined): ParsedClient {
  const text = (raw ?? '').slice(0, LONGEST).trim();
  const head = /^Client=([^;]*);?/i.exec(text);
  const name = (head?.[1] ?? '').trim().toLowerCase();
  const rest = head ? text.slice(head[0].length) : text;
  const userAgent = userAgentOf(name, rest);
  const system = CLIENT_NAMES[name]?.system === true || isServiceString(text);
  const protocol = system ? 'service' : protocolOf(name, rest, userAgent);
  return {
    protocol,
    family: (protocol === 'other' && ownName(name)) || protocol,
    appId: appIdOf(text),
    system,
    userAgent,
    ...readUserAgent(userAgent),
    product: productOf(userAgent),
  };
}

function ownName(name: string): string {
  return name
    .replace(/[^a-z0-9. /_-]/g, '')
    .trim()
    .slice(0, 40);
}

function isServiceString(text: string): boolean {
  const lower = text.toLowerCase();
  return SERVICE_STRINGS.some((known) =>
    known.match === 'whole' ? lower === known.text : lower.startsWith(known.text),
  );
}

/** The last one: Exchange appends its own, and an earlier one may be part of what the caller sent. */
function appIdOf(text: string): string | null {
  const all = [...text.matchAll(APP_ID)];
  return all.at(-1)?.[1]?.toLowerCase() ?? null;
}

function protocolOf(name: string, rest: string, userAgent: string | null): Protocol {
  if (name === 'pop3/imap4') return /^Protocol=POP3/i.test(rest) ? 'pop' : 'imap';
  const known = Object.hasOwn(CLIENT_NAMES, name) ? CLIENT_NAMES[name] : undefined;
  if (known) return known.protocol;
  return name === '' && /^Outlook-(iOS|Android)/i.test(userAgent ?? '') ? 'outlook-mobile' : 'other';
}

function userAgentOf(name: string, rest: string): string | null {
  if (name === 'microsoft.exchange.powershell' || name === 'pop3/imap4') return null;
  if (name === 'activesync') return clean(/^UserAgent=([^;]*)/i.exec(rest)?.[1] ?? '');
  return clean(rest);
}

/** What is left when Exchange's own additions are taken off; null when nothing is. */
function clean(rest: string): string | null {
  const text = rest
    .replace(APP_ID, '')
    .replace(/^[;\s]+/, '')
    .replace(/^Client=[^;]*;*/i, '')
    .replace(/^UserAgent=/i, '')
    .replace(/^ExchangeWebServicesProxy\/CrossSite\/EXCH\/[\d.]+\//i, '');
  const trimmed = withoutTail(text).trim();
  const told = trimmed !== '' && !/^(Action=|\[NoUserAgent\]|Service=)/i.test(trimmed);
  return told ? trimmed : null;
}

/** A loop and not a pattern: `[;\s]+$` takes quadratic time on a long run of semicolons inside the text. */
function withoutTail(text: string): string {
  let end = text.length;
  for (;;) {
    const before = end;
    while (end > 0 && ' ;\t\r\n'.includes(text.charAt(end - 1))) end -= 1;
    if (text.slice(0, end).endsWith('+Preload')) end -= '+Preload'.length;
    if (end === before) return text.slice(0, end);
  }
}

function productOf(userAgent: string | null): string | null {
  if (userAgent === null) return null;
  const thunderbird = /Thunderbird\/[\d.]{1,20}/.exec(userAgent);
  if (thunderbird) return thunderbird[0];
  if (/^Mozilla\//i.test(userAgent)) return null;
  return /^[A-Za-z][\w .+-]{0,60}\/[\w.+-]{1,40}/.exec(userAgent)?.[0] ?? null;
}

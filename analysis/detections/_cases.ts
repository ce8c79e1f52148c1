/**
 * Cases of detections as data: what happened, in rows of the case's tables, and what must be said of it. Each folder's
 * cases.ts exports `cases`; the tests run them. Times are days and hours from a Monday, so that a case reads as a story.
 */
import type { NetworkKind } from '../reference/networks.ts';
import type { Context, Severity } from '../report.ts';

export interface DetectionCase {
  /** what happened, in one sentence */
  name: string;
  rows: CaseRow[];
  fires: 'not' | Fires;
}

export interface Fires {
  atLeast: Severity;
  atMost?: Severity;
  /** how many findings; default one */
  findings?: number;
  /** how many records of mail access are the evidence of all of them */
  records?: number;
  /** what the words of one of them must hold */
  says?: string;
  /** what the words of none may hold */
  never?: string;
}

export type CaseRow = AccessRow | ChangeRow | SignInRow | CoverageRow | OwnReadRow | MarkerRow | ApprovalRow;

/** Where somebody is. Addresses of RFC 5737 and 3849, systems of RFC 5398: nobody's. */
export interface Place {
  ip: string | null;
  asn: number | null;
  country: string | null;
  kind: NetworkKind | null;
  frontEnd?: boolean;
}

export const HOME: Place = { ip: '192.0.2.10', asn: 64500, country: 'DE', kind: 'other' };
/** the same provider, another line */
export const NEIGHBOUR: Place = { ...HOME, ip: '192.0.2.77' };
export const OFFICE: Place = { ip: '198.51.100.1', asn: 64501, country: 'DE', kind: 'other' };
/** another provider in the same country */
export const HOTEL: Place = { ip: '198.51.100.120', asn: 64502, country: 'DE', kind: 'other' };
export const ABROAD: Place = { ip: '203.0.113.30', asn: 64503, country: 'BR', kind: 'other' };
export const RENTED: Place = { ip: '203.0.113.200', asn: 64504, country: 'NL', kind: 'hosting' };
/** an exit of a VPN provider; it has others */
export const VPN: Place = { ip: '203.0.113.220', asn: 64506, country: 'NL', kind: 'vpn' };
export const MOBILE: Place = { ip: '198.51.100.200', asn: 64505, country: 'DE', kind: 'carrier' };
export const FRONT_END: Place = {
  ip: '2603:10a6:10:1::5',
  asn: 8075,
  country: 'US',
  kind: 'microsoft',
  frontEnd: true,
};

export const EDGE =
  'Client=OWA;Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0;';
export const FIREFOX_LINUX =
  'Client=OWA;Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0;';
export const VIA_PROXY = 'Client=OWA;Action=ViaProxy';
export const OUTLOOK = 'Client=MSExchangeRPC';
export const IPHONE = 'Client=OutlookService;Outlook-iOS/2.0;';
export const ANDROID = 'Client=OutlookService;Outlook-Android/2.0;';
export const IMAP = 'Client=POP3/IMAP4;Protocol=IMAP4';
export const POP = 'Client=POP3/IMAP4;Protocol=POP3';
export const GRAPH = 'Client=REST;;';
export const EWS = 'Client=WebServices;PostmanRuntime/7.40.0;';

/** Application ids that no table knows. */
export const APP = '11111111-2222-4333-8444-555555555555';
export const OTHER_APP = '66666666-7777-4888-8999-aaaaaaaaaaaa';

export const ANA = 'ana@contoso.example';
export const BEN = 'ben@contoso.example';

/** Names of as many mailboxes, apart from Ana's and Ben's. */
export function mailboxes(count: number): string[] {
  return Array.from({ length: count }, (_, n) => `person${n + 1}@contoso.example`);
}

export interface AccessRow {
  table: 'mail_access';
  atS: number;
  mailbox: string;
  user: string;
  userType: number;
  logon: Context['logonType'];
  access: 'bind' | 'sync';
  throttled: boolean;
  place: Place;
  client: string | null;
  caller: string | null;
  appId: string | null;
  session: string | null;
  token: string | null;
  deviceId: string | null;
  folders: string[];
  /** messages opened in each folder, none of them twice in a case unless `repeated`: then the same ones in every record */
  messages: number;
  repeated: boolean;
}

export interface ChangeRow {
  table: 'change';
  atS: number;
  kind: string;
  actor: string;
  actorKind: 'user' | 'system' | 'app';
  ip: string | null;
  session: string | null;
  mailbox: string | null;
  appId: string | null;
  grantee: string | null;
  detail: string | null;
  part: string | null;
  succeeded: boolean;
  /** where its address is */
  place: Place;
}

export interface SignInRow {
  table: 'sign_in';
  atS: number;
  kind: string;
  user: string;
  /** where from; null where the case does not ask */
  place: Place | null;
  session: string | null;
  token: string | null;
}

/** A stretch for which all sign-ins of a kind are held. */
export interface CoverageRow {
  table: 'sign_in_coverage';
  kind: string;
  /** null: everybody's */
  user: string | null;
  fromS: number;
  toS: number;
}

/** Mailtrail's own reading: what its application reads in that time is its own. */
export interface OwnReadRow {
  table: 'own_read';
  app: string;
  fromS: number;
  toS: number;
}

/** A responder's word, such as 'ip:203.0.113.200'. */
export interface MarkerRow {
  table: 'marker';
  marker: string;
  verdict: 'hostile' | 'trusted';
}

export interface ApprovalRow {
  table: 'approval';
  caller: string;
  network: string;
  mailbox: string;
}

/** Monday, 2026-03-02T00:00:00Z. */
const MONDAY = Date.UTC(2026, 2, 2) / 1000;

/** @param day from Monday, 0 @param hour of the day, 9.5 is half past nine */
export function at(day: number, hour: number): number {
  return MONDAY + day * 86_400 + Math.round(hour * 3_600);
}

export interface AccessOptions extends Partial<Omit<AccessRow, 'table' | 'atS'>> {
  day?: number;
  hour?: number;
  /** that many records */
  count?: number;
  /** minutes from one to the next */
  every?: number;
}

/** Records of one person, one after the other; by default Ana opens one message at home, in Edge, Monday at nine. */
export function access(options: AccessOptions = {}): AccessRow[] {
  const { day = 0, hour = 9, count = 1, every = 3, ...given } = options;
  const mailbox = given.mailbox ?? ANA;
  return Array.from({ length: count }, (_, n) => ({
    table: 'mail_access',
    atS: at(day, hour) + Math.round(n * every * 60),
    mailbox,
    user: given.logon === undefined || given.logon === 'owner' ? mailbox : BEN,
    userType: 0,
    logon: 'owner',
    access: 'bind',
    throttled: false,
    place: HOME,
    client: EDGE,
    caller: null,
    appId: null,
    session: null,
    token: null,
    deviceId: null,
    folders: ['\\Inbox'],
    messages: 1,
    repeated: false,
    ...given,
  }));
}

export interface EverydayOptions extends AccessOptions {
  days: number;
}

/** The same every day: what is usual. Two records in the morning, two in the afternoon unless `count` says otherwise. */
export function everyday({ days, day = 0, hour = 9, count = 2, ...options }: EverydayOptions): AccessRow[] {
  return Array.from({ length: days }, (_, n) => [
    ...access({ every: 60, ...options, count, day: day + n, hour }),
    ...access({ every: 60, ...options, count, day: day + n, hour: hour + 4 }),
  ]).flat();
}

/** The same behind a VPN, which gives another exit every day. */
export function behindVpn({ day = 0, days, ...options }: EverydayOptions): AccessRow[] {
  return Array.from({ length: days }, (_, n) =>
    everyday({ ...options, day: day + n, days: 1, place: { ...VPN, ip: `203.0.113.${220 + day + n}` } }),
  ).flat();
}

export interface ChangeOptions extends Partial<Omit<ChangeRow, 'table' | 'atS' | 'ip'>> {
  kind: string;
  day?: number;
  hour?: number;
}

/** A record other than access; by default Ana's own deed in her mailbox, at home. */
export function change({ day = 0, hour = 9, place = HOME, ...given }: ChangeOptions): ChangeRow[] {
  return [
    {
      table: 'change',
      atS: at(day, hour),
      actor: ANA,
      actorKind: 'user',
      ip: place.ip,
      place,
      session: null,
      mailbox: ANA,
      appId: null,
      grantee: null,
      detail: null,
      part: null,
      succeeded: true,
      ...given,
    },
  ];
}

/** A telephone that reads at home for ten days, then abroad for four and not at home meanwhile. */
export function phoneTakenAbroad(mailbox = ANA): AccessRow[] {
  return [
    ...everyday({ mailbox, days: 10, hour: 8, client: IPHONE }),
    ...everyday({ mailbox, day: 10, days: 4, hour: 8, client: IPHONE, place: ABROAD }),
  ];
}

/** Somebody signed in for a session or a token. */
export function signIn(user: string, session: string | null, token: string | null = null): SignInRow[] {
  return [{ table: 'sign_in', atS: at(0, 8), kind: 'interactive', user, session, token, place: null }];
}

/** Somebody signed in on these days, from that place. */
export function signInsFrom(user: string, place: Place, days: readonly number[]): SignInRow[] {
  return days.flatMap((day) => signIn(user, null).map((row) => ({ ...row, atS: at(day, 8), place })));
}

/** All sign-ins of these kinds are held from one day to another. */
export function signInsHeld(
  kinds: readonly string[],
  fromDay: number,
  toDay: number,
  user: string | null = null,
): CoverageRow[] {
  return kinds.map((kind) => ({
    table: 'sign_in_coverage',
    kind,
    user,
    fromS: at(fromDay, 0),
    toS: at(toDay, 0),
  }));
}

/** Mailtrail read on that day. */
export function ownReads(app: string, day: number): OwnReadRow[] {
  return [{ table: 'own_read', app, fromS: at(day, 0), toS: at(day + 1, 0) }];
}

export function marked(verdict: MarkerRow['verdict'], marker: string): MarkerRow[] {
  return [{ table: 'marker', marker, verdict }];
}

/** @param network a network or '*' @param mailbox a mailbox or '*' */
export function approved(caller: string, network = '*', mailbox = '*'): ApprovalRow[] {
  return [{ table: 'approval', caller, network, mailbox }];
}

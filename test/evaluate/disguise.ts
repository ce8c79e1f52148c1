/**
 * Gives each tenant programs, browsers and apps of its own, in place of those that the simulator writes for everybody:
 * a detection that knows the simulator's strings must not profit from it. Works on finished records.
 */
import type { AuditRecord, Random } from '../../analysis/simulator/index.ts';

export interface Wardrobe {
  /** programs that take python-requests' place */
  scripts: readonly string[];
  /** programs that take the old EWS library's place */
  ewsPrograms: readonly string[];
  /** first-party apps that an attacker borrows; empty: apps nobody knows */
  borrowed: readonly string[];
  /** version numbers of Chrome among which the tenant's is drawn, least and most */
  chrome: readonly [number, number];
  /** a system that takes the place of the attackers' Linux */
  systems: readonly string[];
  /** phones of attackers */
  phones: readonly string[];
  /** Mac mail programs of honest people */
  macs: readonly string[];
  /** whether Microsoft's own callers have ids that no list of ours names */
  unknownServices: boolean;
}

const GRAPH_CLI = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

export const USUAL_WARDROBE: Wardrobe = {
  scripts: ['python-requests/2.32.3', 'Go-http-client/2.0', 'axios/1.7.7', 'okhttp/4.12.0'],
  ewsPrograms: [
    'ExchangeServicesClient/15.00.0913.015',
    'ExchangeServicesClient/0.0.0.0',
    'python-exchangelib',
  ],
  borrowed: [
    GRAPH_CLI,
    '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
    '1950a258-227b-4e31-a9cf-717495945fc2',
    '1fec8e78-bce4-4aaf-ab1b-5451cc387264',
  ],
  chrome: [132, 150],
  systems: ['X11; Linux x86_64', 'X11; Ubuntu; Linux x86_64', 'X11; CrOS x86_64 14541.0.0'],
  phones: ['Android 12; Redmi 9A', 'Android 11; SM-A125F', 'Android 13; CPH2269'],
  macs: ['MacOutlook/16.107.26041219 (Intelx64 Mac OS X Version 15.4 (Build 24E248))'],
  unknownServices: false,
};

export const HELD_OUT_WARDROBE: Wardrobe = {
  scripts: ['node-fetch/1.0', 'curl/8.9.1', 'Java/17.0.9', 'PostmanRuntime/7.39.0'],
  ewsPrograms: ['JavaEwsClient/2.0.3', 'EWSEditor/1.22', 'MailStoreServer/24.1', 'aquaMail/1.52'],
  borrowed: [],
  chrome: [110, 131],
  systems: ['Windows NT 6.1; Win64; x64', 'Macintosh; Intel Mac OS X 13_6', 'X11; Fedora; Linux x86_64'],
  phones: ['Android 14; Infinix X6528', 'Android 10; M2006C3LG', 'Android 15; moto g04'],
  macs: [
    'Mac OS X/14.5 (23F79); ExchangeWebServices/14.0 (286);',
    'Mac+OS+X/13.6 (22G120) CalendarAgent/961;',
  ],
  unknownServices: true,
};

const SERVICES = [
  '3c8e478f-21ca-493a-b87c-c7366d664d54',
  'f3f64fec-ecee-4e9a-9eed-a36a5e421300',
  '7a5fbd1c-3e6d-461a-9075-83049393b3a7',
  '13937bba-652e-4c46-b222-3003f4d1ff97',
];
const BULK_APP = '5e1fbd41-0c5f-4b43-9a72-4a1b67f4c9d2';
/** Newest Chrome among the simulator's honest people; attackers have older ones. */
const NEWEST_CHROME = 147;
const OLDEST_CHROME = 110;
/** Of the attackers' browsers, so many are as new as their victims'. */
const CURRENT_SHARE = 0.4;

/** The change that a tenant's records go through; the same for the same stream. */
export function disguise(
  wardrobe: Wardrobe,
  random: Random,
  days: number,
): (record: AuditRecord) => AuditRecord {
  const chrome = random.int(...wardrobe.chrome);
  const versions = new Map<string, number>();
  for (let known = OLDEST_CHROME; known <= NEWEST_CHROME; known++) {
    const old = random.fork(`chrome ${known}`);
    const current = known === NEWEST_CHROME || old.chance(CURRENT_SHARE);
    versions.set(String(known), current ? chrome : chrome - old.int(1, 20));
  }
  const borrowed = wardrobe.borrowed.length > 0 ? random.pick(wardrobe.borrowed) : random.guid();
  const fixed = new Map<string, string>([
    ['python-requests/2.32.3', random.pick(wardrobe.scripts)],
    ['ExchangeServicesClient/15.00.0913.015', random.pick(wardrobe.ewsPrograms)],
    ['X11; Linux x86_64', random.pick(wardrobe.systems)],
    ['Android 12; Redmi 9A', random.pick(wardrobe.phones)],
    [
      'MacOutlook/16.107.26041219 (Intelx64 Mac OS X Version 15.4 (Build 24E248))',
      random.pick(wardrobe.macs),
    ],
    [BULK_APP, random.guid()],
    [GRAPH_CLI, borrowed],
    ...SERVICES.map((id): [string, string] => [id, wardrobe.unknownServices ? random.guid() : id]),
  ]);
  const swapped = new Map<string, string>();
  const swap = (text: string, updated: boolean): string => {
    const key = `${updated} ${text}`;
    const known = swapped.get(key);
    if (known !== undefined) return known;
    let made = text;
    for (const [from, to] of fixed) made = made.replaceAll(from, to);
    made = made.replace(/Chrome\/(\d+)/g, (all, version: string) => {
      const mapped = versions.get(version);
      return mapped === undefined ? all : `Chrome/${mapped + (updated && mapped === chrome ? 1 : 0)}`;
    });
    // Programs update themselves in the middle of a log, each person's on another day.
    if (updated)
      made = made.replace(/^16\.0\.(\d+)\.(\d+)$/, (_, build) => `16.0.${Number(build) + 104}.20056`);
    if (swapped.size < 20_000) swapped.set(key, made);
    return made;
  };
  const updates = new Map<string, number>();
  let first: number | undefined;
  return (record) => {
    const at = Date.parse(`${record.CreationTime}Z`);
    first ??= at;
    let update = updates.get(record.UserId);
    if (update === undefined) {
      update = first + random.fork(`update ${record.UserId}`).between(0, days * 1.5) * 86_400_000;
      updates.set(record.UserId, update);
    }
    return changed(record, (text) => swap(text, at >= (update ?? Number.POSITIVE_INFINITY)));
  };
}

const FIELDS = ['ClientInfoString', 'ClientAppId', 'AppId', 'ActorInfoString', 'ClientVersion', 'UserAgent'];

function changed(record: AuditRecord, swap: (text: string) => string): AuditRecord {
  const copy: AuditRecord = { ...record };
  for (const field of FIELDS) {
    const value = copy[field];
    if (typeof value === 'string') copy[field] = swap(value);
  }
  const { AppAccessContext: context, ExtendedProperties: extended, ApplicationId: application } = copy;
  if (typeof application === 'string') copy.ApplicationId = swap(application);
  if (isObject(context) && typeof context.ClientAppId === 'string') {
    copy.AppAccessContext = { ...context, ClientAppId: swap(context.ClientAppId) };
  }
  if (Array.isArray(extended)) {
    copy.ExtendedProperties = extended.map((pair: { Name: string; Value: string }) => ({
      ...pair,
      Value: swap(pair.Value),
    }));
  }
  return copy;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

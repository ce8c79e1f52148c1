/** Words that several detections say alike. */
import { count, countryName, list as englishList } from '../words.ts';
import type { CallerFacts, GroupFacts } from './detection.ts';

/** Names of accounts, mailboxes or addresses; 'nobody' for none. */
export function list(names: readonly string[], most = 3): string {
  return names.length === 0 ? 'nobody' : englishList(names, most);
}

export function app(caller: CallerFacts | undefined): string {
  if (caller === undefined) return 'an application that names no id';
  return caller.name === null ? `application ${caller.id}` : `${caller.name} (${caller.id})`;
}

/** '120 records: 80 messages opened singly, 4 folders synced, in 2 mailboxes' */
export function amount(group: GroupFacts): string {
  const parts = [];
  if (group.messages > 0) parts.push(`${count(group.messages, 'message')} opened singly`);
  if (group.sync > 0) parts.push(`${count(group.folders, 'folder')} synced`);
  const what = parts.length === 0 ? '' : `: ${parts.join(', ')}`;
  return `${count(group.records, 'access record')}${what}, in ${count(group.mailboxes, 'mailbox', 'mailboxes')}`;
}

/** Where it was read from. */
export function places({ readIps, readCountries }: GroupFacts): string {
  return from(readIps, readCountries);
}

/** Where the changes, and what was read with them, were made from. */
export function allPlaces({ ips, countries }: GroupFacts): string {
  return from(ips, countries);
}

function from(ips: readonly string[], countries: readonly string[]): string {
  const where = countries.length > 0 ? ` (${list(countries.map(countryName), 4)})` : '';
  return ips.length === 0 ? 'no address recorded' : `from ${list(ips, 2)}${where}`;
}

const PLACE_WORDS = [
  'a usual place',
  'another address of a usual provider',
  'a provider this mailbox does not use',
];

const FAR = { hosting: 'a rented machine', vpn: 'a VPN provider', country: 'another country' };

/** 'another country (Brazil, TELEFONICA BRASIL)', 'a rented machine (Netherlands, …)', or both: which of them it is */
export function far({ far: all, hosting }: GroupFacts): string {
  if (all.length === 0) return hosting ? FAR.hosting : FAR.country;
  const kinds = (['country', 'hosting', 'vpn'] as const).filter((kind) =>
    all.some((one) => one.kind === kind),
  );
  const told = kinds.map((kind) => {
    const these = all
      .filter((one) => one.kind === kind)
      .map(({ country, network }) =>
        [country === null ? 'country not known' : countryName(country), network].filter(Boolean).join(', '),
      );
    return `${FAR[kind]} (${these.slice(0, 2).join('; ')}${these.length > 2 ? `; and ${these.length - 2} more` : ''})`;
  });
  return englishList(told);
}

/** The farthest place of the evidence. */
export function placeWords(group: GroupFacts): string {
  return PLACE_WORDS[group.place] ?? far(group);
}

export const ON_JOURNEY =
  'the owner may have been there on a journey: the telephone known from home was there and not at home, or nobody read at the usual places for a working week';

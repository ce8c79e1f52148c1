/** Words that several detections say alike. */
import { count, list as englishList } from '../words.ts';
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

export function places(group: GroupFacts): string {
  const from = list(group.ips, 2);
  const where = group.countries.length > 0 ? ` (${list(group.countries, 4)})` : '';
  return group.ips.length === 0 ? 'no address recorded' : `from ${from}${where}`;
}

export const PLACE_WORDS = [
  'a usual place',
  'another address of a usual provider',
  'a provider this mailbox does not use',
  'another country, or a rented machine',
];

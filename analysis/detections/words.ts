/** Words that several detections say alike. */
import type { CallerFacts, GroupFacts } from './detection.ts';

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

export function list(names: string[], most = 3): string {
  if (names.length === 0) return 'nobody';
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length === 1 ? `${shown[0]}` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
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

/** Numbers and lists as sentences say them, in the whole engine. */

/** count(1, 'record') → '1 record', count(1_200, 'mailbox', 'mailboxes') → '1,200 mailboxes' */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/**
 * 'a, b and c', or 'a, b and 7 more'; '' for none.
 *
 * @param shown at most so many are named
 * @param all how many there are where `names` are only the first of them
 */
export function list(names: readonly string[], shown = 5, all = names.length): string {
  const head = names.slice(0, shown);
  const rest = all - head.length;
  const parts = rest > 0 ? [...head, `${rest.toLocaleString('en')} more`] : head;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** By kind of the table `change`. Of kinds that are not among them the words of the change say it all. */
const CHANGES: Record<string, string> = {
  'inbox-rule': 'inbox rule',
  forwarding: 'forwarding',
  consent: 'consent to an application',
  'app-credential': 'credential put on an application',
  'app-role': 'permission given to an application',
  'mailbox-permission': 'permission on a mailbox',
  'folder-permission': 'permission on a folder',
  'transport-rule': 'mail flow rule',
  'impersonation-role': 'right to act as any user',
  'role-added': 'role given',
  'ediscovery-search': 'eDiscovery search',
  'ediscovery-export': 'eDiscovery export',
  'audit-bypass-on': 'audit bypass set',
  'audit-bypass-off': 'audit bypass lifted',
  'actions-removed': 'recording of mail access removed',
  'actions-restored': 'recording of mail access restored',
  'plan-removed': 'audit plan taken away',
  'plan-added': 'audit plan given',
  'retention-policy': 'retention of the audit log',
};

/** 'forwarding: to mallory@evil.example', 'inbox rule "x": …', for a kind of the table `change` and its words */
export function changeSaid(kind: string, words: string | null, failed: boolean): string {
  const tried = failed ? ' (failed)' : '';
  const label = CHANGES[kind];
  if (words === null || words === '') return `${label ?? kind.replaceAll('-', ' ')}${tried}`;
  if (label === undefined) return `${words}${tried}`;
  return words.startsWith('rule "')
    ? `${label}${tried} ${words.slice('rule '.length)}`
    : `${label}${tried}: ${words}`;
}

const COUNTRIES = new Intl.DisplayNames('en', { type: 'region', fallback: 'code' });

/** 'NL' → 'Netherlands'; what is no code of a country is given back as it is */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (COUNTRIES.of(code) ?? code) : code;
}

/** 'less than an hour', '20 hours', '3 days' */
export function duration(hours: number): string {
  if (hours < 1) return 'less than an hour';
  return hours < 48 ? count(Math.floor(hours), 'hour') : count(Math.floor(hours / 24), 'day');
}

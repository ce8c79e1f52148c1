/** What is hunted, how Microsoft's filters can find it, and what is said of that. */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { AuditQueryRequest } from '../../graph/audit-queries.ts';
import type { Filter, Hunt, Target } from './state.ts';

const APP = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MAILBOX = /^[^\s@"<>]{1,64}@[^\s@"'<>]{1,255}$/;

/** @returns null when it is no mailbox, application id, IP address or the word tenant */
export function targetOf(typed: string): Target | null {
  const value = typed.replace(/^(mailbox|user|app|ip):/i, '').toLowerCase();
  if (value === 'tenant') return { kind: 'tenant', value: '' };
  if (APP.test(value)) return { kind: 'app', value };
  if (isIP(value) !== 0) return { kind: 'ip', value: ipaddr.process(value).toString() };
  if (MAILBOX.test(value)) return { kind: 'mailbox', value };
  return null;
}

/**
 * The queries that are united for one window. The user filter names who acted, so for a mailbox it is never alone: what
 * delegates, administrators and applications read there is found by the mailbox's name in the record (graph.md B1).
 */
export function filtersFor({ kind }: Target, unfiltered: boolean): Filter[] {
  if (unfiltered || kind === 'tenant' || kind === 'app') return ['none'];
  return kind === 'mailbox' ? ['keyword', 'user'] : ['ip', 'keyword'];
}

export function filterOf(filter: Filter, { value }: Target): Partial<AuditQueryRequest> {
  switch (filter) {
    case 'keyword':
      return { keywordFilter: value };
    case 'user':
      return { userPrincipalNameFilters: [value] };
    case 'ip':
      return { ipAddressFilters: [value] };
    default:
      return {};
  }
}

/** All that is asked of Defender about a tenant: see defender/questions/tenant.kql. */
const RARE = 'applications that read few mailboxes';

export function wordsFor({ engine, target: { kind, value } }: Pick<Hunt, 'engine' | 'target'>): string {
  if (kind === 'tenant') return engine === 'defender' ? RARE : 'the whole tenant';
  return kind === 'app' ? `application ${value}` : kind === 'ip' ? `IP address ${value}` : value;
}

/** What a file of it was limited to, as the case is told; null for everything. */
export function limitOf({
  engine,
  target: { kind, value },
}: Pick<Hunt, 'engine' | 'target'>): string[] | null {
  if (kind === 'tenant') return engine === 'defender' ? [RARE] : null;
  return [kind === 'mailbox' ? value : `${kind} ${value}`];
}

/**
 * Whether a record is about the target, where Microsoft did not choose it or may have chosen more. Generous: what is
 * left out here is not in the case.
 * @param record parsed; @param also other names of the target, lower-case, such as the mailbox's guid
 */
export function isAbout({ kind, value }: Target, record: unknown, also: ReadonlySet<string>): boolean {
  if (kind === 'tenant') return true;
  if (kind === 'ip') return hasAddress(record, value);
  const text = JSON.stringify(record).toLowerCase();
  return text.includes(value) || [...also].some((name) => text.includes(name));
}

/** An address may be written with a port, in brackets, or in another spelling of IPv6. */
function hasAddress(value: unknown, address: string): boolean {
  if (typeof value === 'string') return addressIn(value) === address;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((one) => hasAddress(one, address));
}

function addressIn(text: string): string | null {
  if (text.length > 80 || !/[.:]/.test(text)) return null;
  const plain = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return isIP(plain) === 0 ? null : ipaddr.process(plain).toString();
}

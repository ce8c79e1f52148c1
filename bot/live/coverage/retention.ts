/** Which retention policy of the audit log applies to records of mail access by somebody. */
import { MAIL_ACCESS } from '../exchange/read.ts';
import type { RetentionPolicy } from '../exchange/settings.ts';

/** Records of single messages are of the first type, those of synced folders of the second (audit-records.md 3). */
const TYPES = ['exchangeitemaggregated', 'exchangeitem'];

/**
 * The policy that counts: the lowest number goes before, a custom policy before Microsoft's own, however short.
 * @param names lower-case names of the person
 * @returns null when none applies, or none was given
 */
export function keptBy(
  policies: readonly RetentionPolicy[] | null,
  names: readonly string[],
): { name: string; days: number | null } | null {
  const [first] = (policies ?? []).filter((policy) => applies(policy, names)).sort(before);
  return first ?? null;
}

/** A filter that cannot be read may hold: then it is not known how long records are kept. */
function applies(
  { enabled, operations, recordTypes, users }: RetentionPolicy,
  names: readonly string[],
): boolean {
  if (enabled === false) return false;
  return holds(operations, [MAIL_ACCESS.toLowerCase()]) && holds(recordTypes, TYPES) && holds(users, names);
}

function holds(filter: string[] | null, any: readonly string[]): boolean {
  return filter === null || filter.length === 0 || filter.some((one) => any.includes(one.toLowerCase()));
}

function before(a: RetentionPolicy, b: RetentionPolicy): number {
  const priority = (a.priority ?? Number.MAX_VALUE) - (b.priority ?? Number.MAX_VALUE);
  return priority !== 0 ? priority : (a.days ?? 0) - (b.days ?? 0);
}

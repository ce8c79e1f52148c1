/** Which changes are named where there is no room for all. */

/** What takes records away, as kinds of the table `change`. */
export const BLINDING = [
  'audit-bypass-on',
  'ingestion-off',
  'org-audit-off',
  'actions-removed',
  'mailbox-audit-off',
  'plan-removed',
];

/**
 * Kinds of the table `change` that change nothing: what people do all day, which is in the export. Its details are
 * subjects and searched words, too, which viewers are not shown.
 */
export const EVERYDAY = [
  'send',
  'send-as',
  'send-on-behalf',
  'search',
  'attachment-access',
  'sign-in',
  'sign-in-failed',
];

/** What opens, forwards or hides mail, lets a stranger in, or blinds the log; the rest comes after it. */
const FIRST = new Set([
  'inbox-rule',
  'forwarding',
  'consent',
  'app-credential',
  'app-role',
  'mailbox-permission',
  'transport-rule',
  'impersonation-role',
  'authentication-method',
  'protocol-allowed',
  'ediscovery-export',
  ...BLINDING,
]);

/**
 * Those that matter most: what grave findings cite, then what opens doors, and among equals the newest; in the order
 * they came. @param changes the oldest first
 */
export function notable<T extends { kind: string; cited?: number }>(
  changes: readonly T[],
  most: number,
): T[] {
  const weight = ({ kind, cited = -1 }: T) => 2 * cited + (FIRST.has(kind) ? 1 : 0);
  const ranked = [...changes].reverse().sort((a, b) => weight(b) - weight(a));
  const chosen = new Set(ranked.slice(0, most));
  return changes.filter((change) => chosen.has(change));
}

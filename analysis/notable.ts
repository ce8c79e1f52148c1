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
  'ediscovery-export',
  ...BLINDING,
]);

/** Those that matter most and among them the newest, in the order they came. @param changes the oldest first */
export function notable<T extends { kind: string }>(changes: readonly T[], most: number): T[] {
  const newest = [...changes].reverse();
  const ranked = [
    ...newest.filter(({ kind }) => FIRST.has(kind)),
    ...newest.filter(({ kind }) => !FIRST.has(kind)),
  ];
  const chosen = new Set(ranked.slice(0, most));
  return changes.filter((change) => chosen.has(change));
}

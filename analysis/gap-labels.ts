/** What people call a gap, by its kind: the same words in cards, the printed report and the text report. */
import type { GapKind } from './report.ts';

export const GAP_LABELS: Record<GapKind, string> = {
  throttled: 'throttled',
  'suspected-throttle': 'suspected throttling',
  silence: 'silence',
  'audit-bypass': 'audit bypass',
  'audit-disabled': 'auditing off',
  'ingestion-disabled': 'audit log off',
  'audit-actions-removed': 'mail access not audited',
  'audit-plan-removed': 'audit licence removed',
  retention: 'past retention',
  'truncated-export': 'export cut off',
  'collection-outage': 'not collected',
  'not-yet-arrived': 'not yet arrived',
  'outside-declared-scope': 'not declared as searched',
  'ediscovery-access': 'eDiscovery',
  'not-covered': 'not covered',
};

/** A mailbox's reason in logTrust begins with the kind of a gap: 'throttled (2 times)' */
export function reasonWords(reason: string): string {
  const [kind = ''] = /^[a-z-]+/.exec(reason) ?? [];
  return Object.hasOwn(GAP_LABELS, kind)
    ? `${GAP_LABELS[kind as GapKind]}${reason.slice(kind.length)}`
    : reason;
}

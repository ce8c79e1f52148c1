/** Changes on record: what may have opened a door, also where no read that followed made it a finding. */
import type { Page, TimelineEvent } from '../sections.ts';
import { changeWords } from '../words.ts';
import { section } from './lines.ts';

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
  'audit-bypass-on',
  'ingestion-off',
  'org-audit-off',
  'actions-removed',
  'mailbox-audit-off',
  'plan-removed',
  'ediscovery-export',
]);

/** At most `shown`, those that matter most and among them the newest, in order of time. */
export function changeLines(changes: Page<TimelineEvent>, shown: number): string[] {
  const newest = [...changes.items].reverse();
  const chosen = new Set(
    [...newest.filter(({ kind }) => FIRST.has(kind)), ...newest.filter(({ kind }) => !FIRST.has(kind))].slice(
      0,
      shown,
    ),
  );
  return section(
    'Changes on record',
    changes.items.filter((change) => chosen.has(change)).map(line),
    changes.total - chosen.size,
    'more (export timeline lists all)',
  );
}

function line({ from, kind, verdict, mailbox, actor, from_network: ip, words, recordId }: TimelineEvent) {
  const parts = [
    from ?? 'time unknown',
    `${changeWords(kind)}${verdict === 'failed' ? ', failed' : ''}${words === null || words === '' ? '' : `: ${words}`}`,
    mailbox !== null && mailbox !== actor ? `concerns ${mailbox}` : null,
    `by ${actor ?? 'an unknown account'}${ip === null ? '' : ` from ${ip}`}`,
    recordId === undefined ? null : `record ${recordId}`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

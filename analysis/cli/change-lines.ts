/** Changes on record: what may have opened a door, also where no read that followed made it a finding. */
import { notable } from '../notable.ts';
import type { Page, TimelineEvent } from '../sections.ts';
import { changeSaid } from '../words.ts';
import { section } from './lines.ts';

export function changeLines(changes: Page<TimelineEvent>, shown: number): string[] {
  const chosen = notable(changes.items, shown);
  return section(
    'Changes on record',
    chosen.map(line),
    changes.total - chosen.length,
    'more (export timeline lists all)',
  );
}

function line({ from, kind, verdict, mailbox, actor, from_network: ip, words, recordId }: TimelineEvent) {
  const parts = [
    from ?? 'time unknown',
    changeSaid(kind, words, verdict === 'failed'),
    mailbox !== null && mailbox !== actor ? `concerns ${mailbox}` : null,
    `by ${actor ?? 'an unknown account'}${ip === null ? '' : ` from ${ip}`}`,
    recordId === undefined ? null : `record ${recordId}`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

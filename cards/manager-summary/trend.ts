/** What is new since the last day on which somebody looked. */
import type { SummarySection } from '../../analysis/sections.ts';
import { dayLabel, plural } from '../_shared/words.ts';
import type { DayCounts } from '../_shared/work.ts';

const DAY_MS = 86_400_000;

/** 'Since yesterday: 2 mailboxes more, 1 finding more.' */
export function trend(days: readonly DayCounts[], summary: SummarySection, now: string): string {
  const today = now.slice(0, 10);
  const before = days.filter(({ day }) => day < today).at(-1);
  if (!before) return 'There is no earlier day to compare with.';
  const { confirmed, suspected } = summary.exposure;
  const changes = [
    change(
      confirmed.messageMailboxes - before.confirmed.mailboxes,
      'mailbox confirmed',
      'mailboxes confirmed',
    ),
    change(confirmed.messages - before.confirmed.messages, 'message confirmed', 'messages confirmed'),
    change(
      suspected.messageMailboxes - before.suspected.mailboxes,
      'mailbox suspected',
      'mailboxes suspected',
    ),
    change(suspected.messages - before.suspected.messages, 'message suspected', 'messages suspected'),
    change(summary.findings.top.total - before.findings, 'finding', 'findings'),
  ].filter((words) => words !== '');
  return `${since(before.day, today)}: ${changes.length > 0 ? changes.join(', ') : 'nothing has changed'}.`;
}

function since(day: string, today: string): string {
  const yesterday = new Date(Date.parse(today) - DAY_MS);
  const isYesterday = !Number.isNaN(yesterday.getTime()) && yesterday.toISOString().startsWith(day);
  return isYesterday ? 'Since yesterday' : `Since ${dayLabel(day)}`;
}

function change(difference: number, one: string, many: string): string {
  if (difference === 0) return '';
  const words = plural(Math.abs(difference), one, many);
  return difference > 0 ? `${words} more` : `${words} fewer`;
}

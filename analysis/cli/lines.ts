/** What several parts of the text report say alike. */
import { count } from '../words.ts';

/** A heading and its lines; nothing at all where there is none. */
export function section(title: string, lines: string[], more = 0, rest = 'more'): string[] {
  if (lines.length === 0) return [];
  const end = more > 0 ? [`  and ${more.toLocaleString('en')} ${rest}`] : [];
  return ['', title, ...lines.map((line) => `  ${line}`), ...end];
}

export function blind(stretches: number): string {
  return `${count(stretches, 'stretch', 'stretches')} in which access cannot be excluded`;
}

export function mailboxes(n: number): string {
  return count(n, 'mailbox', 'mailboxes');
}

export function span(from: string | null, to: string | null): string {
  if (from === to) return from ?? 'time unknown';
  return `${from ?? 'before the records'} to ${to ?? 'the end of the records'}`;
}

/** What must be presumed read, what cannot be excluded and what is not shown, each under its own heading. */
import type { ExposureCounts, ExposureScope, MailboxExposure, MessagesSection } from '../sections.ts';
import { count, list } from '../words.ts';
import { blind, mailboxes, section, span } from './lines.ts';

export function exposureLines(
  { scope, mailboxes: page }: MessagesSection,
  counts: Record<'confirmed' | 'suspected', ExposureCounts>,
  shown: number,
): string[] {
  if (scope === 'recorded') {
    return section(
      'Messages on record, by mailbox',
      page.items.slice(0, shown).map((one) => dotted(one.mailbox, ...amounts(one))),
      page.total - Math.min(shown, page.items.length),
    );
  }
  const of = (...verdicts: MailboxExposure['verdict'][]) =>
    page.items.filter(({ verdict }) => verdicts.includes(verdict));
  const presumed = of('entire-mailbox', 'folders', 'messages');
  const open = of('unknown');
  const unshown = of('no-evidence').map(({ mailbox }) => mailbox);
  const unknown = counts[scope].unknownMailboxes;
  return [
    ...section(
      `Must be presumed read (${scope})`,
      presumed.slice(0, shown).map((one) => dotted(one.mailbox, verdict(one), ...amounts(one), when(one))),
      presumed.length - Math.min(shown, presumed.length),
    ),
    ...section(
      'Cannot be excluded: no record of a read in question, but the log is blind for a time',
      open.slice(0, shown).map(({ mailbox, windows }) => dotted(mailbox, blind(windows))),
      unknown - Math.min(shown, open.length),
    ),
    ...notShown(unshown, page.total - presumed.length - unknown, scope),
  ];
}

/** Not in the list above, and not cleared either. */
function notShown(names: string[], all: number, scope: ExposureScope): string[] {
  if (all === 0 || names.length === 0) return [];
  const basis = scope === 'confirmed' ? 'a context marked hostile' : 'the contexts of these findings';
  return section('Not shown', [
    `No access by ${basis} is on record for ${all === 1 ? 'the other mailbox' : `the other ${mailboxes(all)}`}: ${list(names, 5, all)}.`,
  ]);
}

function verdict({ verdict: said, folders, windows }: MailboxExposure): string | null {
  if (said === 'messages') return null;
  if (said === 'folders') return 'these folders';
  if (folders > 0) return 'the entire mailbox, since folders of it were synced';
  return windows > 0
    ? 'the entire mailbox, since the log is blind for a time of that access'
    : 'the entire mailbox';
}

function amounts({ messages, folders, windows }: MailboxExposure): (string | null)[] {
  return [
    `${count(messages, 'message')} on record`,
    folders > 0 ? `${count(folders, 'folder')} synced` : null,
    windows > 0 ? blind(windows) : null,
  ];
}

function when({ firstAccess, lastAccess }: MailboxExposure): string | null {
  return firstAccess === null ? null : span(firstAccess, lastAccess);
}

function dotted(...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}

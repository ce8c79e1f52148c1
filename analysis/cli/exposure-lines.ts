/** What must be presumed read, what cannot be excluded and what is not shown, each under its own heading. */
import type { ExposureCounts, MailboxExposure, MessagesSection } from '../sections.ts';
import { count, list } from '../words.ts';
import { blind, mailboxes, section, span } from './lines.ts';

/**
 * @param ledgers what was read of each scope, the leading one first: once something is confirmed, what the findings
 * suspect stands beside it and not under "not shown"
 */
export function exposureLines(
  ledgers: MessagesSection[],
  counts: Record<'confirmed' | 'suspected', ExposureCounts>,
  shown: number,
): string[] {
  const lines = ledgers.flatMap((ledger) => ledgerLines(ledger, counts, shown));
  return [...lines, ...notShown(ledgers)];
}

function ledgerLines(
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
  const presumed = page.items.filter(isPresumed);
  const open = page.items.filter(({ verdict }) => verdict === 'unknown');
  return [
    ...section(
      `Must be presumed read (${scope})`,
      presumed.slice(0, shown).map((one) => dotted(one.mailbox, verdict(one), ...amounts(one), when(one))),
      presumed.length - Math.min(shown, presumed.length),
    ),
    ...section(
      `Cannot be excluded (${scope}): no record of a read in question, but the log is blind for a time`,
      open.slice(0, shown).map(({ mailbox, windows }) => dotted(mailbox, blind(windows))),
      counts[scope].unknownMailboxes - Math.min(shown, open.length),
    ),
  ];
}

function isPresumed({ verdict }: MailboxExposure): boolean {
  return verdict !== null && ['entire-mailbox', 'folders', 'messages'].includes(verdict);
}

const BASIS = {
  confirmed: 'a context marked hostile',
  suspected: 'the contexts of these findings',
  recorded: '',
} as const;

/** In none of the lists above, and not cleared either. */
function notShown(ledgers: MessagesSection[]): string[] {
  // Worst first: where a page ends before them, nothing can be said of those that it does not hold.
  const whole = ({ mailboxes: { items, total } }: MessagesSection) =>
    items.length === total || items.at(-1)?.verdict === 'no-evidence';
  if (!ledgers.every(whole)) return [];
  const named = new Set(
    ledgers.flatMap(({ mailboxes: page }) =>
      page.items.filter(({ verdict }) => verdict !== 'no-evidence').map(({ mailbox }) => mailbox),
    ),
  );
  const others = new Set(
    ledgers.flatMap(({ mailboxes: page }) =>
      page.items.map(({ mailbox }) => mailbox).filter((mailbox) => !named.has(mailbox)),
    ),
  );
  if (others.size === 0) return [];
  const all = Math.max(...ledgers.map(({ mailboxes: page }) => page.total)) - named.size;
  const basis = ledgers.map(({ scope }) => BASIS[scope]).join(' or by ');
  return section('Not shown', [
    `No access by ${basis} is on record for ${all === 1 ? 'the other mailbox' : `the other ${mailboxes(all)}`}: ${list([...others], 5, all)}.`,
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

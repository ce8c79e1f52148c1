/** The exposure of a scope as the report lists it: every mailbox with all its messages, never all of it in memory. */
import type { ExposedMailbox, ExposedMessage } from '../report.ts';
import type { LedgerMessage, MailboxExposure } from '../sections.ts';
import type { Database } from '../store/database.ts';
import type { Scope } from './ledger.ts';
import {
  foldersByMailbox,
  itemsOf,
  messagesByMailbox,
  pageMailboxes,
  readMessages,
  windowsByMailbox,
} from './read.ts';

/** How many messages, and how many mailboxes, are held at a time. */
const BATCH = 2_000;

/**
 * Mailbox by mailbox; messages come in batches. One at a time on a connection: it makes a temporary table, because few
 * items are in a scope and going through all takes long.
 */
export async function* streamExposure(
  db: Database,
  scope: Scope,
): AsyncGenerator<{ mailbox: Omit<ExposedMailbox, 'messages'>; messages: AsyncGenerator<ExposedMessage[]> }> {
  await db.run(`CREATE OR REPLACE TEMP TABLE exposed_item AS SELECT * FROM ${itemsOf(scope)}`);
  for (let offset = 0; ; offset += BATCH) {
    const page = await pageMailboxes(db, scope, offset, BATCH);
    const windows = await windowsByMailbox(
      db,
      scope,
      page.map(({ mailbox }) => mailbox),
    );
    for (const some of together(page)) {
      const folders = await foldersByMailbox(
        db,
        'exposed_item',
        named(some, (one) => one.folders > 0),
      );
      const few = named(some, (one) => one.messages > 0 && one.messages <= BATCH);
      const messages = await messagesByMailbox(db, 'exposed_item', few);
      for (const { mailbox, verdict, messages: many } of some) {
        yield {
          mailbox: {
            mailbox,
            verdict: verdict ?? 'no-evidence',
            folders: folders.get(mailbox) ?? [],
            windows: windows.get(mailbox) ?? [],
          },
          messages: many > BATCH ? streamMessages(db, mailbox) : atOnce(messages.get(mailbox) ?? []),
        };
      }
    }
    if (page.length < BATCH) break;
  }
  await db.run('DROP TABLE exposed_item');
}

function named(page: readonly MailboxExposure[], wanted: (one: MailboxExposure) => boolean): string[] {
  return page.filter(wanted).map(({ mailbox }) => mailbox);
}

/** As many as are read in one go: a query for each of a thousand mailboxes takes longer than their analysis. */
function* together(page: readonly MailboxExposure[]): Generator<MailboxExposure[]> {
  let some: MailboxExposure[] = [];
  let held = 0;
  for (const one of page) {
    const more = one.messages + one.folders;
    if (some.length > 0 && held + more > BATCH) {
      yield some;
      [some, held] = [[], 0];
    }
    some.push(one);
    held += more;
  }
  if (some.length > 0) yield some;
}

async function* atOnce(messages: readonly LedgerMessage[]): AsyncGenerator<ExposedMessage[]> {
  if (messages.length > 0) yield reported(messages);
}

async function* streamMessages(db: Database, mailbox: string): AsyncGenerator<ExposedMessage[]> {
  for (let offset = 0; ; offset += BATCH) {
    const page = await readMessages(db, 'exposed_item', mailbox, offset, BATCH);
    if (page.length > 0) yield reported(page);
    if (page.length < BATCH) return;
  }
}

function reported(messages: readonly LedgerMessage[]): ExposedMessage[] {
  return messages.map(({ subject, ...exposed }) => exposed);
}

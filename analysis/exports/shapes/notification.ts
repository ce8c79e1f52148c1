import { namesOf } from '../../pulled/message-names.ts';
import { callerName } from '../../reference/app-names.ts';
import type { Database } from '../../store/database.ts';
import { type Cell, writeCsv } from '../csv-file.ts';
import { type PresumedRow, presumedRows } from '../presumed.ts';
import { REVIEW_COLUMNS } from '../review.ts';
import type { Exporting, ExportShape } from '../shape.ts';

/**
 * One row for each mailbox and message that must be presumed read, for whoever decides whom to notify. The last columns
 * are the reviewer's: they come back with `importReview` and stand here again in the next export.
 */
export const shape: ExportShape = {
  kind: 'notification',
  ending: 'csv',
  about:
    'one row for each mailbox and message presumed read, with empty columns for a reviewer. Of mailboxes presumed read entirely it also lists what other records name, so it is longer than the count of messages read; of those first on record later it says that they may have arrived later',
  write: async (exporting, path) => {
    await writeNotification(exporting, path, true);
  },
};

/**
 * @param told with what people and mailboxes said since: reviewers' words, subjects and senders; else as the log alone
 *   has it
 */
export async function writeNotification(exporting: Exporting, path: string, told: boolean): Promise<void> {
  await writeCsv(path, COLUMNS, rows(exporting, told));
}

/** Whether the list says more than the log alone. */
export async function isTold({ notes }: Exporting): Promise<boolean> {
  const { n } = await notes.one<{ n: number }>(
    'SELECT (SELECT count(*) FROM review) + (SELECT count(*) FROM message_name) AS n',
  );
  return n > 0;
}

export const COLUMNS = [
  'mailbox',
  'message_id',
  'folder',
  'first_access',
  'last_access',
  'basis',
  'app',
  'ip',
  'subject',
  'sender',
  ...REVIEW_COLUMNS,
] as const;

const BATCH = 1_000;

async function* rows({ db, notes, onStep, checkpoint }: Exporting, told: boolean): AsyncGenerator<Cell[]> {
  let written = 0;
  let batch: PresumedRow[] = [];
  for await (const row of presumedRows(db)) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    checkpoint();
    yield* await cells(notes, batch, told);
    written += batch.length;
    batch = [];
    onStep(`writing the notification list: ${written.toLocaleString('en')} rows`);
  }
  yield* await cells(notes, batch, told);
}

/** Reviews and names are looked up by the batch: no list need fit in memory. */
async function cells(notes: Database, batch: PresumedRow[], told: boolean): Promise<Cell[][]> {
  const said = told ? await reviewsOf(notes, batch) : new Map<string, Cell[]>();
  const messages = batch.map(({ mailbox, message }) => ({ mailbox, messageId: message }));
  const names = await namesOf(notes, told ? messages : []);
  return batch.map((row) => [
    row.mailbox,
    row.message,
    row.folders.join(' | '),
    row.first,
    row.last,
    row.basis,
    row.callers.map(callerName).join(' | '),
    row.ips.join(' | '),
    names.of(row.mailbox, row.message)?.subject ?? row.subject,
    // MailItemsAccessed names no sender; it comes with the message itself, once that is resolved.
    names.of(row.mailbox, row.message)?.sender ?? null,
    ...(said.get(keyOf(row)) ?? REVIEW_COLUMNS.map(() => null)),
  ]);
}

function keyOf({ mailbox, message }: { mailbox: string; message: string }): string {
  return JSON.stringify([mailbox.toLowerCase(), message.toLowerCase()]);
}

async function reviewsOf(notes: Database, batch: PresumedRow[]): Promise<Map<string, Cell[]>> {
  await notes.run('CREATE OR REPLACE TEMP TABLE wanted (mailbox VARCHAR, message VARCHAR)');
  await notes.append(
    'wanted',
    batch.map(({ mailbox, message }) => [mailbox.toLowerCase(), message.toLowerCase()]),
  );
  const found = await notes.rows<Record<string, string | null> & { mailbox: string; message: string }>(`
    SELECT DISTINCT r.mailbox, r.message, ${REVIEW_COLUMNS.map((name) => `r.${name}`).join(', ')}
    FROM review r JOIN wanted w ON w.mailbox = r.mailbox AND w.message = r.message`);
  return new Map(found.map((row) => [keyOf(row), REVIEW_COLUMNS.map((name) => row[name] ?? null)]));
}

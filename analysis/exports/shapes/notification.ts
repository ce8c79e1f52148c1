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
  about: 'one row for each mailbox and message presumed read, with empty columns for a reviewer',
  write: async (exporting, path) => {
    await writeNotification(exporting, path, await isReviewed(exporting));
  },
};

/** @param reviewed with what reviewers wrote, else with their columns empty */
export async function writeNotification(
  exporting: Exporting,
  path: string,
  reviewed: boolean,
): Promise<void> {
  await writeCsv(path, COLUMNS, rows(exporting, reviewed));
}

export async function isReviewed({ notes }: Exporting): Promise<boolean> {
  const { n } = await notes.one<{ n: number }>('SELECT count(*) AS n FROM review');
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

async function* rows(
  { db, notes, onStep, checkpoint }: Exporting,
  reviewed: boolean,
): AsyncGenerator<Cell[]> {
  let written = 0;
  let batch: PresumedRow[] = [];
  for await (const row of presumedRows(db)) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    checkpoint();
    yield* await cells(notes, batch, reviewed);
    written += batch.length;
    batch = [];
    onStep(`writing the notification list: ${written.toLocaleString('en')} rows`);
  }
  yield* await cells(notes, batch, reviewed);
}

/** Reviews are looked up by the batch: neither list need fit in memory. */
async function cells(notes: Database, batch: PresumedRow[], reviewed: boolean): Promise<Cell[][]> {
  const said = reviewed ? await reviewsOf(notes, batch) : new Map<string, Cell[]>();
  return batch.map((row) => [
    row.mailbox,
    row.message,
    row.folders.join(' | '),
    row.first,
    row.last,
    row.basis,
    row.callers.map(callerName).join(' | '),
    row.ips.join(' | '),
    row.subject,
    // MailItemsAccessed names no sender; it comes with the message itself, once that is resolved.
    null,
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

/** The report's totals, window and series: counted once after ingest, read by every card. */
import type { SeriesDay, Totals, Window } from '../report.ts';
import type { Database } from '../store/database.ts';
import { maybeIsoTime } from '../time.ts';

/** Builds the one-row table `totals` and the table `series`. `totals.inputs` says how many inputs they are of. */
export async function buildTotals(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE totals AS
    SELECT r.records, r.inputs, a.*, i.messages, i.mailbox_messages, i.item_references
    FROM (SELECT count(*) AS records, (SELECT count(*) FROM input) AS inputs FROM record) r
    CROSS JOIN (
      SELECT count(*) AS mail_items_accessed,
        coalesce(sum(CASE WHEN access = 'bind' THEN 1 ELSE 0 END), 0) AS bind,
        coalesce(sum(CASE WHEN access = 'sync' THEN 1 ELSE 0 END), 0) AS sync,
        coalesce(sum(CASE WHEN throttled THEN 1 ELSE 0 END), 0) AS throttled,
        coalesce(sum(CASE WHEN is_service THEN 1 ELSE 0 END), 0) AS service_records,
        count(DISTINCT mailbox) AS mailboxes, min(at_s) AS from_s, max(at_s) AS to_s
      FROM mail_access
    ) a
    CROSS JOIN (
      SELECT count(DISTINCT CASE WHEN named = 1 THEN message END) AS messages, count(*) AS mailbox_messages,
        coalesce(sum(refs), 0) AS item_references
      FROM (
        SELECT m.mailbox, i.message, count(*) AS refs, max(CASE WHEN i.internet_message_id IS NOT NULL THEN 1 ELSE 0 END) AS named
        FROM access_item i JOIN mail_access m ON m.record_no = i.record_no
        WHERE m.access = 'bind' AND i.message IS NOT NULL GROUP BY m.mailbox, i.message
      ) d
    ) i`);
  await db.run(`
    CREATE OR REPLACE TABLE four_properties AS
    SELECT count(*) AS contexts FROM (
      SELECT ip, client, CASE WHEN session_source = 'SessionId' THEN session_id END AS session_id, user_id
      FROM mail_access GROUP BY 1, 2, 3, 4) c`);
  await db.run(`
    CREATE OR REPLACE TABLE series AS
    SELECT CAST(day AS VARCHAR) AS day,
      sum(CASE WHEN access = 'bind' AND NOT is_service THEN 1 ELSE 0 END) AS bind,
      sum(CASE WHEN access = 'sync' AND NOT is_service THEN 1 ELSE 0 END) AS sync,
      sum(CASE WHEN is_service THEN 1 ELSE 0 END) AS service
    FROM mail_access GROUP BY day`);
}

export async function readTotals(db: Database): Promise<{ totals: Totals; window: Window }> {
  const row = await db.one<Record<string, number> & { from_s: number | null; to_s: number | null }>(
    'SELECT t.*, f.contexts FROM totals t CROSS JOIN four_properties f',
  );
  const number = (name: string) => row[name] ?? 0;
  return {
    totals: {
      records: number('records'),
      mailItemsAccessed: number('mail_items_accessed'),
      bind: number('bind'),
      sync: number('sync'),
      throttled: number('throttled'),
      mailboxes: number('mailboxes'),
      contexts: number('contexts'),
      messages: number('messages'),
      mailboxMessages: number('mailbox_messages'),
      itemReferences: number('item_references'),
      serviceRecords: number('service_records'),
    },
    window: { from: maybeIsoTime(row.from_s), to: maybeIsoTime(row.to_s) },
  };
}

export async function readSeries(db: Database): Promise<SeriesDay[]> {
  return await db.rows<SeriesDay>('SELECT day, bind, sync, service FROM series ORDER BY day');
}

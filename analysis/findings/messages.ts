/** The messages and folders that the evidence of a finding names. */
import { namesOf } from '../pulled/message-names.ts';
import type { FindingItem } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { isoTime } from '../time.ts';

interface ItemRow {
  mailbox: string;
  access: 'bind' | 'sync';
  internet_message_id: string | null;
  item_id: string | null;
  subject: string | null;
  folder: string | null;
  other_folder: string | null;
  first_s: number;
  last_s: number;
}

/** A Bind names a message, a Sync a folder. */
function itemsOf(findingId: string): string {
  return `
    SELECT m.mailbox, m.access, min(i.internet_message_id) AS internet_message_id, min(i.item_id) AS item_id,
      max(i.subject) AS subject, min(i.folder) AS folder, max(i.folder) AS other_folder, min(m.at_s) AS first_s, max(m.at_s) AS last_s
    FROM finding_record f JOIN mail_access m ON m.record_no = f.record_no JOIN access_item i ON i.record_no = m.record_no
    WHERE f.finding_id = ${literal(findingId)} AND (m.access = 'sync' OR i.message IS NOT NULL)
    GROUP BY m.mailbox, m.access, CASE WHEN m.access = 'bind' THEN i.message END,
      CASE WHEN m.access = 'sync' THEN coalesce(i.folder_id, i.folder) END`;
}

/** Synced folders first, then messages by first access. */
export async function pageFindingItems(
  db: Database,
  findingId: string,
  offset: number,
  limit: number,
): Promise<FindingItem[]> {
  const rows = await db.rows<ItemRow>(`
    SELECT * FROM (${itemsOf(findingId)}) i
    ORDER BY CASE WHEN access = 'sync' THEN 0 ELSE 1 END, first_s, mailbox, internet_message_id, item_id, folder
    LIMIT ${limit} OFFSET ${offset}`);
  const items = rows.map((row) => ({
    mailbox: row.mailbox,
    messageId: row.access === 'sync' ? null : (row.internet_message_id ?? row.item_id),
    access: row.access,
    subject: row.subject,
    folders: [...new Set([row.folder, row.other_folder])].filter((folder) => folder !== null),
    firstAccess: isoTime(row.first_s),
    lastAccess: isoTime(row.last_s),
  }));
  const names = await namesOf(db, items);
  return items.map((item) => ({
    ...item,
    subject: names.of(item.mailbox, item.messageId)?.subject ?? item.subject,
  }));
}

export async function countFindingItems(
  db: Database,
  findingId: string,
): Promise<{ messages: number; folders: number }> {
  return await db.one<{ messages: number; folders: number }>(`
    SELECT coalesce(sum(CASE WHEN access = 'bind' THEN 1 ELSE 0 END), 0) AS messages,
      coalesce(sum(CASE WHEN access = 'sync' THEN 1 ELSE 0 END), 0) AS folders FROM (${itemsOf(findingId)}) i`);
}

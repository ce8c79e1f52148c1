/** The ledger of what must be presumed accessed, as the report and the cards show it: mailboxes, messages, folders, windows. */
import { groupBy } from '../group-by.ts';
import type { ExposedFolder, ExposureVerdict, ExposureWindow } from '../report.ts';
import type { ExposureScope, LedgerMessage, MailboxExposure } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { isoTime, maybeIsoTime } from '../time.ts';

const VERDICT_ORDER = `CASE verdict WHEN 'entire-mailbox' THEN 0 WHEN 'folders' THEN 1 WHEN 'messages' THEN 2 WHEN 'unknown' THEN 3 ELSE 4 END`;

interface MailboxRow {
  mailbox: string;
  verdict: ExposureVerdict;
  messages: number;
  folders: number;
  windows: number;
  first_s: number | null;
  last_s: number | null;
  sent?: number;
  opened?: number;
}

/** Mailboxes of the ledger, worst first. In scope 'recorded': every mailbox with a Bind, most messages first. */
export async function pageMailboxes(
  db: Database,
  scope: ExposureScope,
  offset: number,
  limit: number,
  mailbox?: string,
): Promise<MailboxExposure[]> {
  const only = mailbox === undefined ? '' : `AND mailbox = ${literal(mailbox.toLowerCase())}`;
  const rows = await db.rows<MailboxRow>(
    scope === 'recorded'
      ? `SELECT mailbox, NULL AS verdict, messages, folders, windows, first_s, last_s FROM (${RECORDED}) r
         WHERE 1 = 1 ${only} ORDER BY messages DESC, mailbox LIMIT ${limit} OFFSET ${offset}`
      : `SELECT * FROM exposed_mailbox WHERE scope = ${literal(scope)} ${only}
         ORDER BY ${VERDICT_ORDER}, messages DESC, mailbox LIMIT ${limit} OFFSET ${offset}`,
  );
  return rows.map((row) => ({
    mailbox: row.mailbox,
    scope,
    verdict: row.verdict,
    messages: row.messages,
    folders: row.folders,
    windows: row.windows,
    firstAccess: maybeIsoTime(row.first_s),
    lastAccess: maybeIsoTime(row.last_s),
    ...(scope === 'recorded' ? {} : { sent: row.sent ?? 0, attachmentsOpened: row.opened ?? 0 }),
  }));
}

const RECORDED = `
  SELECT m.mailbox, count(DISTINCT CASE WHEN m.access = 'bind' THEN i.message END) AS messages,
    count(DISTINCT CASE WHEN m.access = 'sync' THEN coalesce(i.folder_id, i.folder) END) AS folders,
    min(m.at_s) AS first_s, max(m.at_s) AS last_s,
    (SELECT count(*) FROM gap g WHERE g.mailbox = m.mailbox OR g.mailbox IS NULL)
      - (SELECT count(*) FROM gap_elsewhere x WHERE x.mailbox = m.mailbox) AS windows
  FROM mail_access m LEFT JOIN access_item i ON i.record_no = m.record_no GROUP BY m.mailbox`;

/** How many mailboxes the scope names. */
export async function countMailboxes(db: Database, scope: ExposureScope): Promise<number> {
  const { n } = await db.one<{ n: number }>(
    scope === 'recorded'
      ? 'SELECT count(DISTINCT mailbox) AS n FROM mail_access'
      : `SELECT count(*) AS n FROM exposed_mailbox WHERE scope = ${literal(scope)}`,
  );
  return n;
}

/** The items of a scope's accesses, for a FROM. */
export function itemsOf(scope: ExposureScope): string {
  const condition =
    scope === 'recorded'
      ? ''
      : `WHERE m.record_no IN (SELECT record_no FROM exposed_record WHERE scope = ${literal(scope)})`;
  return `(SELECT i.message, i.internet_message_id, i.item_id, i.folder, i.folder_id, i.bytes, i.subject,
    m.mailbox, m.access, m.context_id, m.at_s
    FROM access_item i JOIN mail_access m ON m.record_no = i.record_no ${condition}) i`;
}

interface MessageRow {
  mailbox: string;
  /** too large for a JavaScript number */
  message: string;
  internet_message_id: string | null;
  item_id: string | null;
  folder: string;
  bytes: number | null;
  subject: string | null;
  context_id: string;
  first_s: number;
  last_s: number;
}

function messageRows(items: string, mailboxes: readonly string[], keys = ''): string {
  return `
    SELECT mailbox, CAST(message AS VARCHAR) AS message, min(internet_message_id) AS internet_message_id, min(item_id) AS item_id, folder,
      max(bytes) AS bytes, max(subject) AS subject, context_id, min(at_s) AS first_s, max(at_s) AS last_s
    FROM ${items}
    WHERE access = 'bind' AND message IS NOT NULL AND mailbox IN (${mailboxes.map(literal).join(', ')}) ${keys}
    GROUP BY mailbox, message, folder, context_id ORDER BY mailbox, message, folder, context_id`;
}

/** Distinct messages of a mailbox, by first access. Each with first and last access, size, folders, contexts. */
export async function pageMessages(
  db: Database,
  scope: ExposureScope,
  mailbox: string,
  offset: number,
  limit: number,
): Promise<LedgerMessage[]> {
  return await readMessages(db, itemsOf(scope), mailbox, offset, limit);
}

/** @param items a FROM, as `itemsOf` gives it */
export async function readMessages(
  db: Database,
  items: string,
  mailbox: string,
  offset: number,
  limit: number,
): Promise<LedgerMessage[]> {
  const page = await db.rows<{ message: string }>(`
    SELECT CAST(message AS VARCHAR) AS message, min(at_s) AS first_s FROM ${items}
    WHERE access = 'bind' AND message IS NOT NULL AND mailbox = ${literal(mailbox)}
    GROUP BY message ORDER BY first_s, message LIMIT ${limit} OFFSET ${offset}`);
  if (page.length === 0) return [];
  const keys = `AND message IN (${page.map(({ message }) => message).join(', ')})`;
  const rows = await db.rows<MessageRow>(messageRows(items, [mailbox], keys));
  const byKey = new Map<string, LedgerMessage>();
  for (const { key, message } of foldMessages(rows)) byKey.set(key, message);
  return page.flatMap(({ message }) => byKey.get(message) ?? []);
}

/** All messages of each of these mailboxes, in the same order; for mailboxes known to have few. */
export async function messagesByMailbox(
  db: Database,
  items: string,
  mailboxes: readonly string[],
): Promise<Map<string, LedgerMessage[]>> {
  if (mailboxes.length === 0) return new Map();
  const rows = groupBy(await db.rows<MessageRow>(messageRows(items, mailboxes)), ({ mailbox }) => mailbox);
  const inOrder = (a: { at: string; key: string }, b: { at: string; key: string }) =>
    a.at < b.at || (a.at === b.at && a.key < b.key) ? -1 : 1;
  return new Map(
    [...rows].map(([mailbox, own]) => {
      const folded = [...foldMessages(own)].map((one) => ({ ...one, at: one.message.firstAccess }));
      return [mailbox, folded.sort(inOrder).map(({ message }) => message)];
    }),
  );
}

function* foldMessages(rows: Iterable<MessageRow>): Generator<{ key: string; message: LedgerMessage }> {
  let current: { key: string; rows: MessageRow[] } | null = null;
  for (const row of rows) {
    if (current !== null && current.key !== row.message) {
      yield { key: current.key, message: foldedMessage(current.rows) };
      current = null;
    }
    current ??= { key: row.message, rows: [] };
    current.rows.push(row);
  }
  if (current !== null) yield { key: current.key, message: foldedMessage(current.rows) };
}

function foldedMessage(rows: MessageRow[]): LedgerMessage {
  const sizes = rows.flatMap(({ bytes }) => bytes ?? []);
  return {
    internetMessageId: rows.find((row) => row.internet_message_id !== null)?.internet_message_id ?? null,
    itemId: rows.find((row) => row.item_id !== null)?.item_id ?? null,
    folders: [...new Set(rows.map(({ folder }) => folder))].sort(),
    sizeInBytes: sizes.length === 0 ? null : Math.max(...sizes),
    firstAccess: isoTime(Math.min(...rows.map(({ first_s }) => first_s))),
    lastAccess: isoTime(Math.max(...rows.map(({ last_s }) => last_s))),
    contexts: [...new Set(rows.map(({ context_id }) => context_id))].sort(),
    subject: rows.find((row) => row.subject !== null)?.subject ?? null,
  };
}

/** Synced folders of a mailbox in a scope: proof, not limit. */
export async function foldersOf(
  db: Database,
  scope: ExposureScope,
  mailbox: string,
): Promise<ExposedFolder[]> {
  return (await foldersByMailbox(db, itemsOf(scope), [mailbox])).get(mailbox) ?? [];
}

interface FolderRow {
  mailbox: string;
  folder: string;
  folder_id: string | null;
  context_id: string;
  first_s: number;
  last_s: number;
}

/** The same of many; mailboxes without any are not in it. */
export async function foldersByMailbox(
  db: Database,
  items: string,
  mailboxes: readonly string[],
): Promise<Map<string, ExposedFolder[]>> {
  if (mailboxes.length === 0) return new Map();
  const rows = await db.rows<FolderRow>(`
    SELECT mailbox, folder, folder_id, context_id, min(at_s) AS first_s, max(at_s) AS last_s FROM ${items}
    WHERE access = 'sync' AND mailbox IN (${mailboxes.map(literal).join(', ')})
    GROUP BY mailbox, folder, folder_id, context_id ORDER BY mailbox, folder, folder_id, context_id`);
  return new Map(
    [...groupBy(rows, ({ mailbox }) => mailbox)].map(([name, own]) => [name, foldedFolders(own)]),
  );
}

function foldedFolders(rows: readonly FolderRow[]): ExposedFolder[] {
  const folders = new Map<string, ExposedFolder>();
  for (const row of rows) {
    const key = row.folder_id ?? row.folder;
    const first = isoTime(row.first_s);
    const last = isoTime(row.last_s);
    const known = folders.get(key);
    if (known === undefined) {
      folders.set(key, {
        folder: row.folder,
        folderId: row.folder_id,
        firstSync: first,
        lastSync: last,
        contexts: [row.context_id],
      });
      continue;
    }
    if (first < known.firstSync) known.firstSync = first;
    if (last > known.lastSync) known.lastSync = last;
    if (!known.contexts.includes(row.context_id)) known.contexts.push(row.context_id);
  }
  return [...folders.values()].sort((a, b) => (a.firstSync < b.firstSync ? -1 : 1));
}

/**
 * Stretches in which access to the mailbox cannot be excluded; in a scope, by whoever is exposed (`exposed_window`).
 */
export async function windowsOf(
  db: Database,
  scope: ExposureScope,
  mailbox: string,
): Promise<ExposureWindow[]> {
  return (await windowsByMailbox(db, scope, [mailbox])).get(mailbox) ?? [];
}

const RECORDED_WINDOWS = `
  SELECT m.mailbox, g.gap_id FROM (SELECT DISTINCT mailbox FROM mail_access) m
  JOIN gap g ON g.mailbox = m.mailbox OR g.mailbox IS NULL
  LEFT JOIN gap_elsewhere x ON x.gap_id = g.gap_id AND x.mailbox = m.mailbox WHERE x.gap_id IS NULL`;

/** The same of many: a gap of the whole organization is a window of each of them. */
export async function windowsByMailbox(
  db: Database,
  scope: ExposureScope,
  mailboxes: string[],
): Promise<Map<string, ExposureWindow[]>> {
  if (mailboxes.length === 0) return new Map();
  const named = mailboxes.map(literal).join(', ');
  const rows = await db.rows<{
    mailbox: string;
    gap_id: string;
    from_s: number | null;
    to_s: number | null;
  }>(`
    SELECT w.mailbox, g.gap_id, g.from_s, g.to_s FROM gap g JOIN (${
      scope === 'recorded'
        ? RECORDED_WINDOWS
        : `SELECT mailbox, gap_id FROM exposed_window WHERE scope = ${literal(scope)}`
    }) w ON w.gap_id = g.gap_id
    WHERE w.mailbox IN (${named}) ORDER BY g.from_s, g.gap_id`);
  const windows = new Map<string, ExposureWindow[]>(mailboxes.map((mailbox) => [mailbox, []]));
  for (const { mailbox, gap_id, from_s, to_s } of rows) {
    windows.get(mailbox)?.push({ from: maybeIsoTime(from_s), to: maybeIsoTime(to_s), gapId: gap_id });
  }
  return windows;
}

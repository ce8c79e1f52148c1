/**
 * Who can have read given messages: the Binds that name them, the Syncs that may have carried them, and the gaps in
 * which either would have left no record. A Sync names folders, never messages (audit-records.md), and the time of
 * delivery is not in the log: so what is told is what is on record, never that nobody read a message.
 */
import { contextsById } from '../contexts/contexts.ts';
import { groupBy } from '../group-by.ts';
import { messageKey } from '../message-key.ts';
import { namesOf } from '../pulled/message-names.ts';
import type { Context, Gap, GapKind } from '../report.ts';
import type { WhoReadCopy, WhoReadSection } from '../sections.ts';
import { type Database, literal, values } from '../store/database.ts';
import { isoTime, maybeIsoTime } from '../time.ts';
import { elsewhere } from '../trust/gaps.ts';

export interface WhoReadQuery {
  /** internet message ids, with or without angle brackets, or item ids */
  ids: readonly string[];
  /** for copies that no record names, too */
  mailbox: string | null;
  /** epoch seconds of the delivery, where it is known; null = since the records begin */
  since: number | null;
}

/** What a card of one copy has room for. */
const MOST_CONTEXTS = 4;
const MOST_GAPS = 3;
const MOST_FOLDERS = 6;

interface Copy {
  /** as it is compared */
  id: string;
  /** as the log has it, with its capitals and brackets; as it was asked for where no record names it */
  shown: string;
  mailbox: string | null;
  binds: number;
  first_s: number | null;
  last_s: number | null;
}

interface FolderRow {
  id: string;
  mailbox: string;
  folder: string;
}

interface NamedRow {
  id: string;
  written: string;
  mailbox: string;
  context_id: string;
  binds: number;
  /** of them, marked hostile */
  hostile: number;
  first_s: number;
  last_s: number;
}

/** One row for each message and mailbox that a Bind names together; then the messages that none names. */
export async function readWhoRead(
  db: Database,
  query: WhoReadQuery,
  offset: number,
  limit: number,
): Promise<Omit<WhoReadSection, 'case'>> {
  const typed = new Map<string, string>();
  for (const id of query.ids) if (!typed.has(messageKey(id))) typed.set(messageKey(id), withoutBrackets(id));
  typed.delete('');
  const keys = [...typed.keys()];
  if (keys.length === 0) return { asked: 0, named: 0, since: null, copies: { items: [], total: 0, offset } };
  const named = await db.rows<NamedRow>(`
    SELECT id, min(written) AS written, mailbox, context_id, count(DISTINCT record_no) AS binds,
      count(DISTINCT CASE WHEN hostile THEN record_no END) AS hostile, min(at_s) AS first_s, max(at_s) AS last_s
    FROM (${bindsOf(keys)}) b GROUP BY id, mailbox, context_id`);
  const copies = copiesOf(typed, named);
  const shown = copies.slice(offset, offset + limit);
  const folders = await foldersOf(db, shown);
  const names = await namesOf(
    db,
    shown.map(({ id, mailbox }) => ({ mailbox: mailbox ?? '', messageId: id })),
  );
  const items: WhoReadCopy[] = [];
  for (const copy of shown) {
    const told = await tell(db, copy, named, folders, query);
    const called = told.mailbox === null ? undefined : names.of(told.mailbox, copy.id);
    items.push(called === undefined ? told : { ...told, called });
  }
  return {
    asked: keys.length,
    named: new Set(named.map(({ id }) => id)).size,
    since: maybeIsoTime(query.since),
    copies: { items, total: copies.length, offset },
  };
}

/**
 * Not into a table: cards are drawn side by side on one connection. Two joins put together, since a join by either
 * of two ids would compare every item with every id.
 */
function bindsOf(keys: readonly string[]): string {
  const by = (key: string, written: string) => `
    SELECT a.id, ${written} AS written, m.mailbox, m.record_no, m.at_s, m.context_id, i.folder,
      m.record_no IN (SELECT record_no FROM exposed_record WHERE scope = 'confirmed') AS hostile
    FROM access_item i JOIN (VALUES ${values(keys.map((one) => [one]))}) a(id) ON a.id = ${key}
    JOIN mail_access m ON m.record_no = i.record_no WHERE m.access = 'bind'`;
  const byMessageId = by(
    "replace(replace(lower(i.internet_message_id), '<', ''), '>', '')",
    'i.internet_message_id',
  );
  return `${byMessageId} UNION ${by('lower(i.item_id)', 'i.item_id')}`;
}

/** In the order they were asked for; of one message the mailbox with the most records first. */
function copiesOf(typed: ReadonlyMap<string, string>, named: readonly NamedRow[]): Copy[] {
  return [...typed].flatMap(([id, asTyped]): Copy[] => {
    const mailboxes = [
      ...groupBy(
        named.filter((row) => row.id === id),
        ({ mailbox }) => mailbox,
      ),
    ];
    if (mailboxes.length === 0)
      return [{ id, shown: asTyped, mailbox: null, binds: 0, first_s: null, last_s: null }];
    return mailboxes
      .map(([mailbox, rows]) => ({
        id,
        shown: rows[0]?.written ?? asTyped,
        mailbox,
        binds: rows.reduce((sum, { binds }) => sum + binds, 0),
        first_s: Math.min(...rows.map(({ first_s }) => first_s)),
        last_s: Math.max(...rows.map(({ last_s }) => last_s)),
      }))
      .sort((a, b) => b.binds - a.binds || a.mailbox.localeCompare(b.mailbox));
  });
}

function withoutBrackets(id: string): string {
  return id.trim().replace(/^<+|>+$/g, '');
}

async function tell(
  db: Database,
  copy: Copy,
  named: readonly NamedRow[],
  lain: readonly FolderRow[],
  query: WhoReadQuery,
): Promise<WhoReadCopy> {
  const mailbox = copy.mailbox ?? query.mailbox;
  const readers = named
    .filter((row) => row.id === copy.id && row.mailbox === copy.mailbox)
    .sort((a, b) => b.binds - a.binds || a.context_id.localeCompare(b.context_id))
    .slice(0, MOST_CONTEXTS);
  const folders = lain
    .filter((row) => row.id === copy.id && row.mailbox === copy.mailbox)
    .slice(0, MOST_FOLDERS)
    .map(({ folder }) => folder);
  return {
    id: copy.shown,
    mailbox,
    binds: copy.binds,
    firstBind: maybeIsoTime(copy.first_s),
    lastBind: maybeIsoTime(copy.last_s),
    folders,
    readers: await readersOf(db, readers),
    ...(await syncsOf(db, mailbox, folders, query.since)),
    ...(await gapsOf(db, mailbox, query.since)),
  };
}

async function foldersOf(db: Database, copies: readonly Copy[]): Promise<FolderRow[]> {
  const keys = copies.flatMap(({ id, mailbox }) => (mailbox === null ? [] : [id]));
  if (keys.length === 0) return [];
  return await db.rows<FolderRow>(`
    SELECT DISTINCT id, mailbox, folder FROM (${bindsOf([...new Set(keys)])}) b WHERE folder IS NOT NULL
    ORDER BY id, mailbox, folder`);
}

async function readersOf(db: Database, readers: readonly NamedRow[]): Promise<WhoReadCopy['readers']> {
  const contexts = await inOrder(
    db,
    readers.map(({ context_id }) => context_id),
  );
  return contexts.map((context) => {
    const hostile = readers.find(({ context_id }) => context_id === context.id)?.hostile ?? 0;
    return context.verdict === 'hostile' ? { ...context, hostileReads: hostile } : context;
  });
}

/** Contexts in the order of their ids. */
async function inOrder(db: Database, ids: string[]): Promise<Context[]> {
  const found = await contextsById(db, ids);
  return found.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

async function syncsOf(db: Database, mailbox: string | null, folders: string[], since: number | null) {
  const syncs = `
    SELECT record_no, context_id, at_s, mailbox FROM mail_access
    WHERE access = 'sync' ${mailbox === null ? '' : `AND mailbox = ${literal(mailbox)}`}
      ${since === null ? '' : `AND at_s >= ${since}`}`;
  const sameFolder =
    folders.length === 0
      ? '0'
      : `(SELECT count(DISTINCT s.record_no) FROM (${syncs}) s JOIN access_item i ON i.record_no = s.record_no
          WHERE i.folder IN (${folders.map(literal).join(', ')}))`;
  const row = await db.one<{
    n: number;
    same: number;
    mailboxes: number;
    first_s: number | null;
    last_s: number | null;
  }>(`
    SELECT count(*) AS n, ${sameFolder} AS same, count(DISTINCT mailbox) AS mailboxes, min(at_s) AS first_s, max(at_s) AS last_s
    FROM (${syncs}) s`);
  return {
    syncs: row.n,
    syncsOfFolder: row.same,
    syncMailboxes: row.mailboxes,
    firstSync: maybeIsoTime(row.first_s),
    lastSync: maybeIsoTime(row.last_s),
    syncers: mailbox === null ? [] : await syncersOf(db, syncs),
  };
}

async function syncersOf(db: Database, syncs: string): Promise<Context[]> {
  const rows = await db.rows<{ context_id: string }>(`
    SELECT context_id FROM (${syncs}) s GROUP BY context_id ORDER BY count(*) DESC, context_id LIMIT ${MOST_CONTEXTS}`);
  return await inOrder(
    db,
    rows.map(({ context_id }) => context_id),
  );
}

async function gapsOf(db: Database, mailbox: string | null, since: number | null) {
  const where = `WHERE (g.mailbox IS NULL OR ${mailbox === null ? '1 = 1' : `g.mailbox = ${literal(mailbox)}`})
    ${mailbox === null ? '' : `AND NOT ${elsewhere(literal(mailbox))}`}
    ${since === null ? '' : `AND (g.to_s IS NULL OR g.to_s >= ${since})`}`;
  const { n } = await db.one<{ n: number }>(`SELECT count(*) AS n FROM gap g ${where}`);
  const rows = await db.rows<{
    kind: GapKind;
    certainty: Gap['certainty'];
    from_s: number | null;
    to_s: number | null;
  }>(`
    SELECT kind, certainty, from_s, to_s FROM gap g ${where}
    ORDER BY CASE WHEN g.mailbox IS NULL THEN 1 ELSE 0 END, CASE certainty WHEN 'proven' THEN 0 ELSE 1 END, from_s, gap_id LIMIT ${MOST_GAPS}`);
  return {
    gaps: n,
    topGaps: rows.map(({ kind, certainty, from_s, to_s }) => ({
      kind,
      certainty,
      from: from_s === null ? null : isoTime(from_s),
      to: to_s === null ? null : isoTime(to_s),
    })),
  };
}

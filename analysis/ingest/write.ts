/** Writes the chosen rows into the tables of the case. */
import { APPS } from '../reference/apps.ts';
import { type Database, literal } from '../store/database.ts';
import { FOLDERS_OF_TEXT, ITEM_OF_TEXT, isNamed, text } from './audit-data.ts';
import { fillChanges } from './changes/index.ts';
import { contextId } from './context-id.ts';
import { type KeptJson, STAGED_VIEW } from './flat.ts';
import { findRenamed, learnMailboxes, renameRecords } from './renamed.ts';

const RESOURCES = appsOfKind('resource');
const SERVICES = appsOfKind('service');

/** ClientAppId, AppAccessContext.ClientAppId, [AppId=] of the client string, AppId unless it is a resource. */
const CALLER = `coalesce(f.client_app_id, f.context_app_id, c.app_id, CASE WHEN f.app_id NOT IN (${RESOURCES}) THEN f.app_id END)`;

/**
 * All three together: a service's string, a checked caller or none, a Microsoft address or none. Without a caller the
 * address must be one of Exchange's or Entra's own: anybody can rent a machine in Microsoft's network.
 */
const IS_SERVICE = `is_system
  AND (ip IS NULL OR is_front_end OR (network_kind = 'microsoft' AND caller IS NOT NULL))
  AND (caller IS NULL OR caller IN (${SERVICES}))`;

const MAILBOX = 'coalesce(f.mailbox_upn, m.upn, f.mailbox_guid)';
const SESSION = 'coalesce(f.named_session, f.other_session)';

export interface Keeping {
  /** whole: it is kept beside what was read of it */
  json: KeptJson;
  /** a transaction is open */
  inTransaction: boolean;
}

/**
 * Inserts the rows of the stage but those in `left_out`: records that are new, and those of which a fuller version came
 * (the version held so far is taken out first). A record's number in the case is its row's, counted on from the last batch.
 */
export async function writeRecords(db: Database, inputNo: number, keeping: Keeping): Promise<void> {
  const { base } = await db.one<{ base: number }>('SELECT coalesce(max(record_no), 0) AS base FROM record');
  await learnMailboxes(db);
  await removeHeld(db);
  await leaveOut(db);
  await db.run('DROP TABLE contested; DROP TABLE left_out');
  const { rows, accesses } = await db.one<{ rows: number; accesses: number }>(
    'SELECT count(*) AS rows, count(CASE WHEN is_access THEN 1 END) AS accesses FROM staged',
  );
  await db.run(`CREATE OR REPLACE TEMP TABLE known_mailbox AS ${KNOWN_MAILBOXES}`);
  await db.inAnyOrder(async () => {
    // Of a small file, planning what writes nothing takes longer than reading it.
    if (accesses > 0) await insertItems(db, base);
    if (!keeping.inTransaction) await freeItems(db);
    if (rows > accesses) await insertOthers(db, inputNo, base, keeping.json === 'whole');
    if (accesses > 0) await insertAccesses(db, inputNo, base);
  });
  // Without one it is used again at once, and nothing more comes on top.
  if (keeping.inTransaction) await db.giveBackMemory(rows);
  const anyRenamed = await findRenamed(db);
  await fillChanges(db, base, keeping.json === 'picked');
  if (anyRenamed) await renameRecords(db);
  await db.run('DROP TABLE known_mailbox');
}

/**
 * Takes rows that are not to be written out of the stage. They are few, and mostly none: deleting them is
 * cheap, while joining every wide row with the chosen ones is not.
 */
async function leaveOut(db: Database): Promise<void> {
  const { rows } = await db.one<{ rows: number }>('SELECT count(*) AS rows FROM left_out');
  if (rows > 0) await db.run('DELETE FROM stage WHERE ordinal IN (SELECT ordinal FROM left_out)');
}

async function removeHeld(db: Database): Promise<void> {
  const replaced = 'SELECT held_no FROM contested WHERE is_fuller';
  const { rows } = await db.one<{ rows: number }>(`SELECT count(*) AS rows FROM (${replaced})`);
  if (rows === 0) return;
  for (const table of ['access_item', 'mail_access', 'change', 'sign_in', 'other_record', 'renamed_record']) {
    await db.run(`DELETE FROM ${table} WHERE record_no IN (${replaced})`);
  }
}

/** Records without MailboxOwnerUPN name their mailbox by guid; other records of the file may know whose it is. */
const KNOWN_MAILBOXES = `
  SELECT mailbox_guid AS guid, min(mailbox_upn) AS upn FROM staged
  WHERE mailbox_upn IS NOT NULL AND mailbox_guid IN
    (SELECT mailbox_guid FROM staged WHERE mailbox_upn IS NULL AND mailbox_guid IS NOT NULL)
  GROUP BY mailbox_guid`;

async function insertOthers(db: Database, inputNo: number, base: number, keepJson: boolean): Promise<void> {
  await db.run(`
    INSERT INTO other_record
    SELECT f.ordinal + ${base}, f.record_id, f.time_utc, CAST(floor(epoch(f.time_utc)) AS BIGINT), f.operation, f.record_type,
      f.user_id, f.user_type, f.organization_id, f.workload, f.result_status, ${MAILBOX}, d.ip, f.client_raw, ${SESSION},
      coalesce(f.client_app_id, f.app_id, f.application_id), f.object_id, ${inputNo}, f.ordinal, f.fullness, f.content,
      ${keepJson ? 'f.raw' : 'NULL'}
    FROM staged f
    LEFT JOIN address d ON d.raw = f.address_raw
    LEFT JOIN known_mailbox m ON m.guid = f.mailbox_guid
    WHERE NOT f.is_access`);
}

async function insertAccesses(db: Database, inputNo: number, base: number): Promise<void> {
  await db.run(`
    INSERT INTO mail_access
    SELECT record_no, record_id, time_utc, CAST(floor(epoch(time_utc)) AS BIGINT), CAST(time_utc AS DATE),
      CAST(hour(time_utc) AS INTEGER), organization_id, mailbox, user_id, user_type, logon_kind = 'owner', logon_kind,
      access, throttled, ip, network, country, asn, network_kind, client,
      CASE WHEN is_service THEN 'service' WHEN protocol = 'service' THEN 'rest' ELSE coalesce(protocol, 'other') END,
      coalesce(family, 'other'), is_service, session_id, session_source, token_id, device_id,
      app_id, client_app_id, caller, item_count,
      ${contextId('mailbox', 'named_session')},
      record_type, ${inputNo}, ordinal, fullness, content
    FROM (SELECT *, ${IS_SERVICE} AS is_service FROM (
      SELECT f.ordinal + ${base} AS record_no, f.ordinal, f.record_id, f.record_type, f.fullness, f.content, f.time_utc, f.organization_id,
        coalesce(${MAILBOX}, f.user_id) AS mailbox, f.user_id, f.user_type, f.logon_kind, f.access, f.throttled,
        d.ip, d.network, d.country, d.asn, d.network_kind, f.client_raw AS client, c.protocol, c.family,
        coalesce(c.is_system, false) AS is_system, d.is_front_end, f.named_session, ${SESSION} AS session_id,
        CASE WHEN f.named_session IS NOT NULL THEN 'SessionId' WHEN f.has_aad_session THEN 'AADSessionId'
          WHEN f.other_session IS NOT NULL THEN 'DeviceProperties' END AS session_source,
        f.token_id, f.device_id, f.app_id, f.client_app_id, ${CALLER} AS caller, f.item_count
      FROM staged f
      LEFT JOIN address d ON d.raw = f.address_raw
      LEFT JOIN client_string c ON c.raw = f.client_raw
      LEFT JOIN known_mailbox m ON m.guid = f.mailbox_guid
      WHERE f.is_access
    ) a) s`);
}

/**
 * A message is told by its InternetMessageId (brackets and case do not matter), else by its item id. Half an MD5 tells
 * a few million of them apart, and stays the same in every version of DuckDB; md5_number_lower is the same, but by way of
 * a text of noughts and ones.
 */
const MESSAGE = `CAST(md5_number(CASE WHEN internet_message_id LIKE '<%>' THEN lower(internet_message_id)
  WHEN internet_message_id <> '' THEN '<' || lower(trim(internet_message_id, '<> ')) || '>'
  ELSE coalesce(immutable_id, item_id) END) >> 64 AS UBIGINT)`;

/** First of folders that need no more ids, which are nearly all; then of the others, and what records carry beside Folders. */
async function insertItems(db: Database, base: number): Promise<void> {
  const id = text('internet_message_id');
  await db.run(`
    INSERT INTO access_item
    SELECT ordinal + ${base}, ${MESSAGE}, ${id}, ${text('item_id')}, folder, NULL, bytes, ${text('subject')}, NULL
    FROM (${ITEMS}) i WHERE internet_message_id IS NOT NULL OR item_id IS NOT NULL`);
  // Only an immutable item id can be asked by later: it is kept where there is no InternetMessageId to ask by.
  await db.run(`
    INSERT INTO access_item
    SELECT ordinal + ${base}, ${MESSAGE}, ${id}, coalesce(${text('item_id')}, ${text('immutable_id')}), folder, folder_id, bytes,
      ${text('subject')}, CASE WHEN ${id} IS NULL THEN ${text('immutable_id')} END
    FROM (${ITEMS_WITH_IDS} UNION ALL ${LONE_ITEMS}) i
    WHERE folder_only OR internet_message_id IS NOT NULL OR item_id IS NOT NULL OR immutable_id IS NOT NULL`);
}

// Path and id are taken out before the items are unnested: the folder itself would be copied beside every item.
const ITEMS = `
  SELECT ordinal, folder, item.InternetMessageId AS internet_message_id, item.Id AS item_id, NULL AS immutable_id,
    item.SizeInBytes AS bytes, item.Subject AS subject
  FROM (
    SELECT ordinal, ${text('folder.Path')} AS folder, unnest(folder.FolderItems) AS item FROM (
      SELECT ordinal, unnest(folders) AS folder FROM staged WHERE is_access AND folders_with_ids IS NULL
    ) f
  ) i`;

/** Of a Sync that names no item, the folder. */
const ITEMS_WITH_IDS = `
  SELECT ordinal, folder_only, folder, folder_id, item.InternetMessageId AS internet_message_id, item.Id AS item_id,
    item.ImmutableId AS immutable_id, item.SizeInBytes AS bytes, item.Subject AS subject
  FROM (
    SELECT ordinal, folder_only, ${folderName('folder.Path', 'NULL')} AS folder,
      CASE WHEN access <> 'bind' OR NOT ${isNamed('folder.Path')} THEN folder.Id END AS folder_id,
      unnest(CASE WHEN folder_only THEN [NULL] ELSE folder.FolderItems END) AS item
    FROM (
      SELECT ordinal, access, item_count = 0 AND access = 'sync' AS folder_only, unnest(${FOLDERS_OF_TEXT}) AS folder
      FROM staged WHERE folders_with_ids IS NOT NULL
    ) f WHERE folder IS NOT NULL
  ) i`;

/** Of a Sync it tells the folder and no message. */
const LONE_ITEMS = `
  SELECT ordinal, access = 'sync', ${folderName('item.ParentFolder.Path', 'item.ParentFolder.Name')}, coalesce(item.ParentFolder.Id, item.Id),
    ${'InternetMessageId Id ImmutableId SizeInBytes Subject'
      .split(' ')
      .map((field) => `CASE WHEN access = 'bind' THEN item.${field} END`)
      .join(', ')}
  FROM (SELECT ordinal, access, ${ITEM_OF_TEXT} AS item FROM staged WHERE lone_item IS NOT NULL) i`;

/** Items take up a third of the stage. In a transaction nothing would be freed before its end, and DuckDB refuses to after a DELETE. */
async function freeItems(db: Database): Promise<void> {
  await db.run(
    `ALTER TABLE stage DROP COLUMN folders; ALTER TABLE stage DROP COLUMN folders_with_ids; ALTER TABLE stage DROP COLUMN lone_item; ${STAGED_VIEW}`,
  );
}

function folderName(path: string, name: string): string {
  return `coalesce(CASE WHEN ${isNamed(path)} THEN ${text(path)} END, ${name === 'NULL' ? 'NULL' : text(name)}, '(folder without a name)')`;
}

function appsOfKind(kind: string): string {
  return APPS.filter((app) => app.kind === kind)
    .map((app) => literal(app.id))
    .join(', ');
}

/** Writes the chosen rows into the tables of the case. */
import { APPS } from '../reference/apps.ts';
import { RULE_OPERATIONS } from '../reference/operations.ts';
import { type Database, literal } from '../store/database.ts';
import { text } from './audit-data.ts';

const RESOURCES = appsOfKind('resource');
const SERVICES = appsOfKind('service');

/** ClientAppId, AppAccessContext.ClientAppId, [AppId=] of the client string, AppId unless it is a resource. */
const CALLER = `coalesce(f.client_app_id, f.context_app_id, c.app_id, CASE WHEN f.app_id NOT IN (${RESOURCES}) THEN f.app_id END)`;

/** All three together: a service's string, a checked caller or none, a Microsoft address or none. */
const IS_SERVICE = `coalesce(c.is_system, false) AND (${CALLER} IS NULL OR ${CALLER} IN (${SERVICES})) AND (d.ip IS NULL OR d.network_kind = 'microsoft')`;

const MAILBOX = 'coalesce(f.mailbox_upn, m.upn, f.mailbox_guid)';
const SESSION = 'coalesce(f.named_session, f.other_session)';

/**
 * Inserts what `kept` says: records that are new, and those of which a fuller version came (the version held so far
 * is taken out first). A record's number in the case is its row's, counted on from the last batch.
 * @param stage the temp table with the struct, for the items
 */
export async function writeRecords(db: Database, stage: string, inputNo: number): Promise<void> {
  const { base } = await db.one<{ base: number }>('SELECT coalesce(max(record_no), 0) AS base FROM record');
  await removeHeld(db);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE incoming AS
    SELECT ordinal FROM kept WHERE held_no IS NULL OR version > held_version`);
  await db.run(`CREATE OR REPLACE TEMP TABLE known_mailbox AS ${KNOWN_MAILBOXES}`);
  await insertRecords(db, inputNo, base);
  await insertAccesses(db, base);
  await insertItems(db, stage, base);
  await db.run('DROP TABLE incoming; DROP TABLE known_mailbox');
}

async function removeHeld(db: Database): Promise<void> {
  const replaced = 'SELECT held_no FROM kept WHERE held_no IS NOT NULL AND version > held_version';
  const { rows } = await db.one<{ rows: number }>(`SELECT count(*) AS rows FROM (${replaced})`);
  if (rows === 0) return;
  for (const table of ['access_item', 'mail_access', 'record']) {
    await db.run(`DELETE FROM ${table} WHERE record_no IN (${replaced})`);
  }
}

/** Records without MailboxOwnerUPN name their mailbox by guid; other records of the file may know whose it is. */
const KNOWN_MAILBOXES = `
  SELECT mailbox_guid AS guid, min(mailbox_upn) AS upn FROM flat
  WHERE mailbox_upn IS NOT NULL AND mailbox_guid IN
    (SELECT mailbox_guid FROM flat WHERE mailbox_upn IS NULL AND mailbox_guid IS NOT NULL)
  GROUP BY mailbox_guid`;

async function insertRecords(db: Database, inputNo: number, base: number): Promise<void> {
  const operations = RULE_OPERATIONS.map(({ key }) => literal(key)).join(', ');
  await db.run(`
    INSERT INTO record
    SELECT f.ordinal + ${base}, f.record_id, f.time_utc, CAST(floor(epoch(f.time_utc)) AS BIGINT), f.operation, f.record_type,
      f.user_id, f.user_type, f.organization_id, f.workload, f.result_status, ${MAILBOX}, d.ip, f.client_raw, ${SESSION},
      coalesce(f.client_app_id, f.app_id, f.application_id), f.object_id, ${inputNo}, f.ordinal, f.fullness, f.content, NULL
    FROM flat f
    LEFT JOIN address d ON d.raw = f.address_raw
    LEFT JOIN known_mailbox m ON m.guid = f.mailbox_guid
    WHERE f.ordinal IN (SELECT ordinal FROM incoming)`);
  await db.run(`
    UPDATE record SET raw = s.raw FROM stage s
    WHERE s.raw IS NOT NULL AND record.input_no = ${inputNo} AND record.row_no = s.ordinal
      AND lower(rtrim(trim(record.operation), '.')) IN (${operations})`);
}

async function insertAccesses(db: Database, base: number): Promise<void> {
  await db.run(`
    INSERT INTO mail_access
    SELECT record_no, record_id, time_utc, CAST(floor(epoch(time_utc)) AS BIGINT), CAST(time_utc AS DATE),
      CAST(hour(time_utc) AS INTEGER), organization_id, mailbox, user_id, user_type, logon_kind = 'owner', logon_kind,
      access, throttled, ip, network, country, asn, network_kind, client,
      CASE WHEN is_service THEN 'service' WHEN protocol = 'service' THEN 'rest' ELSE coalesce(protocol, 'other') END,
      coalesce(family, 'other'), is_service, session_id, session_source, token_id, device_id,
      app_id, client_app_id, caller, folder_count, item_count, bytes,
      left(md5(CASE WHEN is_service THEN concat_ws('|', 'service', mailbox, coalesce(caller, '')) ELSE
        concat_ws('|', mailbox, coalesce(ip, ''), coalesce(client, ''), coalesce(named_session, ''), user_id,
          coalesce(app_id, ''), coalesce(client_app_id, '')) END), 16)
    FROM (
      SELECT f.ordinal + ${base} AS record_no, f.record_id, f.time_utc, f.organization_id,
        coalesce(${MAILBOX}, f.user_id) AS mailbox, f.user_id, f.user_type, f.logon_kind, f.access, f.throttled,
        d.ip, d.network, d.country, d.asn, d.network_kind, f.client_raw AS client, c.protocol, c.family,
        ${IS_SERVICE} AS is_service, f.named_session, ${SESSION} AS session_id,
        CASE WHEN f.named_session IS NOT NULL THEN 'SessionId' WHEN f.has_aad_session THEN 'AADSessionId'
          WHEN f.other_session IS NOT NULL THEN 'DeviceProperties' END AS session_source,
        f.token_id, f.device_id, f.app_id, f.client_app_id, ${CALLER} AS caller, f.folder_count, f.item_count, f.bytes
      FROM flat f
      LEFT JOIN address d ON d.raw = f.address_raw
      LEFT JOIN client_string c ON c.raw = f.client_raw
      LEFT JOIN known_mailbox m ON m.guid = f.mailbox_guid
      WHERE f.is_access AND f.ordinal IN (SELECT ordinal FROM incoming)
    ) a`);
}

/** A message is told by its InternetMessageId (brackets and case do not matter), else by its item id. */
const MESSAGE_KEY = `coalesce(nullif(lower(trim(item.InternetMessageId, '<> ')), ''), 'item:' || coalesce(item.ImmutableId, item.Id))`;

/** Items of Folders (Bind), then of records that carry one Item beside it (Sync, and single-item Bind). */
async function insertItems(db: Database, stage: string, base: number): Promise<void> {
  const wanted = (condition: string) =>
    `ordinal IN (SELECT ordinal FROM flat WHERE is_access AND ${condition} AND ordinal IN (SELECT ordinal FROM incoming))`;
  await db.run(`
    INSERT INTO access_item
    SELECT record_no, message_key, hash(message_key), internet_message_id, item_id, folder, folder_id, bytes, subject FROM (
      SELECT record_no, ${MESSAGE_KEY} AS message_key, ${text('item.InternetMessageId')} AS internet_message_id,
        coalesce(${text('item.Id')}, ${text('item.ImmutableId')}) AS item_id, ${folderName('folder.Path', 'NULL')} AS folder,
        folder.Id AS folder_id, item.SizeInBytes AS bytes, ${text('item.Subject')} AS subject
      FROM (
        SELECT record_no, folder, unnest(folder.FolderItems) AS item FROM (
          SELECT ordinal + ${base} AS record_no, unnest(a.Folders) AS folder FROM ${stage} WHERE ${wanted('item_count > 0')}
        ) WHERE folder IS NOT NULL
      )
      WHERE item.InternetMessageId IS NOT NULL OR item.Id IS NOT NULL OR item.ImmutableId IS NOT NULL
    ) i`);
  await db.run(`
    INSERT INTO access_item
    SELECT record_no, NULL, NULL, NULL, NULL, ${folderName('folder.Path', 'NULL')}, folder.Id, NULL, NULL
    FROM (SELECT ordinal + ${base} AS record_no, unnest(a.Folders) AS folder FROM ${stage}
      WHERE ${wanted("access = 'sync' AND folder_count > 0 AND item_count = 0")}) s
    WHERE folder IS NOT NULL`);
  await db.run(`
    INSERT INTO access_item
    SELECT record_no, message_key, CASE WHEN message_key IS NOT NULL THEN hash(message_key) END,
      CASE WHEN message_key IS NOT NULL THEN ${text('item.InternetMessageId')} END,
      CASE WHEN message_key IS NOT NULL THEN ${text('item.Id')} END,
      ${folderName('item.ParentFolder.Path', 'item.ParentFolder.Name')}, coalesce(item.ParentFolder.Id, item.Id),
      CASE WHEN message_key IS NOT NULL THEN item.SizeInBytes END, CASE WHEN message_key IS NOT NULL THEN ${text('item.Subject')} END
    FROM (
      SELECT s.ordinal + ${base} AS record_no, s.a.Item AS item, f.access,
        CASE WHEN f.access = 'bind' THEN ${MESSAGE_KEY.replaceAll('item.', 's.a.Item.')} END AS message_key
      FROM ${stage} s JOIN flat f ON f.ordinal = s.ordinal
      WHERE s.a.Item IS NOT NULL AND f.item_count = 0 AND s.${wanted('item_count = 0')}
    ) i
    WHERE access = 'sync' OR message_key IS NOT NULL`);
}

/** Real Sync records say 'Not Available' for the path and keep the folder's name beside it. */
function folderName(path: string, name: string): string {
  return `coalesce(CASE WHEN ${path} <> 'Not Available' THEN ${text(path)} END, ${name === 'NULL' ? 'NULL' : text(name)}, '(folder without a name)')`;
}

function appsOfKind(kind: string): string {
  return APPS.filter((app) => app.kind === kind)
    .map((app) => literal(app.id))
    .join(', ');
}

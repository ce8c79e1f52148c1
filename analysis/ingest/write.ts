/** Writes the chosen rows into the tables of the case. */
import { APPS } from '../reference/apps.ts';
import { RULE_OPERATIONS } from '../reference/operations.ts';
import { type Database, literal } from '../store/database.ts';
import { ACCESS, AUDIT, LOGON_KIND, text } from './audit-data.ts';

const RESOURCES = appsOfKind('resource');
const SERVICES = appsOfKind('service');

/** ClientAppId, AppAccessContext.ClientAppId, [AppId=] of the client string, AppId unless it is a resource. */
const CALLER = `coalesce(${AUDIT.clientAppId}, ${AUDIT.contextAppId}, c.app_id, CASE WHEN ${AUDIT.appId} NOT IN (${RESOURCES}) THEN ${AUDIT.appId} END)`;

/** All three together (issue rule): a service's string, a checked caller or none, a Microsoft address or none. */
const IS_SERVICE = `coalesce(c.is_system, false) AND (${CALLER} IS NULL OR ${CALLER} IN (${SERVICES})) AND (d.ip IS NULL OR d.network_kind = 'microsoft')`;

/**
 * Inserts what `kept` says from `stage`: records that are new, and those of which a fuller version came (the
 * version held so far is taken out first).
 */
export async function writeRecords(db: Database, stage: string, inputNo: number): Promise<void> {
  const { base } = await db.one<{ base: number }>('SELECT coalesce(max(record_no), 0) AS base FROM record');
  await db.run(`
    CREATE OR REPLACE TEMP TABLE incoming AS
    SELECT k.row_no, k.row_no + ${base} AS record_no, k.record_id, r.time_utc,
      CAST(floor(epoch(r.time_utc)) AS BIGINT) AS at_s, r.operation, r.fullness, r.content,
      lower(r.operation) = 'mailitemsaccessed' AS is_access
    FROM kept k JOIN keyed r ON r.row_no = k.row_no
    WHERE k.held_no IS NULL OR k.version > k.held_version`);
  await removeHeld(db);
  await db.run(`CREATE OR REPLACE TEMP TABLE known_mailbox AS ${knownMailboxes(stage)}`);
  await insertRecords(db, stage, inputNo);
  await insertAccesses(db, stage);
  await insertItems(db, stage);
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

/** Records without MailboxOwnerUPN name their mailbox by guid; other records of the case may know whose it is. */
function knownMailboxes(stage: string): string {
  return `SELECT ${AUDIT.mailboxGuid} AS guid, min(${AUDIT.mailboxUpn}) AS upn FROM ${stage}
    WHERE ${AUDIT.mailboxUpn} IS NOT NULL AND ${AUDIT.mailboxGuid} IN
      (SELECT ${AUDIT.mailboxGuid} FROM ${stage} WHERE ${AUDIT.mailboxUpn} IS NULL AND ${AUDIT.mailboxGuid} IS NOT NULL)
    GROUP BY 1`;
}

const MAILBOX = `coalesce(${AUDIT.mailboxUpn}, m.upn, ${AUDIT.mailboxGuid})`;
const SESSION = `coalesce(${AUDIT.sessionId}, ${AUDIT.aadSessionId}, ${AUDIT.deviceSessionId})`;

async function insertRecords(db: Database, stage: string, inputNo: number): Promise<void> {
  const operations = RULE_OPERATIONS.map(({ key }) => literal(key)).join(', ');
  await db.run(`
    INSERT INTO record
    SELECT i.record_no, i.record_id, i.time_utc, i.at_s, i.operation, ${AUDIT.recordType}, ${AUDIT.user},
      try_cast(${AUDIT.userType} AS INTEGER), ${AUDIT.organization}, ${text('a.Workload')}, ${text('a.ResultStatus')},
      ${MAILBOX}, d.ip, ${AUDIT.client}, ${SESSION}, coalesce(${AUDIT.clientAppId}, ${AUDIT.appId}, lower(${text('a.ApplicationId')})),
      ${text('a.ObjectId')}, ${inputNo}, i.row_no, i.fullness, i.content,
      CASE WHEN lower(rtrim(trim(i.operation), '.')) IN (${operations}) THEN s.raw END
    FROM incoming i JOIN ${stage} s ON s.ordinal = i.row_no
    LEFT JOIN address d ON d.raw = ${AUDIT.address}
    LEFT JOIN known_mailbox m ON m.guid = ${AUDIT.mailboxGuid}
    ORDER BY i.record_no`);
}

async function insertAccesses(db: Database, stage: string): Promise<void> {
  await db.run(`
    INSERT INTO mail_access
    SELECT record_no, record_id, time_utc, at_s, CAST(time_utc AS DATE), CAST(hour(time_utc) AS INTEGER),
      organization_id, mailbox, user_id, user_type, logon_type = 'owner', logon_type, access, throttled,
      ip, network, country, asn, network_kind, client,
      CASE WHEN is_service THEN 'service' WHEN protocol = 'service' THEN 'rest' ELSE coalesce(protocol, 'other') END,
      coalesce(family, 'other'), is_service, session_id, session_source, token_id, device_id,
      app_id, client_app_id, caller, folder_count, item_count, bytes,
      left(md5(CASE WHEN is_service THEN concat_ws('|', 'service', mailbox, coalesce(caller, '')) ELSE
        concat_ws('|', mailbox, coalesce(ip, ''), coalesce(client, ''), coalesce(named_session, ''), user_id,
          coalesce(app_id, ''), coalesce(client_app_id, '')) END), 16)
    FROM (
      SELECT i.record_no, i.record_id, i.time_utc, i.at_s, ${AUDIT.organization} AS organization_id,
        coalesce(${MAILBOX}, ${AUDIT.user}) AS mailbox, ${AUDIT.user} AS user_id,
        try_cast(${AUDIT.userType} AS INTEGER) AS user_type, ${LOGON_KIND} AS logon_type, ${ACCESS} AS access,
        ${AUDIT.throttled} AS throttled, d.ip, d.network, d.country, d.asn, d.network_kind,
        ${AUDIT.client} AS client, c.protocol, c.family, ${IS_SERVICE} AS is_service,
        ${AUDIT.sessionId} AS named_session, ${SESSION} AS session_id,
        CASE WHEN ${AUDIT.sessionId} IS NOT NULL THEN 'SessionId' WHEN ${AUDIT.aadSessionId} IS NOT NULL THEN 'AADSessionId'
          WHEN ${AUDIT.deviceSessionId} IS NOT NULL THEN 'DeviceProperties' END AS session_source,
        ${AUDIT.tokenId} AS token_id, ${AUDIT.deviceId} AS device_id, ${AUDIT.appId} AS app_id,
        ${AUDIT.clientAppId} AS client_app_id, ${CALLER} AS caller,
        len(a.Folders) AS folder_count, len(${AUDIT.items}) AS item_count,
        list_sum(list_transform(${AUDIT.items}, x -> x.SizeInBytes)) AS bytes
      FROM incoming i JOIN ${stage} s ON s.ordinal = i.row_no
      LEFT JOIN address d ON d.raw = ${AUDIT.address}
      LEFT JOIN client_string c ON c.raw = ${AUDIT.client}
      LEFT JOIN known_mailbox m ON m.guid = ${AUDIT.mailboxGuid}
      WHERE i.is_access
    )
    ORDER BY record_no`);
}

/** A message is told by its InternetMessageId (brackets and case do not matter), else by its item id. */
const MESSAGE_KEY = `coalesce(nullif(lower(trim(item.InternetMessageId, '<> ')), ''), 'item:' || coalesce(item.ImmutableId, item.Id))`;

async function insertItems(db: Database, stage: string): Promise<void> {
  await db.run(`
    INSERT INTO access_item
    SELECT record_no, ${MESSAGE_KEY}, hash(${MESSAGE_KEY}), ${text('item.InternetMessageId')}, coalesce(${text('item.Id')}, ${text('item.ImmutableId')}),
      ${folderName('folder.Path', 'NULL')}, folder.Id, item.SizeInBytes, ${text('item.Subject')}
    FROM (
      SELECT record_no, folder, unnest(folder.FolderItems) AS item FROM (
        SELECT i.record_no, unnest(a.Folders) AS folder FROM incoming i JOIN ${stage} s ON s.ordinal = i.row_no WHERE i.is_access
      ) WHERE folder IS NOT NULL
    )
    WHERE item.InternetMessageId IS NOT NULL OR item.Id IS NOT NULL OR item.ImmutableId IS NOT NULL`);
  await db.run(`
    INSERT INTO access_item
    SELECT record_no, CASE WHEN access = 'bind' THEN ${MESSAGE_KEY} END, CASE WHEN access = 'bind' THEN hash(${MESSAGE_KEY}) END,
      CASE WHEN access = 'bind' THEN ${text('item.InternetMessageId')} END, CASE WHEN access = 'bind' THEN ${text('item.Id')} END,
      ${folderName('item.ParentFolder.Path', 'item.ParentFolder.Name')}, coalesce(item.ParentFolder.Id, item.Id),
      CASE WHEN access = 'bind' THEN item.SizeInBytes END, CASE WHEN access = 'bind' THEN ${text('item.Subject')} END
    FROM (
      SELECT i.record_no, a.Item AS item, ${ACCESS} AS access
      FROM incoming i JOIN ${stage} s ON s.ordinal = i.row_no
      WHERE i.is_access AND a.Item IS NOT NULL AND coalesce(len(${AUDIT.items}), 0) = 0
    )
    WHERE access = 'sync' OR item.InternetMessageId IS NOT NULL OR item.Id IS NOT NULL`);
  await db.run(`
    INSERT INTO access_item
    SELECT i.record_no, NULL, NULL, NULL, NULL, ${folderName('folder.Path', 'NULL')}, folder.Id, NULL, NULL
    FROM (SELECT ordinal, a, unnest(a.Folders) AS folder FROM ${stage} WHERE len(a.Folders) > 0) s
    JOIN incoming i ON i.row_no = s.ordinal
    WHERE i.is_access AND ${ACCESS} = 'sync' AND folder IS NOT NULL AND coalesce(len(folder.FolderItems), 0) = 0`);
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

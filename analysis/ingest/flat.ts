/** The staged struct as plain columns, worked out once; everything after reads these. */
import { RULE_OPERATIONS } from '../reference/operations.ts';
import { literal } from '../store/database.ts';
import {
  ACCESS,
  AUDIT,
  AUDIT_DATA_FIELDS,
  asText,
  auditData,
  auditDataWithIds,
  foldersWithIds,
  isNamed,
  LOGON_KIND,
  NESTED_CONTENT,
  OTHER_FIELDS,
  text,
} from './audit-data.ts';
import { whatIsRead } from './changes/index.ts';

/** Records before this cannot be: Exchange Online is younger. Later than tomorrow cannot be either. */
const EARLIEST = '2010-01-01';
const LATEST = 'CAST(now() AS TIMESTAMP) + INTERVAL 1 DAY';

/**
 * The JSON of operations that rules may read: whole where a later rule may read it again, else no more than is read now.
 * That of others is found again in the file.
 */
export type KeptJson = 'whole' | 'picked';

/**
 * How versions of a record are told apart: by what they say, whatever their spelling, which also tells the fuller one; or
 * by their text alone, in a tenth of the time. That is enough to know that a file repeats its records word for word.
 */
export type ToldApart = 'by content' | 'by text';

export interface Flattening {
  json: KeptJson;
  toldApart: ToldApart;
}

/**
 * SQL that turns `audit` (the AuditData of a query's rows, as text) into the columns everything after reads; the query's
 * other columns pass through. Done in the pass that reads the file: whole structs of a large file would not fit in
 * memory. Of them only the lists of items stay. The text of
 * MailItemsAccessed records is found again by row (reference/duckdb.md). `reason` is null where a row is usable, else why it is not.
 * Each step names what the next one uses more than once: DuckDB would find out what is the same, but planning that
 * takes longer than reading a small file.
 */
export function flat(query: string, { json, toldApart }: Flattening): string {
  const version = VERSION[toldApart];
  return `
    SELECT * EXCLUDE (${[...DONE_WITH, ...Object.keys(PACKED)].join(', ')}), ${RAW[json]} AS raw,
      {${Object.entries(PACKED)
        .map(([column, sql]) => `${column}: ${sql}`)
        .join(', ')}} AS packed
    FROM (SELECT * EXCLUDE (nested, other_fields), ${REASON} AS reason,
      ${version.fullness} AS fullness, ${version.content} AS content
    FROM (SELECT * EXCLUDE (item_marks, item), CASE WHEN is_access AND folders IS NOT NULL AND (access <> 'bind' OR ${LACKS_IDS}) THEN ${WITH_IDS} END AS folders_with_ids,
      CASE WHEN is_access AND item_count = 0 THEN ${asText('item')} END AS lone_item
    FROM (SELECT * EXCLUDE (logon_type, is_own_sid, mail_access_type), ${LOGON_KIND} AS logon_kind, ${ACCESS} AS access,
      coalesce(list_count(item_marks), 0) AS item_count, lower(operation) = 'mailitemsaccessed' AS is_access
    FROM (
      SELECT * EXCLUDE (${AUDIT_DATA_FIELDS.join(', ')}), a.Folders AS folders, a.Item AS item,
        CASE WHEN unreadable THEN left(raw, 200) END AS head, CASE WHEN unreadable THEN length(raw) END AS head_length,
        CASE WHEN unreadable THEN right(rtrim(raw), 1) = '}' END AS ends_well,
        ${AUDIT.time} AS time_utc, ${AUDIT.operation} AS operation,
        coalesce(${AUDIT.recordId}, CASE WHEN NOT unreadable THEN 'row-' || md5(CAST(to_json(${auditDataWithIds('audit')}) AS VARCHAR) || coalesce(raw, '')) END) AS record_id,
        ${version.otherFields} AS other_fields, coalesce(len(a.OperationProperties), 0) > 0 AS has_properties,
        ${version.nested} AS nested,
        ${AUDIT.recordType} AS record_type, try_cast(${AUDIT.userType} AS INTEGER) AS user_type, ${AUDIT.user} AS user_id,
        ${AUDIT.organization} AS organization_id, ${text('a.Workload')} AS workload, ${text('a.ResultStatus')} AS result_status,
        ${AUDIT.mailboxUpn} AS mailbox_upn, ${AUDIT.mailboxGuid} AS mailbox_guid,
        ${AUDIT.address} AS address_raw, ${AUDIT.client} AS client_raw,
        ${AUDIT.sessionId} AS named_session, coalesce(${AUDIT.aadSessionId}, ${AUDIT.deviceSessionId}) AS other_session,
        ${AUDIT.aadSessionId} IS NOT NULL AS has_aad_session, ${AUDIT.tokenId} AS token_id, ${AUDIT.deviceId} AS device_id,
        ${AUDIT.appId} AS app_id, ${AUDIT.clientAppId} AS client_app_id, ${AUDIT.contextAppId} AS context_app_id,
        lower(${text('a.ApplicationId')}) AS application_id, ${text('a.ObjectId')} AS object_id,
        ${AUDIT.logonType} AS logon_type, a.LogonUserSid = a.MailboxOwnerSid AS is_own_sid,
        ${AUDIT.mailAccessType} AS mail_access_type, ${AUDIT.throttled} AS throttled,
        len(a.Folders) AS folder_count, ${AUDIT.itemMarks} AS item_marks
      FROM (
        SELECT * EXCLUDE (a), a IS NULL AS unreadable, a.*,
          CASE WHEN a.Operation = 'MailItemsAccessed' THEN NULL ELSE audit END AS raw
        FROM (SELECT *, ${auditData('audit')} AS a FROM (${query}) q) b
      ) a
    ) f) g) h) i`;
}

/** Whatever is smaller here is written to disk and read back less: half of a large file's stage does not fit in memory. */
const DONE_WITH = 'audit raw unreadable head_length ends_well has_properties'.split(' ');

const HAS_UNNAMED = `list_contains(list_transform(folders, f -> ${isNamed('f.Path')}), false)`;

/** Whether an item or a folder of `folders` is not told by what is read of all. */
const LACKS_IDS = `list_contains(item_marks, true) OR ${HAS_UNNAMED}`;

/** Of those, old records have items without any other id. */
const WITH_IDS = `CASE WHEN access <> 'bind' OR contains(audit, 'ImmutableId')
  OR ${HAS_UNNAMED} THEN ${foldersWithIds('audit')} END`;

const KEY = `lower(rtrim(trim(operation), '.'))`;

const RAW: Record<KeptJson, string> = {
  whole: `CASE WHEN raw IS NOT NULL AND list_contains([${RULE_OPERATIONS.map(({ key }) => literal(key)).join(', ')}], ${KEY}) THEN raw END`,
  picked: `CASE WHEN raw IS NOT NULL THEN ${whatIsRead(KEY, 'raw')} END`,
};

/**
 * Kept in one struct: DuckDB sets memory aside for each column of a table that it fills in order, and with forty of them
 * and our memory limit one thread would wait for the other. A struct's fields are read one by one all the same.
 */
const PACKED: Record<string, string> = {
  ...Object.fromEntries(
    `head time_utc record_type user_type organization_id mailbox_upn mailbox_guid address_raw client_raw
    named_session has_aad_session token_id device_id app_id client_app_id context_app_id application_id object_id
    logon_kind throttled fullness content`
      .split(/\s+/)
      .map((column) => [column, column]),
  ),
  operation: 'CASE WHEN NOT is_access THEN operation END',
  user_id: 'nullif(user_id, mailbox_upn)',
  workload: 'CASE WHEN NOT is_access THEN workload END',
  result_status: 'CASE WHEN NOT is_access THEN result_status END',
  other_session: 'CASE WHEN named_session IS NULL THEN other_session END',
  folder_count: 'CAST(folder_count AS INTEGER)',
  item_count: 'CAST(item_count AS INTEGER)',
};

/** The staged rows with every column by its own name, whatever the table `stage` packs. */
export const STAGED_VIEW = `
  CREATE OR REPLACE TEMP VIEW staged AS SELECT * EXCLUDE (packed), packed.* REPLACE (coalesce(packed.user_id, packed.mailbox_upn) AS user_id), ${versionOf('packed')} AS version FROM stage`;

/** Of two versions of a record the greater is kept. Where a digest is not known, no other one is reason enough to take its place. */
export function versionOf(row: string): string {
  return `CAST(${row}.fullness AS HUGEINT) * 18446744073709551616 + CAST(coalesce(${row}.content, 18446744073709551615) AS HUGEINT)`;
}

/** How much a version of a record holds: message references first, then filled fields. */
const FULLNESS = `CAST(10 * item_count + ${[
  'named_session',
  'other_session',
  'app_id',
  'client_app_id',
  'context_app_id',
  'client_raw',
  'address_raw',
  'mailbox_upn',
  'mailbox_guid',
  'device_id',
  'token_id',
  'object_id',
]
  .map((column) => `CAST(${column} IS NOT NULL AS INTEGER)`)
  .join(
    ' + ',
  )} + CAST(has_properties AS INTEGER) + CAST(lone_item IS NOT NULL AS INTEGER) + coalesce(list_sum(list_transform(other_fields, e -> length(e.value))), 0) // 100 AS INTEGER)`;

/**
 * A digest of what a version says, the same for every spelling of the same facts (shape, case of ids, blanks, and the
 * order of fields, which the Management API does not fix: hence a sum).
 */
const CONTENT = `hash(row(time_utc, lower(operation), user_id, user_type, address_raw, client_raw, app_id, client_app_id,
  named_session, logon_kind, mailbox_upn, access, throttled, result_status, nested, folders_with_ids, lone_item,
  list_sum(list_transform(other_fields, e -> CAST(hash(e) AS HUGEINT)))))`;

const VERSION: Record<ToldApart, Record<'fullness' | 'content' | 'otherFields' | 'nested', string>> = {
  'by content': { fullness: FULLNESS, content: CONTENT, otherFields: OTHER_FIELDS, nested: NESTED_CONTENT },
  'by text': { fullness: '0', content: 'hash(audit)', otherFields: 'NULL', nested: 'NULL' },
};

/** Digests are comparable where this and DuckDB are the same. */
export const CONTENT_RULE = [
  CONTENT,
  NESTED_CONTENT,
  OTHER_FIELDS,
  AUDIT.itemMarks,
  LACKS_IDS,
  WITH_IDS,
].join('\n');

const REASON = `CASE
  WHEN operation IS NOT NULL AND time_utc >= TIMESTAMP ${literal(EARLIEST)} AND time_utc <= ${LATEST} THEN NULL
  WHEN unreadable AND trim(coalesce(head, '')) = '' THEN 'there is no audit data in this row'
  WHEN unreadable AND NOT ends_well AND left(ltrim(head), 1) = '{' THEN 'the audit data is cut off after ' || head_length || ' characters'
  WHEN unreadable AND left(ltrim(head), 1) <> '{' THEN 'the audit data is no JSON object'
  WHEN unreadable THEN 'the audit data is not readable JSON'
  WHEN operation IS NULL THEN 'the audit data names no Operation'
  WHEN time_utc IS NULL THEN 'the audit data has no readable CreationTime'
  WHEN time_utc < TIMESTAMP ${literal(EARLIEST)} OR time_utc > ${LATEST}
    THEN 'CreationTime ' || strftime(time_utc, '%Y-%m-%d') || ' cannot be' END`;

/**
 * What is read of an AuditData object, and the SQL that turns it into columns. Field names and their variants:
 * reference/audit-records.md 2.0 and 3. Numbers are read as text because re-exports quote them.
 */
const TEXT = 'VARCHAR';

const ITEM = {
  InternetMessageId: TEXT,
  Id: TEXT,
  SizeInBytes: 'BIGINT',
  Subject: TEXT,
};

const ITEM_WITH_IDS = { ...ITEM, ImmutableId: TEXT };

/**
 * A message read is told by its InternetMessageId and item id, and a folder that has a name by that, but where it was
 * synced: the other ids would be a fifth of the case, and are read only where something is missing.
 */
const FOLDERS_WITH_IDS = [{ Id: TEXT, Path: TEXT, FolderItems: [ITEM_WITH_IDS] }];

/** What a Sync carries, and what a record without items in its folders may. */
const LONE_ITEM = { ...ITEM_WITH_IDS, ParentFolder: { Id: TEXT, Name: TEXT, Path: TEXT } };

const AUDIT_DATA = {
  CreationTime: TEXT,
  Id: TEXT,
  Operation: TEXT,
  OrganizationId: TEXT,
  RecordType: TEXT,
  ResultStatus: TEXT,
  UserKey: TEXT,
  UserType: TEXT,
  Workload: TEXT,
  UserId: TEXT,
  ObjectId: TEXT,
  ClientIP: TEXT,
  ClientIPAddress: TEXT,
  ActorIpAddress: TEXT,
  ClientInfoString: TEXT,
  AppId: TEXT,
  ClientAppId: TEXT,
  ApplicationId: TEXT,
  SessionId: TEXT,
  LogonType: TEXT,
  LogonUserSid: TEXT,
  MailboxOwnerSid: TEXT,
  MailboxGuid: TEXT,
  MailboxOwnerUPN: TEXT,
  DeviceId: TEXT,
  OperationCount: TEXT,
  AuditLogIdentity: TEXT,
  OperationProperties: [{ Name: TEXT, Value: TEXT }],
  AppAccessContext: { AADSessionId: TEXT, ClientAppId: TEXT, UniqueTokenId: TEXT },
  DeviceProperties: [{ Name: TEXT, Value: TEXT }],
  Folders: [{ Path: TEXT, FolderItems: [ITEM] }],
  Item: LONE_ITEM,
};

export const AUDIT_DATA_FIELDS = Object.keys(AUDIT_DATA);

/** SQL: the AuditData of a JSON text as a struct; null where it cannot be read. */
export function auditData(json: string): string {
  return transformed(json, AUDIT_DATA);
}

/** SQL: the same with every id it may hold. */
export function auditDataWithIds(json: string): string {
  return transformed(json, { ...AUDIT_DATA, Folders: FOLDERS_WITH_IDS });
}

/**
 * SQL: the folders with all ids, as text; null where there are none. Few records need them, and a list of structs
 * takes up memory for each of its fields even where it is null.
 */
export function foldersWithIds(json: string): string {
  return asText(`struct_extract(${transformed(json, { Folders: FOLDERS_WITH_IDS })}, 'Folders')`);
}

/** SQL: the list or struct again of what `foldersWithIds` gave, or `asText` of the item beside the folders. */
export const FOLDERS_OF_TEXT = transformed('folders_with_ids', FOLDERS_WITH_IDS);
export const ITEM_OF_TEXT = transformed('lone_item', LONE_ITEM);

function transformed(json: string, structure: object): string {
  return `try(json_transform(${json}, '${JSON.stringify(structure)}'))`;
}

/** SQL: a struct or list as JSON text; null where it is. */
export function asText(value: string): string {
  return `nullif(CAST(to_json(${value}) AS VARCHAR), 'null')`;
}

/** The field's text without surrounding blanks; empty is the same as absent. `trim` alone is slow, and seldom needed. */
export function text(field: string): string {
  return `CASE WHEN ${field} >= '!' AND NOT ends_with(${field}, ' ') THEN ${field} ELSE nullif(trim(${field}), '') END`;
}

/** Real Sync records say 'Not Available' for the path of a folder, and keep its name elsewhere. */
export function isNamed(path: string): string {
  return `coalesce(${path} <> 'Not Available' AND ${text(path)} IS NOT NULL, false)`;
}

function lowerText(field: string): string {
  return `lower(${text(field)})`;
}

/**
 * The value of that name in a list of {Name, Value}. Their order varies, so the name always decides; that it is
 * looked for at its usual place first only saves the search.
 */
function named(list: string, name: string, usually: number): string {
  return `CASE WHEN ${list}[${usually}].Name = '${name}' THEN ${list}[${usually}].Value ELSE list_filter(${list}, x -> x.Name = '${name}')[1].Value END`;
}

const DATE_MS = `regexp_extract(a.CreationTime, 'Date\\(([0-9]+)', 1)`;

/** As nearly every record writes it: TIMESTAMPTZ knows zones as well, and takes six times as long. */
const PLAIN_TIME = "a.CreationTime LIKE '____-__-__T__:__:__'";

/**
 * SQL over the fields of the staged struct, as columns of `a`. Enumerations come as numbers in AuditData and as names in `-Formatted` and SIEM
 * exports; both give the same column.
 */
export const AUDIT = {
  time: `CASE WHEN ${PLAIN_TIME} THEN try_cast(a.CreationTime AS TIMESTAMP) WHEN contains(a.CreationTime, 'Date(') THEN try(make_timestamp(CAST(${DATE_MS} AS BIGINT) * 1000)) ELSE CAST(try_cast(a.CreationTime AS TIMESTAMPTZ) AS TIMESTAMP) END`,
  operation: text('a.Operation'),
  /** Redacted and all-zero ids would make one record of many. */
  recordId: `CASE WHEN a.Id LIKE '%REDACTED%' OR a.Id LIKE '00000000-0000-0000-0000-000000000000' THEN NULL ELSE ${lowerText('a.Id')} END`,
  recordType: enumeration('a.RecordType', {
    ExchangeAdmin: 1,
    ExchangeItem: 2,
    ExchangeItemGroup: 3,
    ExchangeAggregatedOperation: 19,
    ExchangeItemAggregated: 50,
  }),
  userType: enumeration('a.UserType', {
    Regular: 0,
    Reserved: 1,
    Admin: 2,
    DcAdmin: 3,
    System: 4,
    Application: 5,
    ServicePrincipal: 6,
    CustomPolicy: 7,
    SystemPolicy: 8,
    PartnerTechnician: 9,
    Guest: 10,
  }),
  logonType: enumeration('a.LogonType', {
    Owner: 0,
    Admin: 1,
    Delegated: 2,
    Delegate: 2,
    Transport: 3,
    SystemService: 4,
    BestAccess: 5,
    DelegatedAdmin: 6,
  }),
  organization: lowerText('a.OrganizationId'),
  user: `coalesce(${lowerText('a.UserId')}, ${lowerText('a.UserKey')}, 'unknown')`,
  mailboxUpn: lowerText('a.MailboxOwnerUPN'),
  mailboxGuid: lowerText('a.MailboxGuid'),
  address: `coalesce(${text('a.ClientIPAddress')}, ${text('a.ClientIP')}, ${text('a.ActorIpAddress')})`,
  client: text('a.ClientInfoString'),
  appId: lowerText('a.AppId'),
  clientAppId: lowerText('a.ClientAppId'),
  contextAppId: lowerText('a.AppAccessContext.ClientAppId'),
  sessionId: lowerText('a.SessionId'),
  aadSessionId: lowerText('a.AppAccessContext.AADSessionId'),
  deviceSessionId: `lower(nullif(trim(${named('a.DeviceProperties', 'SessionId', 5)}), ''))`,
  tokenId: text('a.AppAccessContext.UniqueTokenId'),
  deviceId: lowerText('a.DeviceId'),
  mailAccessType: `lower(${named('a.OperationProperties', 'MailAccessType', 1)})`,
  throttled: `coalesce(lower(${named('a.OperationProperties', 'IsThrottled', 2)}) = 'true', false)`,
  /** of every item in its folders, whether it is not told by what is read of all; null of a hole (`FolderItems: [null]`) */
  itemMarks: `flatten(list_transform(a.Folders, f -> list_transform(f.FolderItems, i ->
    CASE WHEN i IS NOT NULL THEN ${text('i.InternetMessageId')} IS NULL OR ${text('i.Id')} IS NULL END)))`,
};

/**
 * What the report's `logonType` says for a record (tired-labs TRR0019 by way of reference/peers.md E6), over the
 * columns worked out of AUDIT.
 */
export const LOGON_KIND = `CASE logon_type
  WHEN '0' THEN 'owner' WHEN '1' THEN 'admin' WHEN '6' THEN 'admin' WHEN '2' THEN 'delegate'
  WHEN '3' THEN 'other' WHEN '4' THEN 'other' WHEN '5' THEN 'other'
  ELSE CASE WHEN is_own_sid OR user_id = mailbox_upn THEN 'owner' ELSE 'other' END END`;

/**
 * bind or sync, by MailAccessType and never by client. Where a re-export lost it, by shape: real Sync records are
 * RecordType 2 with an Item and no Folders.
 */
export const ACCESS = `CASE WHEN mail_access_type IN ('bind', 'sync') THEN mail_access_type
  WHEN folder_count > 0 THEN 'bind' WHEN record_type = '2' THEN 'sync' ELSE 'bind' END`;

/**
 * The fields of another operation, whatever notes of type Graph puts between them. CreationTime is left out: it has
 * two spellings, and a column of its own.
 */
export const OTHER_FIELDS = `list_filter(map_entries(try(json_transform(raw, '"MAP(VARCHAR, JSON)"'))),
  e -> NOT contains(e.key, '@odata.') AND e.key <> 'CreationTime')`;

/** What CONTENT covers beside the plain columns: lists and objects. */
export const NESTED_CONTENT = `hash(row(a.AppAccessContext, a.Folders, ${text('a.OperationCount')}))`;

function enumeration(field: string, names: Record<string, number>): string {
  const numbers = Object.entries(names).map(([name, value]) => `'${name.toLowerCase()}': '${value}'`);
  return `CASE WHEN length(${field}) BETWEEN 1 AND 2 THEN ${field}
    ELSE coalesce(MAP {${numbers.join(', ')}}[lower(trim(${field}))], ${text(field)}) END`;
}

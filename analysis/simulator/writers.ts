/**
 * The export shapes of audit-records.md section 2, written as the real tools write them. Each takes records and gives
 * text in pieces, so that a file of any size can be streamed.
 */
import { type AuditRecord, RECORD_TYPES } from './record.ts';

export type Records = Iterable<AuditRecord>;

/** AuditData as text: the service escapes slashes, and line ends of Sync records as \u000d\u000a. */
export function auditJson(record: AuditRecord): string {
  const text = JSON.stringify(record).replaceAll('/', '\\/');
  return record.RecordType === 2 ? text.replaceAll('\\r\\n', '\\u000d\\u000a') : text;
}

/** As the portal and PowerShell write times for an American reader: 9/20/2023 4:05:03 AM, here in UTC. */
function usTime(creationTime: string): string {
  const part = (from: number) => Number(creationTime.slice(from, from + 2));
  const hour = part(11);
  const date = `${part(5)}/${part(8)}/${creationTime.slice(0, 4)}`;
  return `${date} ${hour % 12 === 0 ? 12 : hour % 12}${creationTime.slice(13, 19)} ${hour < 12 ? 'AM' : 'PM'}`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Quoted only where it must be. */
function cell(text: string): string {
  return /[",\r\n]/.test(text) ? quoted(text) : text;
}

function typeName(record: AuditRecord): string {
  return RECORD_TYPES[record.RecordType] ?? String(record.RecordType);
}

/** The Purview portal since 2023: 8 columns, minimal quoting, CRLF, no BOM, numeric RecordType, RecordId = Id. */
export function* purviewCsv(records: Records): Generator<string> {
  yield 'RecordId,CreationDate,RecordType,Operation,UserId,AuditData,AssociatedAdminUnits,AssociatedAdminUnitsNames\r\n';
  for (const record of records) {
    const { Id, CreationTime, RecordType, Operation, UserId } = record;
    yield `${Id},${usTime(CreationTime)},${RecordType},${cell(Operation)},${cell(UserId)},${quoted(auditJson(record))},,\r\n`;
  }
}

export interface SearchUalOptions {
  /** 13: classic remote PowerShell; 10: the REST module, in another order */
  columns: 13 | 10;
  /** the `#TYPE` line that Export-Csv writes without -NoTypeInformation */
  typeLine?: boolean;
  lineEnd?: '\r\n' | '\n';
}

/** Search-UnifiedAuditLog | Export-Csv: every cell quoted, RecordType by name. Give encoding and BOM when writing. */
export function* searchUalCsv(
  records: readonly AuditRecord[],
  { columns, typeLine = false, lineEnd = '\r\n' }: SearchUalOptions,
): Generator<string> {
  const shared =
    'RecordType,CreationDate,UserIds,Operations,AuditData,ResultIndex,ResultCount,Identity,IsValid,ObjectState';
  const names = (columns === 13 ? `PSComputerName,RunspaceId,PSShowComputerName,${shared}` : shared).split(
    ',',
  );
  if (typeLine) yield `#TYPE Deserialized.Microsoft.Exchange.Data.UnifiedAuditLogEvent${lineEnd}`;
  yield names.map(quoted).join(',') + lineEnd;
  let index = 0;
  for (const record of records) {
    index++;
    const row = [
      ...(columns === 13 ? ['outlook.office365.com', '2850e838-7c6a-4b61-a2e6-90e8c9b49bbb', 'False'] : []),
      typeName(record),
      usTime(record.CreationTime),
      record.UserId,
      record.Operation,
      auditJson(record),
      String(index),
      String(records.length),
      record.Id,
      'True',
      'Unchanged',
    ];
    yield row.map(quoted).join(',') + lineEnd;
  }
}

/** One AuditData object a line. */
export function* auditDataJsonl(records: Records): Generator<string> {
  for (const record of records) yield `${JSON.stringify(record)}\n`;
}

/** A content blob of the Management Activity API: an array of AuditData, nothing around it. */
export function* managementApiJson(records: Records): Generator<string> {
  let separator = '[';
  for (const record of records) {
    yield separator + JSON.stringify(record);
    separator = ',';
  }
  yield separator === '[' ? '[]' : ']';
}

const USER_TYPES: Record<number, string> = {
  0: 'Regular',
  2: 'Admin',
  3: 'DcAdmin',
  4: 'System',
  5: 'Application',
};

/** Records of a Graph audit query: `{"value":[…]}`, userId and userPrincipalName crossed, CreationTime with Z. */
export function* graphRecordsJson(records: Records): Generator<string> {
  let separator = '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#records","value":[';
  for (const record of records) {
    const time = `${record.CreationTime}Z`;
    const envelope = {
      id: record.Id,
      createdDateTime: time,
      auditLogRecordType: typeName(record),
      operation: record.Operation,
      organizationId: record.OrganizationId,
      userType: USER_TYPES[Number(record.UserType)] ?? 'Regular',
      userId: record.UserKey,
      service: record.Workload,
      objectId: record.ObjectId ?? '',
      userPrincipalName: record.UserId,
      clientIp: null,
      administrativeUnits: [''],
      auditData: annotated({ ...record, CreationTime: time }),
    };
    yield separator + JSON.stringify(envelope);
    separator = ',';
  }
  yield separator === ',' ? ']}' : `${separator}]}`;
}

/** With the type annotations that Graph puts before numbers and lists. */
function annotated(record: AuditRecord): Record<string, unknown> {
  const data: Record<string, unknown> = { '@odata.type': '#microsoft.graph.security.defaultAuditData' };
  for (const [name, value] of Object.entries(record)) {
    if (typeof value === 'number') data[`${name}@odata.type`] = '#Int64';
    if (Array.isArray(value)) {
      data[`${name}@odata.type`] = '#Collection(microsoft.graph.security.defaultAuditData)';
    }
    data[name] = value;
  }
  return data;
}

const LOGON_TYPES: Record<number, string> = { 0: 'Owner', 1: 'Admin', 2: 'Delegated' };

/** Columns of Sentinel's OfficeActivity that mail access fills; the real export has 131, the others empty. */
const OFFICE_ACTIVITY: Record<string, (record: AuditRecord) => unknown> = {
  TenantId: (record) => record.OrganizationId,
  RecordType: (record) => (record.RecordType === 50 ? '50' : typeName(record)),
  'TimeGenerated [UTC]': (record) => usTime(record.CreationTime).replace(/ (\S+) (AM|PM)$/, ', $1.000 $2'),
  Operation: (record) => record.Operation,
  OrganizationId: (record) => record.OrganizationId,
  UserType: (record) => USER_TYPES[Number(record.UserType)],
  UserKey: (record) => record.UserKey,
  OfficeWorkload: (record) => record.Workload,
  ResultStatus: (record) => record.ResultStatus,
  OfficeObjectId: (record) => record.ObjectId,
  UserId: (record) => record.UserId,
  ClientIP: (record) => record.ClientIP,
  Parameters: (record) => record.Parameters,
  ExternalAccess: (record) => String(record.ExternalAccess ?? '').toUpperCase(),
  OriginatingServer: (record) => record.OriginatingServer,
  OrganizationName: (record) => record.OrganizationName,
  Logon_Type: (record) => LOGON_TYPES[Number(record.LogonType)],
  InternalLogonType: (record) => record.InternalLogonType,
  MailboxGuid: (record) => record.MailboxGuid,
  MailboxOwnerUPN: (record) => record.MailboxOwnerUPN,
  MailboxOwnerSid: (record) => record.MailboxOwnerSid,
  LogonUserSid: (record) => record.LogonUserSid,
  ClientInfoString: (record) => record.ClientInfoString,
  Client_IPAddress: (record) => record.ClientIPAddress,
  ClientProcessName: (record) => record.ClientProcessName,
  ClientVersion: (record) => record.ClientVersion,
  Folders: (record) => record.Folders,
  Item: (record) => record.Item,
  OfficeId: (record) => record.Id,
  SourceRecordId: (record) => record.Id,
  OperationProperties: (record) =>
    Array.isArray(record.OperationProperties)
      ? record.OperationProperties.map(({ Name, Value }) => ({ Value, Name }))
      : undefined,
  AppId: (record) => record.AppId,
  ClientAppId: (record) => record.ClientAppId,
  Type: () => 'OfficeActivity',
};

/** Sentinel's portal CSV: BOM, CRLF, JSON cells pretty-printed, Value before Name, no session. */
export function* officeActivityCsv(records: Records): Generator<string> {
  yield `\uFEFF${Object.keys(OFFICE_ACTIVITY).join(',')}\r\n`;
  for (const record of records) {
    const row = Object.values(OFFICE_ACTIVITY).map((value) => officeCell(value(record)));
    yield `${row.join(',')}\r\n`;
  }
}

function officeCell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'object') return cell(String(value));
  return quoted(JSON.stringify(value, null, 2).replaceAll('\n', '\r\n'));
}

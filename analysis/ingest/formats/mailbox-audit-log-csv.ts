import { columnOrNull, type Format, hasColumns, type Sample } from '../format.ts';
import { timeFromText } from '../local-time.ts';

/**
 * Search-MailboxAuditLog -ShowDetails, retired, found in old case files. OperationProperties is text
 * ('MailAccessType:Bind …IsThrottled:False'), items sit in AggregatedRecordFoldersData, and LastAccessed is the
 * local time of the shell. It has no record id. (e)
 */
export const format: Format = {
  format: 'mailbox-audit-log-csv',
  precedence: 75,
  recognise: (sample) =>
    hasColumns(sample, 'Operation', 'LastAccessed') &&
    (hasColumns(sample, 'MailboxOwnerUPN') || hasColumns(sample, 'MailboxResolvedOwnerName')),
  auditData: (sample) =>
    `CAST(json_object(${fields(sample)
      .map(([name, sql]) => `'${name}', ${sql}`)
      .join(', ')}) AS VARCHAR)`,
  warnings: () => ['times-are-local'],
};

function fields(sample: Sample): [string, string][] {
  const text = (name: string) => columnOrNull(sample, name);
  const property = (name: string) =>
    `nullif(regexp_extract(${text('OperationProperties')}, '${name}\\s*[:=]\\s*([A-Za-z]+)', 1), '')`;
  const plain = [
    'Operation',
    'LogonType',
    'InternalLogonType',
    'ClientInfoString',
    'ClientIPAddress',
    'ClientIP',
    'ClientProcessName',
    'ClientVersion',
    'MailboxOwnerUPN',
    'MailboxOwnerSid',
    'MailboxGuid',
    'LogonUserSid',
    'OriginatingServer',
    'SessionId',
    'AppId',
    'ClientAppId',
  ];
  return [
    ...plain.map((name): [string, string] => [name, text(name)]),
    ['CreationTime', timeFromText(text('LastAccessed'))],
    ['ResultStatus', text('OperationResult')],
    ['UserId', userId(sample)],
    ['OperationCount', text('AuditOperationsCountInAggregatedRecord')],
    [
      'OperationProperties',
      `json_array(json_object('Name', 'MailAccessType', 'Value', ${property('MailAccessType')}), json_object('Name', 'IsThrottled', 'Value', ${property('IsThrottled')}))`,
    ],
    ['Folders', `try_cast(nullif(${text('AggregatedRecordFoldersData')}, '') AS JSON)`],
    [
      'Item',
      `json_object('Id', ${text('ItemId')}, 'InternetMessageId', nullif(${text('ItemInternetMessageId')}, ''), 'Subject', nullif(${text('ItemSubject')}, ''), 'ParentFolder', json_object('Id', ${text('FolderId')}, 'Name', ${text('FolderName')}, 'Path', ${text('FolderPathName')}))`,
    ],
    ['AuditLogIdentity', text('Identity')],
  ];
}

/** The owner's own access names no UPN beside the owner's; others have only a display name. */
function userId(sample: Sample): string {
  const name = columnOrNull(sample, 'LogonUserDisplayName');
  return `CASE WHEN lower(${columnOrNull(sample, 'LogonType')}) = 'owner' THEN ${columnOrNull(sample, 'MailboxOwnerUPN')} ELSE ${name} END`;
}

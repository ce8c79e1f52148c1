import { columnOrNull, type Format, hasColumns, type Sample } from '../format.ts';
import { timeFromText } from '../local-time.ts';

/**
 * Log Analytics OfficeActivity: the fields as columns, Folders and OperationProperties as JSON text. This export
 * has no SessionId, OperationCount or AppAccessContext, so its contexts are weaker. (g)
 */
export const format: Format = {
  format: 'office-activity-csv',
  precedence: 65,
  recognise: (sample) =>
    hasColumns(sample, 'OfficeWorkload', 'Operation') ||
    (hasColumns(sample, 'Client_IPAddress', 'Operation') && hasColumns(sample, 'MailboxOwnerUPN')),
  auditData: (sample) =>
    `CAST(json_object(${fields(sample)
      .map(([name, sql]) => `'${name}', ${sql}`)
      .join(', ')}) AS VARCHAR)`,
  warnings: (sample) =>
    hasColumns(sample, TIMES[0]) || hasColumns(sample, TIMES[1]) ? [] : ['times-of-collection'],
};

/** TimeGenerated is CreationTime; cut-down exports keep only when the record was collected, minutes later. */
const TIMES = ['TimeGenerated [UTC]', 'TimeGenerated', 'Start_Time [UTC]', 'Start_Time'] as const;

function fields(sample: Sample): [string, string][] {
  const text = (name: string) => columnOrNull(sample, name);
  const json = (name: string) => `try_cast(nullif(${text(name)}, '') AS JSON)`;
  const time = TIMES.filter((name) => hasColumns(sample, name)).map((name) => timeFromText(text(name)));
  const plain = [
    'Operation',
    'OrganizationId',
    'RecordType',
    'ResultStatus',
    'UserKey',
    'UserType',
    'UserId',
    'ClientIP',
    'ClientInfoString',
    'ClientProcessName',
    'ClientVersion',
    'AppId',
    'ClientAppId',
    'SessionId',
    'LogonUserSid',
    'MailboxOwnerSid',
    'MailboxGuid',
    'MailboxOwnerUPN',
    'OriginatingServer',
  ];
  return [
    ...plain.map((name): [string, string] => [name, text(name)]),
    ['CreationTime', `coalesce(${[...time, 'NULL'].join(', ')})`],
    ['Id', `coalesce(nullif(${text('OfficeId')}, ''), ${text('SourceRecordId')})`],
    ['Workload', text('OfficeWorkload')],
    ['ClientIPAddress', text('Client_IPAddress')],
    ['LogonType', text('Logon_Type')],
    ['ObjectId', text('OfficeObjectId')],
    ['OperationProperties', json('OperationProperties')],
    ['Folders', json('Folders')],
    ['Item', json('Item')],
    ['Parameters', json('Parameters')],
    ['ModifiedProperties', json('ModifiedProperties')],
    ['ExtendedProperties', json('ExtendedProperties')],
  ];
}

/** Shapes that lose something of the record. */
import type { AuditData } from '../case/records.ts';
import { csv } from './rows.ts';

/** Search-MailboxAuditLog -ShowDetails: no record id, access type as text, items as a JSON string. */
export function mailboxAuditLog(records: readonly AuditData[], lastAccessed: (record: AuditData) => string) {
  const property = (record: AuditData, name: string) =>
    (record.OperationProperties as { Name: string; Value: string }[]).find(({ Name }) => Name === name)
      ?.Value;
  const names: Record<string, string> = { 0: 'Owner', 1: 'Admin', 2: 'Delegate' };
  const rows = records.map((record) => {
    const item = record.Item as { Id: string; ParentFolder: { Id: string; Name: string } } | undefined;
    return {
      Operation: record.Operation,
      OperationResult: 'Succeeded',
      LogonType: names[String(record.LogonType)],
      ExternalAccess: 'False',
      FolderId: item?.ParentFolder.Id,
      FolderName: item?.ParentFolder.Name,
      ClientInfoString: String(record.ClientInfoString),
      ClientIPAddress: String(record.ClientIPAddress),
      MailboxOwnerUPN: String(record.MailboxOwnerUPN),
      LogonUserDisplayName: String(record.UserId).split('@')[0],
      ItemId: item?.Id,
      SessionId: record.SessionId === undefined ? undefined : String(record.SessionId),
      OperationProperties: `MailAccessType:${property(record, 'MailAccessType')} IsThrottled:${property(record, 'IsThrottled')}`,
      AuditOperationsCountInAggregatedRecord: String(record.OperationCount ?? ''),
      AggregatedRecordFoldersData: record.Folders === undefined ? '' : JSON.stringify(record.Folders),
      MailboxGuid: String(record.MailboxGuid),
      MailboxResolvedOwnerName: 'Ana',
      LastAccessed: lastAccessed(record),
      Identity: `AAMk${record.Id}`,
      IsValid: 'True',
    };
  });
  return csv(Object.keys(rows[0] ?? {}), rows);
}

/** AuditData flattened by Export-Csv: what was a list is now the name of a type. */
export function flattened(records: readonly AuditData[]): string {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return csv(
    columns,
    records.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([name, value]) => [
          name,
          Array.isArray(value)
            ? 'System.Object[]'
            : typeof value === 'object'
              ? '@{Id=Lg; ParentFolder=}'
              : String(value),
        ]),
      ),
    ),
  );
}

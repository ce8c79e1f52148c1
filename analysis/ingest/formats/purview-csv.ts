import { type CsvSample, column, type Format, hasColumns } from '../format.ts';

const OLDEST_ERA = ['creationdate', 'userids', 'operations', 'auditdata'];

/**
 * The Purview portal's audit search, three eras: CreationDate,UserIds,Operations,AuditData; then RecordId,…,UserId,
 * AuditData; since 2023 with the two AdminUnits columns. See reference/audit-records.md (b).
 */
export const format: Format = {
  format: 'purview-csv',
  precedence: 60,
  recognise: (sample) =>
    hasColumns(sample, 'RecordId', 'AuditData') || (sample.kind === 'csv' && isOldestEra(sample)),
  auditData: (sample) => column(sample, 'AuditData') ?? 'NULL',
};

function isOldestEra(sample: CsvSample): boolean {
  return sample.header.map((name) => name.trim().toLowerCase()).join() === OLDEST_ERA.join();
}

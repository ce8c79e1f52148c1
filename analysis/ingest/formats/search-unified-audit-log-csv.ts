import { column, type Format, hasColumns } from '../format.ts';

/**
 * Search-UnifiedAuditLog | Export-Csv: 13 columns (classic remote PowerShell), 10 (the REST module) or what was
 * selected, such as CreationDate,UserIds,RecordType,AuditData. See reference/audit-records.md (a).
 */
export const format: Format = {
  format: 'search-unified-audit-log-csv',
  precedence: 50,
  recognise: (sample) =>
    hasColumns(sample, 'AuditData') &&
    (hasColumns(sample, 'Identity') ||
      hasColumns(sample, 'ResultIndex') ||
      hasColumns(sample, 'UserIds') ||
      hasColumns(sample, 'CreationDates')),
  auditData: (sample) => column(sample, 'AuditData') ?? 'NULL',
  resultCount: (sample) => column(sample, 'ResultCount'),
};

import { columnOrNull, type Format, hasColumns } from '../format.ts';
import { graphAuditData } from '../graph-audit-data.ts';

/** Extractor-Suite's Get-UALGraph CSV: Graph's envelope fields as columns. */
export const format: Format = {
  format: 'graph-audit-records-csv',
  precedence: 70,
  recognise: (sample) => hasColumns(sample, 'createdDateTime', 'auditData'),
  auditData: (sample) => graphAuditData(columnOrNull(sample, 'auditData')),
};

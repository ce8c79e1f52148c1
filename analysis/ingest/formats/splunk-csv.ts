import { column, type Format, hasColumns } from '../format.ts';

/** Splunk's CSV export: the event in `_raw`, or the original columns with AuditData beside Splunk's own. (h) */
export const format: Format = {
  format: 'splunk-csv',
  precedence: 80,
  recognise: (sample) =>
    hasColumns(sample, '_raw') || (hasColumns(sample, 'AuditData') && hasColumns(sample, '_time')),
  auditData: (sample) => {
    const audit = column(sample, 'AuditData');
    const raw = column(sample, '_raw');
    if (audit === null) return raw ?? 'NULL';
    return raw === null ? audit : `CASE WHEN ltrim(${audit}) LIKE '{%' THEN ${audit} ELSE ${raw} END`;
  },
};

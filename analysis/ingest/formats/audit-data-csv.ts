import { type CsvSample, columnIndex, type Format, hasColumns } from '../format.ts';

/**
 * AuditData alone, flattened to columns by Export-Csv (Extractor-Suite -AuditDataOnly, Hawk). Nested arrays became
 * `System.Object[]`, so message ids and MailAccessType are gone. See reference/audit-records.md (f).
 */
export const format: Format = {
  format: 'audit-data-csv',
  precedence: 30,
  recognise: (sample) => hasColumns(sample, 'CreationTime', 'Operation') && !hasColumns(sample, 'AuditData'),
  auditData: (sample) => {
    if (sample.kind !== 'csv') return 'NULL';
    return `CAST(json_object(${uniqueColumns(sample)
      .map(([name, sql]) => `'${name.replaceAll("'", "''")}', ${cell(sql)}`)
      .join(', ')}) AS VARCHAR)`;
  },
  warnings: () => ['message-ids-lost'],
};

/** A cell that still holds JSON is passed on as JSON; the type name of a lost array is nothing. */
function cell(sql: string): string {
  return `CASE WHEN ${sql} LIKE 'System.%' OR ${sql} = '' THEN NULL WHEN ${sql} LIKE '[%' OR ${sql} LIKE '{%' THEN coalesce(try(CAST(${sql} AS JSON)), to_json(${sql})) ELSE to_json(${sql}) END`;
}

function uniqueColumns(sample: CsvSample): [string, string][] {
  return sample.header.flatMap((name, index): [string, string][] =>
    columnIndex(sample, name.trim()) === index ? [[name.trim(), `c${index}`]] : [],
  );
}

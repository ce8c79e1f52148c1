import { type Format, lookAt, looksLikeAuditData, objectAt } from '../format.ts';

/**
 * Extractor-Suite's Get-UAL JSON: wrappers with AuditData nested or as a string; an array, a single object, or
 * several documents in a row. See reference/audit-records.md (f).
 */
export const format: Format = {
  format: 'audit-record-json',
  precedence: 40,
  recognise: (sample) =>
    sample.kind === 'json' &&
    sample.layout !== 'lines' &&
    sample.elements.some((element) => looksLikeAuditData(lookAt(element, '$.AuditData'))),
  auditData: () => objectAt('$.AuditData'),
  resultCount: () => "json_extract_string(line, '$.ResultCount')",
};

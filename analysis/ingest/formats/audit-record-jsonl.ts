import { type Format, lookAt, looksLikeAuditData, objectAt } from '../format.ts';

/** One wrapper a line, its AuditData a string or an object (Extractor-Suite's JSONL). */
export const format: Format = {
  format: 'audit-record-jsonl',
  precedence: 40,
  recognise: (sample) =>
    sample.kind === 'json' &&
    sample.layout === 'lines' &&
    sample.elements.some((element) => looksLikeAuditData(lookAt(element, '$.AuditData'))),
  auditData: () => objectAt('$.AuditData'),
  resultCount: () => "json_extract_string(line, '$.ResultCount')",
};

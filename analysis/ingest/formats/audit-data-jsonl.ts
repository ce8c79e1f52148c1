import { type Format, looksLikeAuditData } from '../format.ts';

/** One AuditData object a line (Extractor-Suite's SOF-ELK output), or one after the other, pretty-printed or not. */
export const format: Format = {
  format: 'audit-data-jsonl',
  precedence: 20,
  recognise: (sample) =>
    sample.kind === 'json' && sample.layout !== 'array' && sample.elements.some(looksLikeAuditData),
  auditData: () => 'line',
};

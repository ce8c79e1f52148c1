import { type Format, looksLikeAuditData } from '../format.ts';

/** A content blob of the Office 365 Management Activity API: a JSON array of AuditData objects. (c) */
export const format: Format = {
  format: 'management-api-json',
  precedence: 20,
  recognise: (sample) =>
    sample.kind === 'json' && sample.layout === 'array' && sample.elements.some(looksLikeAuditData),
  auditData: () => 'line',
};

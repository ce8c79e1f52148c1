import { columnOrNull, type Format, hasColumns } from '../format.ts';

/** Defender XDR CloudAppEvents: RawEventData is the AuditData object. (g) */
export const format: Format = {
  format: 'cloud-app-events-csv',
  precedence: 70,
  recognise: (sample) => hasColumns(sample, 'RawEventData'),
  auditData: (sample) => columnOrNull(sample, 'RawEventData'),
};

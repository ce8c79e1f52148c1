/** Records of a simulation as whoever reads the export gets them. */
import type { AuditRecord } from '../../../analysis/simulator/index.ts';

export const isRead = (record: AuditRecord) => record.Operation === 'MailItemsAccessed';

/** Without the fields that a record does not have. */
export function asWritten(all: Iterable<AuditRecord>): AuditRecord[] {
  return Array.from(all, (record) => JSON.parse(JSON.stringify(record)) as AuditRecord);
}

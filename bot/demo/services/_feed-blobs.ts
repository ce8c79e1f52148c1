/** The blobs the activity feed puts records into: by content type, as they arrive, in no order within. */
import type { AuditRecord } from '../../../analysis/simulator/index.ts';
import type { World } from '../service.ts';

export interface FeedBlob {
  type: string;
  /** from 1, by type */
  number: number;
  id: string;
  /** ms: when it became available */
  created: number;
  records: AuditRecord[];
}

/** Every n-th blob is listed so many hours after its time, in turn. */
export interface LateBlobs {
  every: number;
  hours: number[];
}

const TYPES: Record<number, string> = {
  1: 'Audit.Exchange',
  2: 'Audit.Exchange',
  3: 'Audit.Exchange',
  50: 'Audit.Exchange',
  6: 'Audit.SharePoint',
  8: 'Audit.AzureActiveDirectory',
  9: 'Audit.AzureActiveDirectory',
  15: 'Audit.AzureActiveDirectory',
};
const SPAN = 10 * 60_000;
const MOST_RECORDS = 200;

export function blobsOf(records: World['records']): Map<string, FeedBlob[]> {
  const blobs = new Map<string, FeedBlob[]>();
  for (const { arrivedAt, record } of records) {
    const type = TYPES[record.RecordType] ?? 'Audit.General';
    const all = blobs.get(type) ?? [];
    const created = (Math.floor(arrivedAt / SPAN) + 1) * SPAN;
    const last = all.at(-1);
    if (last !== undefined && last.created === created && last.records.length < MOST_RECORDS)
      last.records.push(record);
    else
      all.push({
        type,
        number: all.length + 1,
        id: idOf(type, created, all.length + 1),
        created,
        records: [record],
      });
    blobs.set(type, all);
  }
  return blobs;
}

/** As they look: 20150620003422$20150620003422$audit_exchange$…$na0001 */
function idOf(type: string, created: number, number: number): string {
  const at = new Date(created).toISOString().replace(/\D/g, '');
  return `${at}$${at}$${type.toLowerCase().replace('.', '_')}$na${String(number).padStart(6, '0')}`;
}

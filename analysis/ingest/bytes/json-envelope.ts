import { endOfString, endOfValue, endOfWord, skipSpace } from './json-scan.ts';

/** Keys under which services and tools put the list of records: Graph, Azure, Elastic, exports of portals. */
export const LISTS = new Set([
  'value',
  'records',
  'Records',
  'results',
  'Results',
  'items',
  'events',
  'Events',
  'data',
]);
/** Elastic's answer has the list one object further in. */
const OUTER = new Set(['hits']);
/** What has one of these is a record itself, whatever lists it holds. */
const OF_RECORDS = new Set([
  'Operation',
  'operation',
  'Operations',
  'AuditData',
  'auditData',
  'CreationTime',
  'CreationDate',
  'RecordType',
  'Workload',
  '_source',
  'o365audit',
  'o365',
  'office365',
  'RawEventData',
  '_raw',
  'result',
  'event',
  'event.original',
]);

export interface Envelope {
  /** Position of the first element or of the list's end. */
  first: number;
  /** How many objects are open around the list. */
  objects: number;
}

/** Looks whether the object at `start` wraps a list of records. null when it does not, or ends before `limit`. */
export function envelopeAt(buffer: Buffer, start: number, limit: number, objects = 1): Envelope | null {
  let i = skipSpace(buffer, start + 1, limit);
  while (i < limit && buffer[i] === 0x22) {
    const keyEnd = endOfString(buffer, i, limit);
    if (keyEnd < 0) return null;
    const key = buffer.toString('utf8', i + 1, keyEnd - 1);
    if (OF_RECORDS.has(key)) return null;
    i = skipSpace(buffer, keyEnd, limit);
    if (buffer[i] !== 0x3a) return null;
    i = skipSpace(buffer, i + 1, limit);
    const list = objects > 1 ? OUTER : LISTS;
    if (buffer[i] === 0x5b && list.has(key)) {
      const first = skipSpace(buffer, i + 1, limit);
      // Numbers in a list are no records; texts may hold some.
      if (buffer[first] === 0x7b || buffer[first] === 0x22 || buffer[first] === 0x5d)
        return { first, objects };
    }
    if (buffer[i] === 0x7b && OUTER.has(key) && objects === 1) {
      const inner = envelopeAt(buffer, i, limit, 2);
      if (inner !== null) return inner;
    }
    const byte = buffer[i];
    const end =
      byte === 0x22 || byte === 0x7b || byte === 0x5b ? endOfValue(buffer, i, limit) : endOfWord(buffer, i);
    if (end < 0 || end === i) return null;
    i = skipSpace(buffer, end, limit);
    if (buffer[i] !== 0x2c) return null;
    i = skipSpace(buffer, i + 1, limit);
  }
  return null;
}

/** True when the object that begins at `start` is whole and has a key that only records have. */
export function isRecord(buffer: Buffer, start: number, limit: number): boolean {
  let found = false;
  const end = endOfValue(buffer, start, limit, (from, to) => {
    found ||= OF_RECORDS.has(buffer.toString('utf8', from, to));
    return true;
  });
  return end > 0 && found;
}

/** Position behind the rest of an envelope, `start` being where its list has ended; -1 when that is damaged. */
export function endOfEnvelope(buffer: Buffer, start: number, limit: number, objects: number): number {
  let i = start;
  for (let open = objects; open > 0; ) {
    i = skipSpace(buffer, i, limit);
    if (buffer[i] === 0x7d) {
      open--;
      i++;
      continue;
    }
    if (buffer[i] !== 0x2c) return -1;
    const keyEnd = endOfString(buffer, skipSpace(buffer, i + 1, limit), limit);
    if (keyEnd < 0) return -1;
    i = skipSpace(buffer, keyEnd, limit);
    if (buffer[i] !== 0x3a) return -1;
    i = skipSpace(buffer, i + 1, limit);
    const byte = buffer[i];
    const end =
      byte === 0x22 || byte === 0x7b || byte === 0x5b ? endOfValue(buffer, i, limit) : endOfWord(buffer, i);
    if (end < 0 || end === i) return -1;
    i = end;
  }
  return i;
}

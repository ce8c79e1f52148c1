/** peers.md 2 A: any throttled record. */
import { byMailboxAndDay, GRAPH, type PeerRule } from '../rule.ts';

/** bitpusher looks at so many records and no more. */
const FIRST_RECORDS = 1000;

export const rules: PeerRule[] = [
  {
    id: 'A1',
    source: 'Sentinel, throttling [Nobelium]',
    alerts: ({ accesses }) =>
      byMailboxAndDay(
        accesses.filter((row) => row.throttled && row.appId === GRAPH && row.clientAppId !== ''),
      ),
  },
  {
    id: 'A2/C4',
    source: 'Elastic, excessive mail items accessed',
    alerts: ({ accesses }) =>
      byMailboxAndDay(accesses.filter((row) => row.recordType === 50 && (row.throttled || row.count >= 100))),
  },
  {
    id: 'A3',
    source: 'LETHAL, UALGraph throttling',
    alerts: ({ accesses }) => byMailboxAndDay(accesses.filter((row) => row.throttled)),
  },
  {
    id: 'A4',
    source: 'bitpusher, first 1,000 rows',
    alerts: ({ accesses }) =>
      byMailboxAndDay(accesses.slice(0, FIRST_RECORDS).filter((row) => row.throttled)),
  },
];

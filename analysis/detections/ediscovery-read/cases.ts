import { ABROAD, access, change, type DetectionCase, everyday, RENTED } from '../_cases.ts';

const usual = everyday({ days: 10 });

export const cases: DetectionCase[] = [
  {
    name: 'mailboxes are exported from a rented machine',
    rows: [
      ...usual,
      ...change({ kind: 'ediscovery-search', day: 10, hour: 22, place: RENTED, mailbox: null }),
      ...change({
        kind: 'ediscovery-export',
        day: 10,
        hour: 23,
        place: RENTED,
        mailbox: null,
        part: 'content',
      }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a search abroad by somebody who also reads there',
    rows: [
      ...usual,
      ...access({ day: 10, place: ABROAD }),
      ...change({ kind: 'ediscovery-search', day: 10, place: ABROAD, mailbox: null, part: 'query' }),
    ],
    fires: { atLeast: 'medium', atMost: 'high' },
  },
  {
    name: 'a lawyer exports a mailbox at the usual place',
    rows: [...usual, ...change({ kind: 'ediscovery-export', day: 10, mailbox: null, part: 'content' })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  { name: 'nobody uses eDiscovery', rows: [...usual, ...change({ kind: 'search', day: 10 })], fires: 'not' },
];

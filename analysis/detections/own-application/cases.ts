import { ABROAD, APP, access, type DetectionCase, everyday, OTHER_APP, ownReads, RENTED } from '../_cases.ts';

const ours = access({ day: 10, hour: 9, caller: APP, place: RENTED, count: 3 });

export const cases: DetectionCase[] = [
  {
    name: 'its application reads at a time when it did not',
    rows: [
      ...everyday({ days: 10 }),
      ...ownReads(APP, 10),
      ...ours,
      ...access({ day: 12, caller: APP, place: ABROAD, count: 2 }),
    ],
    fires: { atLeast: 'high', records: 2 },
  },
  {
    name: 'it reads itself',
    rows: [...everyday({ days: 10 }), ...ownReads(APP, 10), ...ours],
    fires: 'not',
  },
  {
    name: 'another application reads',
    rows: [...everyday({ days: 10 }), ...ownReads(OTHER_APP, 10), ...ours],
    fires: 'not',
  },
];

import {
  ABROAD,
  access,
  change,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  HOTEL,
  IPHONE,
  RENTED,
} from '../_cases.ts';

const usual = everyday({ days: 10 });

export const cases: DetectionCase[] = [
  {
    name: 'mail is sent as somebody else, on a rented machine, with a browser nobody had',
    rows: [
      ...usual,
      ...access({ day: 10, place: RENTED, count: 4, client: FIREFOX_LINUX }),
      ...change({ kind: 'send-as', day: 10, hour: 10, place: RENTED }),
      ...change({ kind: 'attachment-access', day: 10, hour: 10, place: RENTED }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'an intruder on a rented machine sends, and the owner at a new provider: his reading is not in the finding of the other',
    rows: [
      ...usual,
      ...access({ day: 10, place: RENTED, count: 4, client: FIREFOX_LINUX }),
      ...change({ kind: 'send', day: 10, hour: 10, place: RENTED }),
      ...access({ day: 10, hour: 12, place: HOTEL, count: 3 }),
      ...change({ kind: 'send', day: 10, hour: 13, place: HOTEL }),
    ],
    fires: { atLeast: 'info', atMost: 'medium', findings: 2 },
  },
  {
    name: 'an assistant sends for the boss behind a VPN, in the own browser',
    rows: [
      ...usual,
      ...access({ day: 10, place: RENTED, count: 4 }),
      ...change({ kind: 'send-on-behalf', day: 10, hour: 10, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a traveller answers',
    rows: [
      ...usual,
      ...access({ day: 10, place: ABROAD }),
      ...change({ kind: 'send', day: 10, hour: 10, place: ABROAD }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'mail is sent at home',
    rows: [...usual, ...change({ kind: 'send', day: 9, hour: 10 })],
    fires: 'not',
  },
  {
    name: 'mail is read abroad, and none is sent',
    rows: [...usual, ...access({ day: 10, place: ABROAD }), ...change({ kind: 'send', day: 9, hour: 10 })],
    fires: 'not',
  },
  {
    name: 'mail sent as somebody else from a borrowed computer abroad, where the own telephone is and not at home',
    rows: [
      ...everyday({ days: 10 }),
      ...everyday({ days: 10, hour: 8, client: IPHONE }),
      ...everyday({ day: 10, days: 4, hour: 8, client: IPHONE, place: ABROAD }),
      ...access({ day: 12, hour: 10, count: 3, client: FIREFOX_LINUX, place: ABROAD }),
      ...change({ kind: 'send-as', day: 12, hour: 10.1, place: ABROAD }),
    ],
    fires: { atLeast: 'low', atMost: 'low', says: 'on a journey' },
  },
];

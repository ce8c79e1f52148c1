import { ABROAD, access, change, type DetectionCase, everyday, FIREFOX_LINUX, RENTED } from '../_cases.ts';

const usual = everyday({ days: 10 });

export const cases: DetectionCase[] = [
  {
    name: 'invoices are searched and opened on a rented machine',
    rows: [
      ...usual,
      ...change({ kind: 'search', day: 10, place: RENTED, detail: 'invoice OR IBAN' }),
      ...access({ day: 10, hour: 9.1, place: RENTED, count: 4, client: FIREFOX_LINUX }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'the owner looks for an invoice behind a VPN, in the own browser',
    rows: [
      ...usual,
      ...change({ kind: 'search', day: 10, place: RENTED, detail: 'invoice' }),
      ...access({ day: 10, hour: 9.1, place: RENTED, count: 4 }),
    ],
    fires: { atLeast: 'low', atMost: 'low', never: 'rented machine' },
  },
  {
    name: 'the same browser, while the owner reads at home',
    rows: [
      ...usual,
      ...everyday({ days: 1, day: 10 }),
      ...change({ kind: 'search', day: 10, place: RENTED, detail: 'invoice' }),
      ...access({ day: 10, hour: 9.1, place: RENTED, count: 4 }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'the owner looks for the booking of the hotel, abroad',
    rows: [
      ...usual,
      ...change({ kind: 'search', day: 10, place: ABROAD, detail: 'hotel' }),
      ...access({ day: 10, hour: 9.1, place: ABROAD }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'invoices are searched at home',
    rows: [
      ...usual,
      ...change({ kind: 'search', day: 10, detail: 'invoice' }),
      ...access({ day: 10, hour: 9.1 }),
    ],
    fires: 'not',
  },
  {
    name: 'nothing is opened within half an hour',
    rows: [
      ...usual,
      ...change({ kind: 'search', day: 10, place: RENTED, detail: 'invoice' }),
      ...access({ day: 10, hour: 12, place: RENTED }),
    ],
    fires: 'not',
  },
];

import {
  ABROAD,
  ANA,
  access,
  BEN,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  GRAPH,
  IPHONE,
  MOBILE,
  phoneTakenAbroad,
  RENTED,
} from '../_cases.ts';

const usual = everyday({ days: 12 });

export const cases: DetectionCase[] = [
  {
    name: 'a strange browser abroad, between two reads at home',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 10.5, count: 15, every: 5, place: ABROAD, client: FIREFOX_LINUX }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a strange browser on a rented machine abroad, for a few minutes',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 10.5, count: 3, every: 5, place: RENTED, client: FIREFOX_LINUX }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'a strange browser on a rented machine abroad, again an hour later',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 10.5, count: 3, every: 30, place: RENTED, client: FIREFOX_LINUX }),
    ],
    fires: { atLeast: 'high', says: 'in two half hours or more' },
  },
  {
    name: 'a strange browser on a rented machine abroad takes two hundred messages in a few minutes',
    rows: [
      ...usual,
      ...access({
        day: 10,
        hour: 10.5,
        count: 4,
        every: 2,
        messages: 50,
        place: RENTED,
        client: FIREFOX_LINUX,
      }),
    ],
    fires: { atLeast: 'high', says: 'it took much there' },
  },
  {
    name: 'the own browser behind a VPN abroad, all morning',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 9.6, count: 12, every: 15, place: { ...RENTED, kind: 'vpn' } }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a phone that was there before, abroad, while the laptop comes in through the office',
    rows: [
      ...usual,
      ...everyday({ days: 12, client: IPHONE, place: MOBILE }),
      ...access({ day: 11, hour: 9.5, count: 6, every: 20, client: IPHONE, place: ABROAD }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a journey: home in the morning, abroad in the evening, home after three days',
    rows: [
      ...everyday({ days: 10 }),
      ...everyday({ day: 10, days: 3, hour: 17, place: ABROAD }),
      ...everyday({ day: 14, days: 2 }),
    ],
    fires: 'not',
  },
  {
    name: 'an application abroad is not held in anybody’s hands',
    rows: [...usual, ...access({ day: 10, hour: 10.5, count: 10, place: ABROAD, client: GRAPH })],
    fires: 'not',
  },
  {
    name: 'a carrier whose addresses come out in another country',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 10.5, count: 10, client: IPHONE, place: { ...MOBILE, country: 'FR' } }),
    ],
    fires: 'not',
  },
  {
    name: 'somebody of whom the log holds a day reads at home for a colleague, whose mailbox was never read in that country',
    rows: [
      ...everyday({ mailbox: BEN, days: 10, place: ABROAD }),
      ...everyday({ days: 1 }),
      ...access({ mailbox: BEN, user: ANA, logon: 'delegate', hour: 10.5, count: 4 }),
    ],
    fires: 'not',
  },
  {
    name: 'somebody who works in two countries every day',
    rows: [...usual, ...everyday({ days: 12, hour: 10, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'a borrowed computer abroad, where the own telephone is, while a program at home reads on by itself',
    rows: [
      ...everyday({ days: 14 }),
      ...phoneTakenAbroad(),
      ...access({ day: 12, hour: 10, count: 6, every: 20, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: { atLeast: 'low', atMost: 'low', says: 'on a journey' },
  },
];

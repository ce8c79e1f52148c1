import {
  ABROAD,
  ANA,
  access,
  BEN,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  MOBILE,
  marked,
  OUTLOOK,
  RENTED,
} from '../_cases.ts';

const colleague = everyday({ days: 4, mailbox: BEN });
const usual = [...everyday({ days: 4 }), ...colleague];
const outlook = [...everyday({ days: 4, client: OUTLOOK, access: 'sync' }), ...colleague];
const NEARBY = { ...ABROAD, country: 'FR' };
const night = { day: 3, hour: 3, count: 6, every: 5 };
const FOLDERS = ['\\Inbox', '\\Sent Items', '\\Archive', '\\Board', '\\Contracts'];

export const cases: DetectionCase[] = [
  {
    name: 'a strange browser on a rented machine at night, in a log of four days',
    rows: [...usual, ...access({ ...night, client: FIREFOX_LINUX, place: RENTED })],
    fires: { atLeast: 'medium', atMost: 'medium', records: 6 },
  },
  {
    name: 'the own browser there: a VPN looks the same',
    rows: [...usual, ...access({ ...night, place: RENTED })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a second computer that is behind a VPN every day',
    rows: [...usual, ...everyday({ days: 4, hour: 19, count: 1, client: FIREFOX_LINUX, place: RENTED })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a strange browser at the other end of the world, between an evening and a morning at home',
    rows: [...usual, ...access({ ...night, client: FIREFOX_LINUX, place: ABROAD })],
    fires: { atLeast: 'medium', atMost: 'medium', records: 6 },
  },
  {
    name: 'Outlook there copies folder after folder',
    rows: [
      ...outlook,
      ...access({ ...night, client: OUTLOOK, access: 'sync', folders: FOLDERS, place: ABROAD }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'a colleague reads from that country as well',
    rows: [
      ...usual,
      ...access({ ...night, client: FIREFOX_LINUX, place: ABROAD }),
      ...access({ day: 2, mailbox: BEN, place: { ...ABROAD, ip: '203.0.113.31' } }),
    ],
    fires: 'not',
  },
  {
    name: 'an evening across the border',
    rows: [...usual, ...access({ day: 2, hour: 19, client: FIREFOX_LINUX, place: NEARBY })],
    fires: 'not',
  },
  {
    name: 'a journey to the other end of the world, and not back',
    rows: [
      ...everyday({ days: 2 }),
      ...colleague,
      ...everyday({ day: 2, days: 2, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: 'not',
  },
  {
    name: 'a telephone that roams',
    rows: [...usual, ...access({ ...night, place: { ...MOBILE, country: 'BR' } })],
    fires: 'not',
  },
  {
    name: 'the log of two weeks, which other detections ask',
    rows: [
      ...everyday({ days: 14 }),
      ...everyday({ days: 14, mailbox: BEN }),
      ...access({ ...night, client: FIREFOX_LINUX, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'a rented machine that is marked trusted',
    rows: [
      ...usual,
      ...access({ ...night, mailbox: ANA, client: FIREFOX_LINUX, place: RENTED }),
      ...marked('trusted', `ip:${RENTED.ip}`),
    ],
    fires: 'not',
  },
];

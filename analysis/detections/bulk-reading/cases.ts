import {
  ABROAD,
  APP,
  access,
  BEN,
  change,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  GRAPH,
  HOME,
  HOTEL,
  IMAP,
  IPHONE,
  mailboxes,
  OUTLOOK,
  type Place,
  RENTED,
} from '../_cases.ts';

const SCRIPT = 'Client=WebServices;python-requests/2.31.0;';

/** About forty messages a day. */
const usual = everyday({ days: 20, messages: 10 });

const others = mailboxes(4).flatMap((mailbox) => everyday({ mailbox, days: 20, messages: 3 }));

/** Somebody of twelve messages a day takes up the telephone program, and on its first day it shows two hundred. */
function newProgram(mailbox: string, day: number, place: Place) {
  return [
    ...everyday({ mailbox, days: 20, messages: 3 }),
    ...access({ mailbox, day, hour: 11, count: 10, messages: 20, client: IPHONE, place }),
  ];
}

export const cases: DetectionCase[] = [
  {
    name: 'four hundred messages over IMAP to a rented machine',
    rows: [...usual, ...access({ day: 18, hour: 3, count: 20, messages: 20, client: IMAP, place: RENTED })],
    fires: { atLeast: 'high', atMost: 'high' },
  },
  {
    name: 'twice the pace in a strange browser abroad',
    rows: [
      ...usual,
      ...access({ day: 18, hour: 3, count: 10, messages: 10, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: { atLeast: 'medium', atMost: 'high' },
  },
  {
    name: 'two nights are one incident',
    rows: [
      ...usual,
      ...access({ day: 17, hour: 3, count: 20, messages: 20, client: IMAP, place: RENTED }),
      ...access({ day: 18, hour: 3, count: 20, messages: 20, client: IMAP, place: RENTED }),
    ],
    fires: { atLeast: 'high', findings: 1 },
  },
  {
    name: 'four hundred messages in a browser never used here, at home: mostly a new computer',
    rows: [...usual, ...access({ day: 18, hour: 20, count: 20, messages: 20, client: FIREFOX_LINUX })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'five people are given a new mail program within three days, which fetches the last weeks where they are at home',
    rows: mailboxes(5).flatMap((mailbox, n) => newProgram(mailbox, 16 + (n % 3), HOME)),
    fires: { atLeast: 'info', atMost: 'low', findings: 5 },
  },
  {
    name: 'the same program in one mailbox alone, at home',
    rows: [...newProgram(BEN, 16, HOME), ...others],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the same program in one mailbox alone, on a rented machine',
    rows: [...newProgram(BEN, 16, RENTED), ...others],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the same by a script, at home',
    rows: [...usual, ...access({ day: 18, hour: 20, count: 20, messages: 20, client: SCRIPT })],
    fires: { atLeast: 'high', atMost: 'high' },
  },
  {
    name: 'who travels three days a week, each time elsewhere, reads there what a traveller reads',
    rows: ['BR', 'JP', 'US', 'AU'].flatMap((country, week) => [
      ...everyday({ day: week * 7, days: 2, messages: 4 }),
      ...everyday({
        day: week * 7 + 2,
        days: 3,
        messages: 20,
        place: { ...ABROAD, ip: `203.0.113.${30 + week}`, asn: 64_520 + week, country },
      }),
    ]),
    fires: 'not',
  },
  {
    name: 'the owner catches up after leave, at home',
    rows: [...everyday({ days: 10, messages: 10 }), ...access({ day: 20, count: 30, messages: 10 })],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'hardly any history: the whole log is the measure',
    rows: [...everyday({ days: 6, messages: 10 }), ...access({ day: 2, hour: 20, count: 40, messages: 10 })],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'a heavy reader on a heavy day',
    rows: [...everyday({ days: 20, messages: 60 }), ...access({ day: 18, count: 10, messages: 20 })],
    fires: 'not',
  },
  {
    name: 'an ordinary day abroad',
    rows: [...usual, ...everyday({ day: 20, days: 2, messages: 10, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'on a journey a telephone shows the same dozen messages again and again, on every network anew',
    rows: [
      ...usual,
      ...access({ day: 20, count: 12, messages: 12, repeated: true, client: IPHONE, place: ABROAD }),
      ...access({
        day: 20,
        hour: 15,
        count: 12,
        messages: 12,
        repeated: true,
        client: IPHONE,
        place: RENTED,
      }),
    ],
    fires: 'not',
  },
  {
    name: 'another mailbox is slow: everybody has a pace',
    rows: [...usual, ...everyday({ mailbox: BEN, days: 20, count: 1 })],
    fires: 'not',
  },
  {
    name: 'what its user let in at home takes two hundred messages in a day: another detection asks about it',
    rows: [
      ...everyday({ days: 14 }),
      ...change({ kind: 'consent', day: 10, hour: 8, appId: APP, detail: 'Notes: Mail.Read' }),
      ...access({ day: 10, hour: 9, count: 10, messages: 20, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the same with nothing on record that lets it in',
    rows: [
      ...everyday({ days: 14 }),
      ...access({ day: 10, hour: 9, count: 10, messages: 20, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a new computer fetches three hundred messages at home, and is used in the hotel on the same day',
    rows: [
      ...everyday({ days: 20, messages: 3 }),
      ...access({ day: 18, hour: 11, count: 15, messages: 20, client: OUTLOOK }),
      ...access({ day: 18, hour: 20, count: 2, messages: 5, client: OUTLOOK, place: HOTEL }),
    ],
    fires: { atLeast: 'info', atMost: 'low', says: 'at usual places' },
  },
  {
    name: 'a strange program at home, and much of it abroad on the same day',
    rows: [
      ...everyday({ days: 20, messages: 3 }),
      ...access({ day: 18, hour: 11, count: 15, messages: 20, client: OUTLOOK }),
      ...access({ day: 18, hour: 20, count: 8, messages: 10, client: OUTLOOK, place: ABROAD }),
    ],
    fires: { atLeast: 'high' },
  },
];

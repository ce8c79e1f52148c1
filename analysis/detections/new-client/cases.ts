import {
  ABROAD,
  ANDROID,
  access,
  type DetectionCase,
  EDGE,
  everyday,
  FIREFOX_LINUX,
  HOTEL,
  IMAP,
  IPHONE,
  MOBILE,
  mailboxes,
  OUTLOOK,
  POP,
  phoneTakenAbroad,
  RENTED,
  VIA_PROXY,
} from '../_cases.ts';

const usual = everyday({ days: 10 });

/** IMAP on one night in the mailboxes of people who are not among the others, each from another country. */
function abroadAtOnce(people: number, others: readonly string[]) {
  return mailboxes(people + others.length)
    .filter((mailbox) => !others.includes(mailbox))
    .flatMap((mailbox, n) => [
      ...everyday({ mailbox, days: 10 }),
      ...access({
        mailbox,
        day: 9,
        hour: 1,
        count: 5,
        client: IMAP,
        place: {
          ...ABROAD,
          ip: `203.0.113.${40 + n}`,
          asn: 64_540 + n,
          country: ['BR', 'VN', 'TR', 'EG'][n % 4] ?? 'BR',
        },
      }),
    ]);
}

/** IMAP comes into use at home. */
function rolledOut(people: number) {
  return mailboxes(people).flatMap((mailbox) => [
    ...everyday({ mailbox, days: 8 }),
    ...everyday({ mailbox, day: 8, days: 2, client: IMAP }),
  ]);
}

export const cases: DetectionCase[] = [
  {
    name: 'IMAP, never used before, takes much from a rented machine',
    rows: [...usual, ...access({ day: 10, client: IMAP, place: RENTED, count: 5, messages: 40 })],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the owner sets up a mail program with POP at home',
    rows: [...usual, ...access({ day: 10, client: POP, count: 5, messages: 40 })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a browser nobody had behind a VPN, for two weeks at the pace of every day',
    rows: [
      ...usual,
      ...everyday({ day: 10, days: 14, count: 5, messages: 2, client: FIREFOX_LINUX, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'a phone nobody had, in another country',
    rows: [...usual, ...everyday({ day: 10, days: 3, client: ANDROID, place: ABROAD })],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a new phone at home',
    rows: [...usual, ...everyday({ day: 10, days: 3, client: IPHONE, place: MOBILE })],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'Outlook is rolled out to twelve people at their usual places',
    rows: mailboxes(12).flatMap((mailbox, n) => [
      ...everyday({ mailbox, days: 8 }),
      ...everyday({ mailbox, day: 8 + (n % 3), days: 2, client: OUTLOOK }),
    ]),
    fires: { atLeast: 'info', atMost: 'info', findings: 1 },
  },
  {
    name: 'the roll-out does not hide the one who comes from a rented machine',
    rows: [
      ...mailboxes(12).flatMap((mailbox) => [
        ...everyday({ mailbox, days: 8 }),
        ...everyday({ mailbox, day: 8, days: 2, client: IMAP }),
      ]),
      ...usual,
      ...access({ day: 10, client: IMAP, place: RENTED, count: 5, messages: 40 }),
    ],
    fires: { atLeast: 'info', atMost: 'high', findings: 2 },
  },
  {
    name: 'IMAP in four mailboxes in one night, each from another country: nobody rolls that out',
    rows: abroadAtOnce(4, []),
    fires: { atLeast: 'high', findings: 4 },
  },
  {
    name: 'of a roll-out at the usual places, one reads the first time on a journey',
    rows: [
      ...rolledOut(4),
      ...everyday({ days: 8 }),
      ...access({ day: 9, client: IMAP, place: ABROAD }),
      ...access({ day: 10, client: IMAP }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'four others of the same roll-out are at home with it: strangers abroad do not hide behind them',
    rows: [...rolledOut(4), ...abroadAtOnce(2, mailboxes(4))],
    fires: { atLeast: 'info', atMost: 'high', findings: 3 },
  },
  {
    name: 'OWA shows its second string',
    rows: [...usual, ...access({ day: 10, client: VIA_PROXY })],
    fires: 'not',
  },
  {
    name: 'Edge is updated',
    rows: [...usual, ...access({ day: 10, client: EDGE.replaceAll('140.0', '141.0') })],
    fires: 'not',
  },
  {
    name: 'the usual browser in a hotel',
    rows: [...usual, ...access({ day: 10, place: HOTEL })],
    fires: 'not',
  },
  {
    name: 'two browsers were in use from the beginning, one of them seldom',
    rows: [
      ...usual,
      ...access({ day: 0, client: FIREFOX_LINUX }),
      ...access({ day: 7, client: FIREFOX_LINUX }),
    ],
    fires: 'not',
  },
  {
    name: 'a borrowed computer abroad, where the own telephone is for four days and not at home',
    rows: [
      ...usual,
      ...phoneTakenAbroad(),
      ...access({ day: 12, hour: 10, count: 4, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'IMAP there is nothing that people borrow',
    rows: [
      ...usual,
      ...phoneTakenAbroad(),
      ...access({ day: 12, hour: 10, count: 4, client: IMAP, place: ABROAD }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'on the first day of the log Outlook fetches folders on a line seldom used, and is seldom seen after',
    rows: [
      ...everyday({ days: 20 }),
      ...access({
        day: 1,
        hour: 20,
        client: OUTLOOK,
        place: HOTEL,
        access: 'sync',
        folders: ['\\Inbox', '\\Sent', '\\A', '\\B'],
        count: 5,
      }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'Outlook fetches folders there after two weeks of log',
    rows: [
      ...everyday({ days: 20 }),
      ...access({
        day: 15,
        hour: 20,
        client: OUTLOOK,
        place: HOTEL,
        access: 'sync',
        folders: ['\\Inbox', '\\Sent', '\\A', '\\B'],
        count: 5,
      }),
    ],
    fires: { atLeast: 'medium' },
  },
];

import {
  ABROAD,
  ANA,
  access,
  BEN,
  change,
  type DetectionCase,
  EWS,
  everyday,
  FIREFOX_LINUX,
  HOTEL,
  mailboxes,
  OFFICE,
  phoneTakenAbroad,
  RENTED,
} from '../_cases.ts';

const both = [...everyday({ days: 10 }), ...everyday({ days: 10, mailbox: BEN })];

export const cases: DetectionCase[] = [
  {
    name: 'a colleague new to the mailbox reads it from a rented machine',
    rows: [...both, ...access({ day: 10, user: BEN, logon: 'delegate', place: RENTED, count: 4 })],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'three mailboxes, whole folders, from another country, as administrator',
    rows: [
      ...both,
      ...mailboxes(3).flatMap((mailbox) => [
        ...everyday({ mailbox, days: 10 }),
        ...access({ mailbox, day: 10, user: BEN, logon: 'admin', place: ABROAD, access: 'sync' }),
      ]),
    ],
    fires: { atLeast: 'critical' },
  },
  {
    name: 'an administrator opens three mailboxes in an evening, in the office',
    rows: [
      ...both,
      ...mailboxes(3).flatMap((mailbox) => [
        ...everyday({ mailbox, days: 10, place: OFFICE }),
        ...access({ mailbox, day: 10, hour: 20, user: BEN, logon: 'admin', place: OFFICE, client: EWS }),
      ]),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'a colleague copies a mailbox with an old right, in the office: no grant is in the log',
    rows: [
      ...everyday({ days: 10, place: OFFICE }),
      ...everyday({ days: 10, mailbox: BEN, place: OFFICE }),
      ...access({ day: 10, user: BEN, logon: 'delegate', place: OFFICE, access: 'sync', count: 5 }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a colleague opens two hundred messages of one evening, in the office',
    rows: [
      ...everyday({ days: 10, place: OFFICE }),
      ...everyday({ days: 10, mailbox: BEN, place: OFFICE }),
      ...access({ day: 10, hour: 19, user: BEN, logon: 'delegate', place: OFFICE, count: 200 }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a colleague looks a few messages up, in the office',
    rows: [
      ...everyday({ days: 10, place: OFFICE }),
      ...everyday({ days: 10, mailbox: BEN, place: OFFICE }),
      ...access({ day: 10, user: BEN, logon: 'delegate', place: OFFICE, count: 4 }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'a newly granted assistant at a usual place',
    rows: [
      ...both,
      ...change({
        kind: 'mailbox-permission',
        day: 9,
        actor: 'admin@contoso.example',
        mailbox: ANA,
        grantee: BEN,
      }),
      ...access({ day: 10, user: BEN, logon: 'delegate', count: 4 }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'the same, who also reads at another provider of the same country, and copies the mailbox there',
    rows: [
      ...both,
      ...change({
        kind: 'mailbox-permission',
        day: 9,
        actor: 'admin@contoso.example',
        mailbox: ANA,
        grantee: BEN,
      }),
      ...access({ day: 10, user: BEN, logon: 'delegate', count: 4 }),
      ...access({
        day: 10,
        hour: 20,
        user: BEN,
        logon: 'delegate',
        place: HOTEL,
        client: FIREFOX_LINUX,
        access: 'sync',
      }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'somebody who is on leave after the first days of the log reads for a colleague from where he reads his own mail',
    rows: [
      ...everyday({ days: 10 }),
      ...everyday({ mailbox: BEN, days: 3, place: ABROAD }),
      ...access({ day: 1, user: BEN, logon: 'delegate', place: ABROAD }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'on a journey somebody copies a colleague’s mailbox, with the browser of every day',
    rows: [...both, ...access({ day: 10, user: BEN, logon: 'delegate', place: ABROAD, access: 'sync' })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the same with a browser he never had, which the colleague has',
    rows: [
      ...both,
      ...everyday({ days: 10, hour: 10, client: FIREFOX_LINUX }),
      ...access({
        day: 10,
        user: BEN,
        logon: 'delegate',
        place: ABROAD,
        access: 'sync',
        client: FIREFOX_LINUX,
      }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'an account that nobody used for a week wakes abroad, and reads for a colleague, too',
    rows: [
      ...everyday({ days: 10 }),
      ...everyday({ mailbox: BEN, day: 8, days: 2, place: ABROAD }),
      ...access({ day: 8, user: BEN, logon: 'delegate', place: ABROAD }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'an assistant who always read, now once from abroad',
    rows: [
      ...both,
      ...everyday({ days: 10, user: BEN, logon: 'delegate', place: OFFICE }),
      ...access({ day: 10, user: BEN, logon: 'delegate', place: ABROAD }),
    ],
    fires: 'not',
  },
  {
    name: 'an owner who was renamed is still the owner',
    rows: [...both, ...access({ day: 10, user: 'ana.new@contoso.example', logon: 'owner', place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'a deputy reads from a borrowed computer abroad, where his telephone is and not at home',
    rows: [
      ...everyday({ days: 14 }),
      ...everyday({ mailbox: BEN, days: 10 }),
      ...phoneTakenAbroad(BEN),
      ...access({ logon: 'delegate', day: 12, hour: 10, count: 3, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
];

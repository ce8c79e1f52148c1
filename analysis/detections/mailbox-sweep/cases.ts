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
  IPHONE,
  MOBILE,
  mailboxes,
  OFFICE,
  RENTED,
  signIn,
} from '../_cases.ts';

/** Outlook for telephones. */
const PHONE = { client: IPHONE, caller: '27922004-5251-4030-b22d-91ecd9a37ea4' } as const;

const people = mailboxes(6);
/** everybody at a home of their own, and in the office */
const usual = people.flatMap((mailbox, n) => [
  ...everyday({ mailbox, days: 12, place: { ...HOME, ip: `192.0.2.${20 + n}` }, session: `home-${n}` }),
  ...everyday({ mailbox, days: 12, hour: 10, count: 1, place: OFFICE, session: `office-${n}` }),
  ...signIn(mailbox, `home-${n}`),
  ...signIn(mailbox, `office-${n}`),
]);

/** Lines at home that change their address every other day. */
const changingLines = people.flatMap((mailbox, n) =>
  Array.from({ length: 12 }, (_, day) =>
    access({ mailbox, day, count: 5, place: { ...HOME, ip: `192.0.2.${20 + n * 6 + (day >> 1)}` } }),
  ).flat(),
);

/** What four people have used in their own names reads everybody's mail in its own right, as it never did. */
const ownRight = [
  ...usual,
  ...people
    .slice(0, 4)
    .flatMap((mailbox) =>
      everyday({ mailbox, days: 9, hour: 11, count: 1, caller: APP, client: GRAPH, place: RENTED }),
    ),
  ...people.flatMap((mailbox) =>
    access({
      mailbox,
      day: 10,
      hour: 11,
      user: APP,
      userType: 5,
      caller: APP,
      client: GRAPH,
      place: { ...RENTED, ip: '203.0.113.205' },
    }),
  ),
];

export const cases: DetectionCase[] = [
  {
    name: 'an application reads six mailboxes in its own right, as it never did',
    rows: ownRight,
    fires: { atLeast: 'medium', never: 'administrator' },
  },
  {
    name: 'the same after an administrator let it in for everybody at work',
    rows: [
      ...ownRight,
      ...change({
        kind: 'app-role',
        actor: people[0] ?? '',
        mailbox: null,
        appId: APP,
        day: 10,
        hour: 9,
        detail: 'Mail.Read',
        place: OFFICE,
      }),
    ],
    fires: { atLeast: 'low', atMost: 'medium', says: 'an administrator let it in' },
  },
  {
    name: "one account in four colleagues' mailboxes at night, from a rented machine",
    rows: [
      ...usual,
      ...people
        .slice(0, 4)
        .flatMap((mailbox) =>
          access({ mailbox, day: 10, hour: 2, user: BEN, logon: 'delegate', place: RENTED, count: 2 }),
        ),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the same account in two of them',
    rows: [
      ...usual,
      ...people
        .slice(0, 2)
        .flatMap((mailbox) =>
          access({ mailbox, day: 10, hour: 2, user: BEN, logon: 'delegate', place: RENTED, count: 2 }),
        ),
    ],
    fires: 'not',
  },
  {
    name: 'one session reads as three people, each over another carrier’s address',
    rows: [
      ...usual,
      ...people
        .slice(0, 3)
        .flatMap((mailbox, n) =>
          access({ mailbox, day: 10, place: { ...MOBILE, ip: `198.51.100.${201 + n}` }, session: 'shared' }),
        ),
    ],
    fires: { atLeast: 'high', records: 3 },
  },
  {
    name: 'forged tokens from the first day of the log, on a rented machine',
    rows: [
      ...usual,
      ...people.slice(0, 3).flatMap((mailbox, n) =>
        [0, 2, 4, 6, 8, 10].flatMap((day) =>
          access({
            mailbox,
            day,
            hour: 2,
            count: 3,
            place: RENTED,
            client: FIREFOX_LINUX,
            session: `forged-${n}-${day}`,
          }),
        ),
      ),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'forged tokens every night on one rented machine, while the lines at home change their address every other day',
    rows: [
      ...changingLines,
      ...people
        .slice(0, 3)
        .flatMap((mailbox) =>
          everyday({ mailbox, days: 12, hour: 1, count: 1, place: RENTED, client: FIREFOX_LINUX }),
        ),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'the same on an ordinary line in another country',
    rows: [
      ...changingLines,
      ...people
        .slice(0, 3)
        .flatMap((mailbox) =>
          everyday({ mailbox, days: 12, hour: 1, count: 1, place: ABROAD, client: FIREFOX_LINUX }),
        ),
    ],
    fires: { atLeast: 'medium' },
  },
  ...(
    [
      [
        'in the sessions and browsers they have at home: a conference in another time zone',
        'own',
        'low',
        'low',
      ],
      ['in sessions that none of them has at home', 'away', 'medium', 'medium'],
    ] as const
  ).map(
    ([how, session, atLeast, atMost]): DetectionCase => ({
      name: `three people’s mailboxes read abroad, at hours when nobody reads at home, ${how}`,
      rows: [
        ...people.flatMap((mailbox, n) => everyday({ mailbox, days: 12, session: `own-${n}` })),
        ...people
          .slice(0, 3)
          .flatMap((mailbox, n) =>
            everyday({ mailbox, day: 12, days: 3, hour: 1, place: ABROAD, session: `${session}-${n}` }),
          ),
      ],
      fires: { atLeast, atMost },
    }),
  ),
  {
    name: 'three colleagues travel together',
    rows: [
      ...usual,
      ...people
        .slice(0, 3)
        .flatMap((mailbox, n) => [
          ...everyday({ mailbox, day: 12, days: 3, place: ABROAD, session: `away-${n}` }),
          ...signIn(mailbox, `away-${n}`),
        ]),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'five colleagues at a hotel abroad read their own mailboxes with the telephones they have at home',
    rows: [
      ...usual,
      ...people
        .slice(0, 5)
        .flatMap((mailbox, n) => [
          ...everyday({ mailbox, days: 12, ...PHONE, place: { ...HOME, ip: `192.0.2.${20 + n}` } }),
          ...everyday({ mailbox, day: 12, days: 2, ...PHONE, place: ABROAD }),
        ]),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'the same, and one of them left a computer running at home',
    rows: [
      ...usual,
      ...people
        .slice(0, 5)
        .flatMap((mailbox, n) => [
          ...everyday({ mailbox, days: 12, ...PHONE, place: { ...HOME, ip: `192.0.2.${20 + n}` } }),
          ...everyday({ mailbox, day: 12, days: 2, ...PHONE, place: ABROAD }),
          ...(n === 0 ? everyday({ mailbox, day: 12, days: 2, place: { ...HOME, ip: '192.0.2.20' } }) : []),
        ]),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'strangers abroad in the browsers of three people, who all read at home meanwhile',
    rows: [
      ...usual,
      ...people
        .slice(0, 3)
        .flatMap((mailbox, n) => [
          ...everyday({ mailbox, day: 12, days: 2, place: ABROAD }),
          ...everyday({ mailbox, day: 12, days: 2, place: { ...HOME, ip: `192.0.2.${20 + n}` } }),
        ]),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'an application that everybody uses reads five mailboxes in their owners’ names from a rented machine where it never was',
    rows: [
      ...usual,
      ...people
        .slice(0, 5)
        .flatMap((mailbox) => [
          ...everyday({ mailbox, days: 12, caller: APP, client: GRAPH, place: OFFICE }),
          ...access({ mailbox, day: 12, hour: 10, caller: APP, client: GRAPH, place: RENTED, count: 3 }),
        ]),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'an administrator is given three mailboxes, in the office',
    rows: [
      ...usual,
      ...people
        .slice(0, 3)
        .flatMap((mailbox) => access({ mailbox, day: 10, user: BEN, logon: 'delegate', place: OFFICE })),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  { name: 'everybody is in the office every day', rows: usual, fires: 'not' },
];

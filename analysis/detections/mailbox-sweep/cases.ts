import {
  ABROAD,
  access,
  BEN,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  HOME,
  mailboxes,
  OFFICE,
  RENTED,
  signIn,
} from '../_cases.ts';

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

export const cases: DetectionCase[] = [
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

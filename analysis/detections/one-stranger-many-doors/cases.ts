import {
  access,
  type DetectionCase,
  EDGE,
  everyday,
  FIREFOX_LINUX,
  HOME,
  HOTEL,
  IPHONE,
  mailboxes,
} from '../_cases.ts';

const people = mailboxes(6);
const usual = people.flatMap((mailbox, n) =>
  everyday({ mailbox, days: 12, place: { ...HOME, ip: `192.0.2.${20 + n}` } }),
);
/** a line of its own for each */
const line = (n: number) => ({ ...HOTEL, ip: `198.51.100.${130 + n}`, asn: 64_530 + n });

export const cases: DetectionCase[] = [
  {
    name: 'four people are caught in one afternoon, and read over four lines of the same country',
    rows: [
      ...usual,
      ...people
        .slice(0, 4)
        .flatMap((mailbox, n) =>
          access({ mailbox, day: 10, hour: 13 + n, count: 5, client: FIREFOX_LINUX, place: line(n) }),
        ),
    ],
    fires: { atLeast: 'medium', atMost: 'medium', records: 20 },
  },
  {
    name: 'two are not several',
    rows: [
      ...usual,
      ...people
        .slice(0, 2)
        .flatMap((mailbox, n) => access({ mailbox, day: 10, client: FIREFOX_LINUX, place: line(n) })),
    ],
    fires: 'not',
  },
  {
    name: 'four over eight days',
    rows: [
      ...usual,
      ...people
        .slice(0, 4)
        .flatMap((mailbox, n) => access({ mailbox, day: 6 + 2 * n, client: FIREFOX_LINUX, place: line(n) })),
    ],
    fires: 'not',
  },
  {
    name: 'four colleagues travel on one day, with their own computers and new telephones',
    rows: [
      ...usual,
      ...people
        .slice(0, 4)
        .flatMap((mailbox, n) => [
          ...access({ mailbox, day: 10, client: EDGE, place: line(n) }),
          ...access({ mailbox, day: 10, hour: 12, client: IPHONE, place: line(n) }),
        ]),
    ],
    fires: 'not',
  },
  {
    name: 'a new browser for everybody, at home',
    rows: [
      ...usual,
      ...people.flatMap((mailbox, n) =>
        access({ mailbox, day: 10, client: FIREFOX_LINUX, place: { ...HOME, ip: `192.0.2.${20 + n}` } }),
      ),
    ],
    fires: 'not',
  },
];

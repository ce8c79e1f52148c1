import {
  ABROAD,
  ANA,
  APP,
  access,
  approved,
  BEN,
  type DetectionCase,
  everyday,
  GRAPH,
  mailboxes,
  OFFICE,
  RENTED,
} from '../_cases.ts';

const people = mailboxes(6);
const own = { user: APP, userType: 5, caller: APP, client: GRAPH } as const;
const backup = people.flatMap((mailbox) => everyday({ mailbox, days: 12, ...own, place: OFFICE }));
const theft = people
  .slice(0, 4)
  .flatMap((mailbox) => access({ mailbox, day: 10, hour: 15, ...own, place: RENTED, count: 2 }));

/** one provider, whose other machines anybody can rent */
const NEXT_DOOR = { ...RENTED, ip: '198.51.100.44' };
const nightly = people.flatMap((mailbox) =>
  everyday({ mailbox, days: 12, hour: 1, ...own, place: RENTED, count: 1 }),
);

export const cases: DetectionCase[] = [
  {
    name: 'the secret of a backup is used on another machine of the same cloud, on a day of the backup',
    rows: [
      ...nightly,
      ...people
        .slice(0, 4)
        .flatMap((mailbox) => access({ mailbox, day: 10, hour: 15, ...own, place: NEXT_DOOR })),
    ],
    fires: { atLeast: 'high', records: 4 },
  },
  {
    name: 'the backup comes from a neighbouring address for a night',
    rows: [
      ...nightly,
      ...people.flatMap((mailbox) =>
        access({ mailbox, day: 12, hour: 1, ...own, place: { ...RENTED, ip: '203.0.113.201' } }),
      ),
    ],
    fires: 'not',
  },
  {
    name: 'an application without machines of its own comes from wherever its cloud puts it',
    rows: people.flatMap((mailbox, n) =>
      Array.from({ length: 12 }, (_, day) =>
        access({
          mailbox,
          day,
          hour: 1,
          ...own,
          place: { ...RENTED, ip: `198.51.${((n + day) % 9) * 7}.44` },
        }),
      ).flat(),
    ),
    fires: 'not',
  },
  {
    name: 'the secret of a backup is used elsewhere while the backup goes on',
    rows: [...backup, ...theft],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the maker moved to another provider',
    rows: [
      ...people.flatMap((mailbox) => everyday({ mailbox, days: 12, ...own, place: OFFICE })),
      ...people
        .slice(0, 2)
        .flatMap((mailbox) => everyday({ mailbox, day: 12, days: 3, ...own, place: RENTED })),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'an approved application from another network',
    rows: [...backup, ...theft, ...approved(APP, OFFICE.ip ?? '')],
    fires: { atLeast: 'high' },
  },
  {
    name: 'an approved application in a mailbox outside its set',
    rows: [
      ...everyday({ days: 8, mailbox: ANA, ...own, place: OFFICE }),
      ...approved(APP, '*', ANA),
      ...everyday({ days: 10, mailbox: BEN }),
      ...access({ day: 10, mailbox: BEN, ...own, place: OFFICE }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'an approved application inside its set, wherever it reads from',
    rows: [...backup, ...theft, ...approved(APP)],
    fires: 'not',
  },
  {
    name: 'an application that always came from two providers',
    rows: people.flatMap((mailbox, n) =>
      everyday({ mailbox, days: 12, ...own, place: n % 2 === 0 ? OFFICE : ABROAD }),
    ),
    fires: 'not',
  },
];

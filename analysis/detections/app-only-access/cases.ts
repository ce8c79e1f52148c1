import {
  APP,
  access,
  approved,
  change,
  type DetectionCase,
  everyday,
  GRAPH,
  mailboxes,
  RENTED,
} from '../_cases.ts';

const people = mailboxes(8);
const own = { user: APP, userType: 5, caller: APP, client: GRAPH } as const;
const usual = people.flatMap((mailbox) => [
  ...everyday({ mailbox, days: 10 }),
  ...everyday({ mailbox, days: 10, caller: APP, client: GRAPH, count: 1 }),
]);

export const cases: DetectionCase[] = [
  {
    name: 'an application known through its users reads four mailboxes in its own right',
    rows: [
      ...usual,
      ...people
        .slice(0, 4)
        .flatMap((mailbox) => access({ mailbox, day: 10, ...own, place: RENTED, count: 3 })),
    ],
    fires: { atLeast: 'high' },
  },
  ...([true, false] as const).map((atWork) => ({
    name: `its maker moves it from people’s rights to its own, let in by an administrator ${atWork ? 'at work' : 'from a rented machine'}`,
    rows: [
      ...usual,
      ...change({
        kind: 'app-role',
        actor: 'person1@contoso.example',
        mailbox: null,
        appId: APP,
        day: 10,
        hour: 8,
        detail: 'Graph: Mail.Read',
        ...(atWork ? {} : { place: RENTED }),
      }),
      ...people.flatMap((mailbox) =>
        access({ mailbox, day: 10, hour: 11, ...own, place: RENTED, count: 6, messages: 5 }),
      ),
    ],
    fires: atWork
      ? { atLeast: 'medium' as const, atMost: 'medium' as const, never: '|' }
      : { atLeast: 'critical' as const },
  })),
  {
    name: 'something reads in its own right and names no application',
    rows: [
      ...usual,
      ...access({ day: 10, user: 'serviceprincipal_1', userType: 6, caller: null, client: GRAPH }),
    ],
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'it was approved',
    rows: [...usual, ...approved(APP), ...access({ day: 10, ...own, place: RENTED })],
    fires: 'not',
  },
  {
    name: 'it always read in its own right',
    rows: people.flatMap((mailbox) => everyday({ mailbox, days: 12, ...own })),
    fires: 'not',
  },
];

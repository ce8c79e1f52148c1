import {
  ABROAD,
  ANA,
  APP,
  access,
  BEN,
  change,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  FRONT_END,
  GRAPH,
  HOME,
  HOTEL,
  IPHONE,
  MOBILE,
  mailboxes,
  marked,
  NEIGHBOUR,
  OFFICE,
  OUTLOOK,
  type Place,
  phoneTakenAbroad,
  RENTED,
} from '../_cases.ts';

const usual = everyday({ days: 10 });

/** People read at home on twenty days; on four of them also in one other place, in the session they have at home or not. */
function crowd(people: number, place: Place, session: (mailbox: string) => string) {
  return mailboxes(people).flatMap((mailbox) => [
    ...everyday({ mailbox, days: 20, session: `own ${mailbox}` }),
    ...everyday({ mailbox, day: 12, days: 4, hour: 11, place, session: session(mailbox) }),
  ]);
}

const SERVICE = { caller: APP, client: GRAPH } as const;

/** People who have a service in their own names every day, from the first day of the log. */
function service(people: number, place: Place) {
  return mailboxes(people).flatMap((mailbox) => [
    ...everyday({ mailbox, days: 10 }),
    ...everyday({ mailbox, days: 10, hour: 8, count: 1, ...SERVICE, place }),
  ]);
}

export const cases: DetectionCase[] = [
  {
    name: 'an administrator lets in at home a service that reads in people’s names from a rented machine',
    rows: [
      ...everyday({ days: 10 }),
      ...change({
        kind: 'consent',
        mailbox: null,
        appId: APP,
        day: 10,
        hour: 9,
        detail: 'CRM: Mail.Read, for all users',
      }),
      ...access({ day: 10, hour: 11, count: 5, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'one takes up a service that three people have had since the log began, on the same provider’s machines',
    rows: [
      ...usual,
      ...service(3, RENTED),
      ...access({ ...SERVICE, day: 8, hour: 11, count: 5, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'one takes up what two people have, on that provider’s machines',
    rows: [
      ...usual,
      ...service(2, RENTED),
      ...access({ ...SERVICE, day: 8, hour: 11, count: 5, place: RENTED }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'the same service reads somebody’s mail from another provider’s machines',
    rows: [
      ...usual,
      ...service(3, RENTED),
      ...access({
        ...SERVICE,
        day: 8,
        hour: 11,
        count: 5,
        place: { ...RENTED, ip: '203.0.113.205', asn: 64_511 },
      }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'an administrator lets in for everybody what three people have tried from the first day',
    rows: [
      ...mailboxes(3).flatMap((mailbox) => [
        ...everyday({ mailbox, days: 12 }),
        ...everyday({ mailbox, days: 12, hour: 8, count: 1, caller: APP, client: GRAPH, place: RENTED }),
      ]),
      ...everyday({ days: 12 }),
      ...change({
        kind: 'consent',
        mailbox: null,
        appId: APP,
        day: 8,
        hour: 15,
        detail: 'Reminders: Mail.Read, for all users',
      }),
      ...access({ day: 9, hour: 11, count: 5, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'what three people have tried reads somebody else’s mail, before an administrator lets it in for everybody',
    rows: [
      ...mailboxes(3).flatMap((mailbox) => [
        ...everyday({ mailbox, days: 12 }),
        ...everyday({ mailbox, days: 12, hour: 8, count: 1, caller: APP, client: GRAPH, place: RENTED }),
      ]),
      ...everyday({ days: 12 }),
      ...access({ day: 8, hour: 11, count: 5, caller: APP, client: GRAPH, place: RENTED }),
      ...change({
        kind: 'consent',
        mailbox: null,
        appId: APP,
        day: 8,
        hour: 15,
        detail: 'Reminders: Mail.Read, for all users',
      }),
    ],
    fires: { atLeast: 'low' },
  },
  {
    name: 'the owner travels with the own browser',
    rows: [...usual, ...everyday({ day: 10, days: 3, place: ABROAD })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a night in a hotel of the same country',
    rows: [...usual, ...access({ day: 10, place: HOTEL })],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'a strange browser on a rented machine, while the owner reads at home',
    rows: [
      ...usual,
      ...everyday({ day: 10, days: 1 }),
      ...access({ day: 10, hour: 9.1, count: 10, place: RENTED, client: FIREFOX_LINUX }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the own browser behind a new VPN, while the phone at home reads too',
    rows: [
      ...usual,
      ...everyday({ day: 10, days: 1 }),
      ...access({ day: 10, hour: 9.1, place: { ...RENTED, kind: 'vpn' } }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'on a VPN the owner uses a program that was seldom used before, but at home',
    rows: [
      ...everyday({ days: 10, client: OUTLOOK }),
      ...access({ day: 1, hour: 12 }),
      ...everyday({ day: 10, days: 2, place: RENTED }),
      ...access({ day: 10, place: { ...RENTED, ip: '203.0.113.201' } }),
      ...access({ day: 11, place: { ...RENTED, ip: '203.0.113.202' } }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a new browser behind a VPN whose exits change, at the pace of every day',
    rows: [
      ...usual,
      ...[0, 1, 2, 3].flatMap((n) =>
        everyday({
          day: 10 + 3 * n,
          days: 3,
          messages: 5,
          client: FIREFOX_LINUX,
          place: { ...RENTED, ip: `203.0.113.${210 + n}` },
        }),
      ),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'a new browser on the machines of three providers, one after the other',
    rows: [
      ...usual,
      ...[0, 1, 2].flatMap((n) =>
        access({
          day: 10,
          hour: 9 + n,
          client: FIREFOX_LINUX,
          place: { ...RENTED, ip: `203.0.113.${220 + n}`, asn: 64506 + n },
        }),
      ),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a new browser on a line whose provider gives it another address every day',
    rows: [
      ...usual,
      ...[0, 1, 2, 3].flatMap((n) =>
        access({ day: 10 + n, client: FIREFOX_LINUX, place: { ...HOTEL, ip: `198.51.100.${120 + n}` } }),
      ),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a new browser on the lines of three providers of the same country',
    rows: [
      ...usual,
      ...[0, 1, 2].flatMap((n) =>
        access({
          day: 10 + n,
          client: FIREFOX_LINUX,
          place: { ...HOTEL, ip: `198.51.100.${120 + n}`, asn: 64_506 + n },
        }),
      ),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'somebody moves house, takes up a phone there, and a VPN with both',
    rows: [
      ...usual,
      ...everyday({ day: 10, days: 6, place: NEIGHBOUR }),
      ...everyday({ day: 10, days: 6, hour: 12, client: IPHONE, place: NEIGHBOUR }),
      ...everyday({ day: 12, days: 3, hour: 15, client: IPHONE, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a stranger reads a mailbox and two shared ones from a rented machine for days: one reader makes no office',
    rows: [
      ...[BEN, ...mailboxes(2)].flatMap((mailbox) => everyday({ mailbox, days: 12 })),
      ...[BEN, ...mailboxes(2)].flatMap((mailbox) =>
        everyday({
          mailbox,
          user: BEN,
          logon: mailbox === BEN ? 'owner' : 'delegate',
          day: 8,
          days: 5,
          hour: 11,
          client: FIREFOX_LINUX,
          place: RENTED,
        }),
      ),
    ],
    fires: { atLeast: 'medium', findings: 3 },
  },
  {
    name: 'a rented machine is used from the first day of the log, now and then',
    rows: [...usual, ...access({ day: 1, place: RENTED }), ...access({ day: 6, place: RENTED })],
    fires: { atLeast: 'low' },
  },
  {
    name: 'a strange browser on a machine in Microsoft’s cloud, which Microsoft’s own services always came from',
    rows: [
      ...usual,
      ...everyday({ days: 10, hour: 10, client: GRAPH, place: FRONT_END }),
      ...access({
        day: 10,
        client: FIREFOX_LINUX,
        place: { ...FRONT_END, ip: '203.0.113.90', frontEnd: false },
      }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the telephone reads through a machine of Microsoft’s cloud in another country',
    rows: [
      ...usual,
      ...access({
        day: 10,
        client: IPHONE,
        place: { ...FRONT_END, ip: '203.0.113.90', country: 'JP', frontEnd: false },
      }),
    ],
    fires: 'not',
  },
  {
    name: 'another line of the same provider',
    rows: [...usual, ...access({ day: 10, place: NEIGHBOUR })],
    fires: 'not',
  },
  {
    name: 'the carrier of the phone, in another country',
    rows: [...usual, ...access({ day: 10, place: { ...MOBILE, country: 'FR' } })],
    fires: 'not',
  },
  {
    name: "an application behind Graph, whose address is Microsoft's",
    rows: [...usual, ...access({ day: 10, place: FRONT_END, client: GRAPH })],
    fires: 'not',
  },
  {
    name: 'the first day at an office where many work',
    rows: [
      ...usual,
      ...[BEN, ...mailboxes(3)].flatMap((mailbox) => everyday({ mailbox, days: 10, place: OFFICE })),
      ...access({ day: 10, place: OFFICE }),
    ],
    fires: 'not',
  },
  {
    name: 'an office that is on another line for four days: five come with the sessions they have at home',
    rows: crowd(5, RENTED, (mailbox) => `own ${mailbox}`),
    fires: 'not',
  },
  {
    name: 'somebody on a rented machine in five mailboxes for four days, in sessions of its own',
    rows: crowd(5, RENTED, (mailbox) => `strange ${mailbox}`),
    fires: { atLeast: 'low', findings: 5 },
  },
  {
    name: 'four are no crowd',
    rows: crowd(4, RENTED, (mailbox) => `own ${mailbox}`),
    fires: { atLeast: 'low', findings: 4 },
  },
  {
    name: 'an assistant reads for the boss from where she always reads',
    rows: [
      ...usual,
      ...everyday({ mailbox: BEN, days: 10, place: HOTEL }),
      ...access({ mailbox: ANA, user: BEN, logon: 'delegate', day: 10, place: HOTEL }),
    ],
    fires: 'not',
  },
  {
    name: 'too little of the log to know what is new',
    rows: [...everyday({ days: 2 }), ...access({ day: 2, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'an address that a responder trusts',
    rows: [...usual, ...access({ day: 10, place: ABROAD }), ...marked('trusted', `ip:${ABROAD.ip}`)],
    fires: 'not',
  },
  {
    name: 'no address on record',
    rows: [...usual, ...access({ day: 10, place: { ...HOME, ip: null, asn: null, country: null } })],
    fires: 'not',
  },
  {
    name: 'a borrowed computer abroad, where the own telephone is for four days and not at home',
    rows: [
      ...usual,
      ...phoneTakenAbroad(),
      ...access({ day: 12, hour: 10, count: 4, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: { atLeast: 'low', atMost: 'low', says: 'on a journey' },
  },
  {
    name: 'a strange computer abroad beside a telephone like the owner’s, which is at home meanwhile',
    rows: [
      ...usual,
      ...everyday({ days: 14, hour: 8, client: IPHONE }),
      ...everyday({ day: 10, days: 4, hour: 8.2, client: IPHONE, place: ABROAD }),
      ...access({ day: 12, hour: 10, count: 4, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: { atLeast: 'medium', never: 'on a journey' },
  },
  {
    name: 'somebody moves abroad and buys a computer there: nobody reads at home from then on',
    rows: [...usual, ...everyday({ day: 12, days: 8, client: FIREFOX_LINUX, place: ABROAD })],
    fires: { atLeast: 'low', atMost: 'low', says: 'on a journey' },
  },
  {
    name: 'the same computer abroad, while somebody reads at home every evening',
    rows: [
      ...usual,
      ...everyday({ day: 10, days: 10, hour: 17 }),
      ...everyday({ day: 12, days: 8, client: FIREFOX_LINUX, place: ABROAD }),
    ],
    fires: { atLeast: 'medium', never: 'on a journey' },
  },
  {
    name: 'what its user let in at home lives on rented machines',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 8 }),
      ...change({ kind: 'consent', day: 10, hour: 8, appId: APP, detail: 'Notes: Mail.Read' }),
      ...access({ ...SERVICE, day: 10, hour: 9, count: 5, place: RENTED }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'the same, let in from abroad',
    rows: [
      ...usual,
      ...change({ kind: 'consent', day: 10, hour: 8, appId: APP, place: ABROAD }),
      ...access({ ...SERVICE, day: 10, hour: 9, count: 5, place: RENTED }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a record that names no application, from the address of a service that four people have had since the log began',
    rows: [
      ...usual,
      ...service(4, RENTED),
      ...access({ day: 8, hour: 11, count: 5, client: GRAPH, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a record that names no application, from another address of that provider',
    rows: [
      ...usual,
      ...service(4, RENTED),
      ...access({ day: 8, hour: 11, count: 5, client: GRAPH, place: { ...RENTED, ip: '203.0.113.207' } }),
    ],
    fires: { atLeast: 'medium' },
  },
];

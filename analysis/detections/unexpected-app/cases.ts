import {
  ABROAD,
  ANA,
  APP,
  access,
  approved,
  BEN,
  type ChangeOptions,
  change,
  type DetectionCase,
  EDGE,
  EWS,
  everyday,
  FRONT_END,
  GRAPH,
  HOME,
  HOTEL,
  IPHONE,
  MOBILE,
  mailboxes,
  marked,
  OTHER_APP,
  RENTED,
} from '../_cases.ts';

/** Microsoft Graph Command Line Tools: Microsoft's own, and anybody's with a token. */
const GRAPH_TOOLS = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

/** A tenant of twelve that reads mail in the browser. */
const tenant = [ANA, BEN, ...mailboxes(10)].flatMap((mailbox) =>
  everyday({ mailbox, days: 12, count: 1, client: EDGE }),
);

/** Reported in attacks: the table of applications. */
const REPORTED = 'ff8d92dc-3d82-41d6-bcbd-b9174d163620';
const BACKUP = {
  user: APP,
  userType: 5,
  caller: APP,
  client: GRAPH,
  place: RENTED,
  day: 10,
  hour: 11,
} as const;

function letInByAdmin(given: Partial<ChangeOptions>) {
  return change({
    kind: 'app-role',
    actor: ANA,
    mailbox: null,
    appId: APP,
    day: 10,
    hour: 10,
    detail: 'Graph: Mail.Read',
    ...given,
  });
}

/** The log is off for four hours of the second day; an unknown application reads little, for four days. */
function afterTheLogWasOff(firstDay: number) {
  return [
    ...tenant,
    ...change({ kind: 'ingestion-off', day: 1, hour: 8, place: RENTED, mailbox: null }),
    ...change({ kind: 'ingestion-on', day: 1, hour: 12, place: RENTED, mailbox: null }),
    ...[0, 1, 2, 3].flatMap((day) => access({ day: firstDay + day, hour: 11, ...READ_FOR_ANA })),
  ];
}
const READ_FOR_ANA = { client: GRAPH, caller: APP, place: FRONT_END, messages: 12 } as const;

const ORDERS = 'orders@contoso.example';

/** What a service in its own right reads of them every night, from the machines of one provider. */
function ordersService(day: number, days: number) {
  return everyday({ ...SHORT_LOG_APP, mailbox: ORDERS, place: RENTED, day, days, hour: 3, messages: 5 });
}

/** Microsoft Office: what Outlook for Mac calls itself, and whoever phishes with a device code. */
const OFFICE_ID = 'd3590ed6-52b3-4102-aeff-aad2292ab01c';
const MAC = { caller: OFFICE_ID, client: 'Client=WebServices;MacOutlook/16.90;' } as const;

const TOOLS = { caller: GRAPH_TOOLS, client: GRAPH } as const;
const SHORT_LOG_APP = { user: APP, userType: 5, caller: APP, client: GRAPH } as const;

/** Its whole mailbox lies on the machine of whoever signs in. */
const EM_CLIENT = 'e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd';
const SPARK = 'b50c1dbd-1855-4e54-b07c-d3c3029e93d3';
const letInSpark = change({
  kind: 'consent',
  day: 7,
  hour: 8,
  appId: SPARK,
  detail: 'Spark: Mail.ReadWrite',
});
const readBySpark = [
  ...access({ day: 7, hour: 8.2, count: 8, messages: 20, caller: SPARK, client: GRAPH, place: RENTED }),
  ...everyday({ day: 7, days: 5, hour: 9, caller: SPARK, client: GRAPH, place: RENTED }),
];

/** Outlook for phones, which five of six have; the sixth takes it up abroad, gone from home or as the log says not. */
function onAJourney(gone: boolean) {
  const program = { client: IPHONE, caller: '27922004-5251-4030-b22d-91ecd9a37ea4' } as const;
  return [
    ...mailboxes(5).flatMap((mailbox) => [
      ...everyday({ mailbox, days: 20 }),
      ...everyday({ mailbox, days: 20, hour: 8, ...program }),
    ]),
    ...everyday({ days: gone ? 10 : 20 }),
    ...everyday({ day: 18, days: gone ? 2 : 0 }),
    ...everyday({ day: 11, days: 6, hour: 8, ...program, place: ABROAD }),
  ];
}

export const cases: DetectionCase[] = [
  {
    name: 'a log of two days: on the second an application nobody knows reads four mailboxes from a rented machine',
    rows: mailboxes(8).flatMap((mailbox, n) => [
      ...everyday({ mailbox, days: 2 }),
      ...(n < 4 ? access({ mailbox, day: 1, hour: 4, ...SHORT_LOG_APP, place: RENTED, count: 3 }) : []),
    ]),
    fires: { atLeast: 'high', atMost: 'high' },
  },
  {
    name: 'a log of two days: on the second Microsoft’s command line reads for somebody, on a terminal server',
    rows: mailboxes(6).flatMap((mailbox, n) => [
      ...everyday({ mailbox, days: 2, place: RENTED }),
      ...(n === 0 ? access({ mailbox, day: 1, ...TOOLS, place: RENTED, count: 3 }) : []),
    ]),
    fires: 'not',
  },
  {
    name: 'a log of one day: Microsoft’s command line reads for somebody, on a rented machine where nobody sits',
    rows: mailboxes(6).flatMap((mailbox, n) => [
      ...everyday({ mailbox, days: 1 }),
      ...(n === 0 ? access({ mailbox, day: 0, hour: 11, ...TOOLS, place: RENTED, count: 30 }) : []),
    ]),
    fires: { atLeast: 'medium', atMost: 'medium', records: 30 },
  },
  {
    name: 'Microsoft’s command line empties a mailbox on a rented machine, whose owner has read on too few days to have habits',
    rows: [
      ...mailboxes(6).flatMap((mailbox) => everyday({ mailbox, days: 9 })),
      ...everyday({ days: 2 }),
      ...access({ day: 5, ...TOOLS, place: RENTED, count: 60, every: 1, messages: 10 }),
      ...everyday({ day: 6, days: 3 }),
    ],
    fires: { atLeast: 'high', atMost: 'high', records: 60 },
  },
  {
    name: 'Microsoft’s command line runs there every day for somebody, from the beginning',
    rows: [
      ...mailboxes(6).flatMap((mailbox) => everyday({ mailbox, days: 9 })),
      ...everyday({ days: 9 }),
      ...everyday({ days: 9, hour: 2, ...TOOLS, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'a log of two days: a backup reads in both nights',
    rows: mailboxes(6).flatMap((mailbox) => [
      ...everyday({ mailbox, days: 2 }),
      ...everyday({ mailbox, days: 2, hour: 2, ...SHORT_LOG_APP, place: RENTED }),
    ]),
    fires: 'not',
  },
  {
    name: 'an unknown application appears after ten days and reads one mailbox in its own right',
    rows: [
      ...tenant,
      ...access({
        day: 10,
        count: 20,
        client: GRAPH,
        caller: APP,
        place: FRONT_END,
        userType: 6,
        user: APP,
        messages: 20,
      }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'an unknown application is first seen the day after the log was off, and nothing on record lets it in',
    rows: afterTheLogWasOff(2),
    fires: { atLeast: 'high', atMost: 'high', records: 4 },
  },
  {
    name: 'the same, with the consent on record',
    rows: [...afterTheLogWasOff(2), ...change({ kind: 'consent', appId: APP, day: 2, hour: 10 })],
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'the same application, seen before the log was off as well',
    rows: [...afterTheLogWasOff(2), ...access({ day: 0, hour: 11, ...READ_FOR_ANA })],
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'an unknown application is first seen three days after the log was off',
    rows: afterTheLogWasOff(4),
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'somebody tried to switch the log off, in vain, the day before an unknown application is first seen',
    rows: afterTheLogWasOff(2).map((row) => (row.table === 'change' ? { ...row, succeeded: false } : row)),
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'an unknown application was there from the first day of the log, in one mailbox of twelve',
    rows: [...tenant, ...everyday({ days: 12, client: EWS, caller: APP, place: RENTED })],
    fires: { atLeast: 'low' },
  },
  {
    name: "Microsoft's own command line reads a mailbox that never saw it, from abroad",
    rows: [
      ...tenant,
      ...access({ day: 10, count: 30, client: GRAPH, caller: GRAPH_TOOLS, place: ABROAD, messages: 10 }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'one application in several mailboxes is one finding',
    rows: [
      ...tenant,
      ...mailboxes(5).flatMap((mailbox) =>
        access({ mailbox, day: 10, count: 3, client: GRAPH, caller: APP, userType: 6, user: APP }),
      ),
    ],
    fires: { atLeast: 'high', findings: 1 },
  },
  {
    name: 'an administrator lets in a backup at the office; an hour later it reads everybody’s mail in its own right, from a rented machine',
    rows: [
      ...tenant,
      ...letInByAdmin({}),
      ...mailboxes(10).flatMap((mailbox) => access({ mailbox, ...BACKUP, count: 6, messages: 5 })),
    ],
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'the same, let in from a rented machine where the administrator never is',
    rows: [
      ...tenant,
      ...letInByAdmin({ place: RENTED }),
      ...mailboxes(10).flatMap((mailbox) => access({ mailbox, ...BACKUP, count: 6, messages: 5 })),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the same, let in over a carrier of a country in which the administrator never is',
    rows: [
      ...tenant,
      ...letInByAdmin({ place: { ...MOBILE, country: 'BR' } }),
      ...mailboxes(10).flatMap((mailbox) => access({ mailbox, ...BACKUP, count: 6, messages: 5 })),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'an application reported in attacks reads a little, let in by an administrator at the office',
    rows: [
      ...tenant,
      ...letInByAdmin({ appId: REPORTED }),
      ...access({ ...BACKUP, caller: REPORTED, user: REPORTED }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'an application behind Microsoft’s machines reads little in three mailboxes, by day and by night',
    rows: [
      ...tenant,
      ...mailboxes(3).flatMap((mailbox) =>
        Array.from({ length: 6 }, (_, n) =>
          access({
            mailbox,
            day: 6 + n,
            hour: 1,
            count: 8,
            every: 170,
            caller: APP,
            client: GRAPH,
            place: FRONT_END,
          }),
        ).flat(),
      ),
    ],
    fires: { atLeast: 'info', never: 'at the hours of its users' },
  },
  {
    name: 'three people connect a service of theirs, which lives on rented machines and reads a little each day',
    rows: [
      ...tenant,
      ...[ANA, BEN, ...mailboxes(1)].flatMap((mailbox) => [
        ...change({
          kind: 'consent',
          actor: mailbox,
          mailbox,
          appId: APP,
          day: 9,
          hour: 9,
          detail: 'Signing: Mail.Read',
        }),
        ...access({ mailbox, caller: APP, client: GRAPH, place: RENTED, day: 9, hour: 11, count: 3 }),
        ...access({ mailbox, caller: APP, client: GRAPH, place: RENTED, day: 10, hour: 11, count: 3 }),
      ]),
    ],
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'three people let in an assistant that reads eighty messages of each within a week',
    rows: [
      ...tenant,
      ...[ANA, BEN, ...mailboxes(1)].flatMap((mailbox) => [
        ...change({ kind: 'consent', actor: mailbox, mailbox, appId: APP, day: 6, hour: 9, detail: 'Notes' }),
        ...[7, 8, 9, 10].flatMap((day) =>
          access({ mailbox, caller: APP, client: GRAPH, place: RENTED, day, hour: 3, count: 4, messages: 5 }),
        ),
      ]),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'an unknown service reads the orders’ mailbox every day since the log began, as whose owner nobody signs in',
    rows: [
      ...tenant,
      ...everyday({ mailbox: ORDERS, user: BEN, logon: 'delegate', days: 12, count: 1 }),
      ...everyday({ mailbox: ORDERS, client: GRAPH, place: FRONT_END, days: 2, hour: 5 }),
      ...ordersService(0, 12),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the same in a mailbox that a person reads',
    rows: [...tenant, ...everyday({ mailbox: ORDERS, days: 12, count: 1 }), ...ordersService(0, 12)],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'a service comes to the orders’ mailbox on the seventh day, and reads from then on',
    rows: [
      ...tenant,
      ...everyday({ mailbox: ORDERS, user: BEN, logon: 'delegate', days: 12, count: 1 }),
      ...ordersService(6, 6),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a script asks Graph from a rented machine under the id of Office, with which Outlook for Mac reads there at home',
    rows: [
      ...tenant,
      ...[ANA, BEN, ...mailboxes(3)].flatMap((mailbox) => everyday({ mailbox, days: 12, hour: 10, ...MAC })),
      ...access({
        day: 10,
        hour: 3,
        caller: OFFICE_ID,
        client: GRAPH,
        place: RENTED,
        count: 30,
        messages: 10,
      }),
    ],
    fires: { atLeast: 'high', atMost: 'high', records: 30, says: 'by an interface' },
  },
  {
    name: 'Outlook for Mac is taken along behind a VPN, and asks there as it does at home',
    rows: [
      ...tenant,
      ...[ANA, BEN, ...mailboxes(3)].flatMap((mailbox) => everyday({ mailbox, days: 12, hour: 10, ...MAC })),
      ...access({ day: 10, hour: 15, ...MAC, place: RENTED, count: 30, messages: 10 }),
    ],
    fires: 'not',
  },
  {
    name: 'two people let in a mail program of theirs, and read with it what they read every day',
    rows: [
      ...tenant,
      ...[ANA, BEN].flatMap((mailbox) => [
        ...change({ kind: 'consent', actor: mailbox, mailbox, appId: APP, day: 0, hour: 8, detail: 'Mail' }),
        ...everyday({ mailbox, caller: APP, client: GRAPH, place: RENTED, days: 12, hour: 8.5, messages: 5 }),
      ]),
    ],
    fires: { atLeast: 'low', atMost: 'medium', never: 'it took much' },
  },
  { name: 'nobody uses an application', rows: tenant, fires: 'not' },
  {
    name: 'an application that half of the mailboxes used from the first day',
    rows: [
      ...tenant,
      ...mailboxes(10).flatMap((mailbox) => everyday({ mailbox, days: 12, client: EWS, caller: OTHER_APP })),
    ],
    fires: 'not',
  },
  {
    name: 'an application that was approved for this mailbox',
    rows: [
      ...tenant,
      ...access({ day: 10, client: GRAPH, caller: APP, place: HOME }),
      ...approved(APP, '*', ANA),
    ],
    fires: 'not',
  },
  {
    name: 'an approved application outside of the mailboxes it was approved for',
    rows: [
      ...tenant,
      ...access({ day: 10, client: GRAPH, caller: APP, mailbox: BEN }),
      ...approved(APP, '*', ANA),
    ],
    fires: { atLeast: 'low' },
  },
  {
    name: 'an application at an address that a responder trusts',
    rows: [
      ...tenant,
      ...access({ day: 10, client: GRAPH, caller: APP, place: RENTED }),
      ...marked('trusted', `ip:${RENTED.ip}`),
    ],
    fires: 'not',
  },
  {
    name: 'a known mail program that its user let in at home fetches a hundred and sixty messages to its maker’s machines, and reads on',
    rows: [...tenant, ...letInSpark, ...readBySpark],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the same with nothing on record that lets it in',
    rows: [...tenant, ...readBySpark],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a program that keeps a whole mailbox, let in at home, reads at the address of its user’s own browser',
    rows: [
      ...tenant,
      ...change({ kind: 'consent', day: 9, hour: 8, appId: EM_CLIENT, detail: 'eM Client: EWS' }),
      ...everyday({ day: 9, days: 3, hour: 9.2, caller: EM_CLIENT, client: EWS }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the same at another provider',
    rows: [
      ...tenant,
      ...change({ kind: 'consent', day: 9, hour: 8, appId: EM_CLIENT, detail: 'eM Client: EWS' }),
      ...everyday({ day: 9, days: 3, hour: 9.2, caller: EM_CLIENT, client: EWS, place: HOTEL }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'Outlook for Mac is set up at home under the id of Office, fetches everything, and is taken to a café',
    rows: [
      ...tenant,
      ...everyday({ days: 12, hour: 11 }),
      ...access({ day: 8, hour: 11, count: 15, messages: 20, ...MAC }),
      ...everyday({ day: 9, days: 3, hour: 10, ...MAC }),
      ...access({ day: 10, hour: 18, count: 3, ...MAC, place: HOTEL }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the same, first seen abroad',
    rows: [
      ...tenant,
      ...everyday({ days: 12, hour: 11 }),
      ...access({ day: 8, hour: 10, count: 15, messages: 20, ...MAC, place: ABROAD }),
      ...everyday({ day: 9, days: 3, hour: 10, ...MAC }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'somebody takes up on a journey the telephone program that others have, and nobody reads at home for a week',
    rows: onAJourney(true),
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'the same while somebody reads at home every day',
    rows: onAJourney(false),
    fires: { atLeast: 'medium' },
  },
];

import {
  ABROAD,
  ANDROID,
  APP,
  access,
  approved,
  BEN,
  change,
  type DetectionCase,
  EWS,
  everyday,
  FRONT_END,
  GRAPH,
  IPHONE,
  MOBILE,
  mailboxes,
  RENTED,
} from '../_cases.ts';

/** Microsoft Graph Command Line Tools. */
const GRAPH_TOOLS = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

/** Microsoft Flow Service. */
const FLOWS = '7df0a125-d3be-4c96-aa54-591f83ff541c';

const usual = everyday({ days: 14 });
/** One message in every hour of six days. */
const drip = { day: 8, hour: 0.3, count: 144, every: 60 };

export const cases: DetectionCase[] = [
  {
    name: 'an administrator lets in at the office what reads a little of one mailbox, day and night, from a rented machine',
    rows: [
      ...everyday({ days: 8 }),
      ...change({
        kind: 'consent',
        mailbox: null,
        appId: APP,
        day: 8,
        hour: 0,
        detail: 'CRM: Mail.Read, for all users',
      }),
      ...access({ day: 8, hour: 1, count: 120, every: 60, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'the same, which its owner let in alone',
    rows: [
      ...everyday({ days: 8 }),
      ...change({ kind: 'consent', appId: APP, day: 8, hour: 0, detail: 'CRM: Mail.Read' }),
      ...access({ day: 8, hour: 1, count: 120, every: 60, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a command line of Microsoft’s reads one message an hour, from abroad',
    rows: [...usual, ...access({ ...drip, client: GRAPH, caller: GRAPH_TOOLS, place: ABROAD })],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the same behind Microsoft’s addresses, from the first day of the log, in one mailbox of six',
    rows: [
      ...usual,
      ...mailboxes(5).flatMap((mailbox) => everyday({ mailbox, days: 14 })),
      ...access({ hour: 0.3, count: 300, every: 60, client: GRAPH, caller: GRAPH_TOOLS, place: FRONT_END }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'an application nobody knows, from the first day of the log, in one mailbox of six',
    rows: [
      ...usual,
      ...mailboxes(5).flatMap((mailbox) => everyday({ mailbox, days: 14 })),
      ...access({ hour: 0.3, count: 300, every: 60, client: GRAPH, caller: APP, place: FRONT_END }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a phone nobody had never sleeps',
    rows: [...usual, ...access({ ...drip, client: ANDROID, place: ABROAD })],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'an assistant that was connected at home',
    rows: [...usual, ...access({ ...drip, client: EWS })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'an approved archive',
    rows: [...usual, ...access({ ...drip, client: GRAPH, caller: APP }), ...approved(APP)],
    fires: 'not',
  },
  {
    name: 'a new phone whose owner sleeps',
    rows: [...usual, ...everyday({ day: 8, days: 6, count: 3, client: IPHONE, place: MOBILE })],
    fires: 'not',
  },
  {
    name: 'what was always there never sleeps',
    rows: [
      ...usual,
      ...access({ hour: 0.3, count: 300, every: 60, client: IPHONE }),
      ...everyday({ mailbox: BEN, days: 14 }),
    ],
    fires: 'not',
  },
  {
    name: 'one night of it',
    rows: [...usual, ...access({ day: 10, hour: 0, count: 90, every: 15, client: ANDROID, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'a flow of Power Automate that is new to the mailbox answers to mail by day and by night',
    rows: [...usual, ...access({ ...drip, client: GRAPH, caller: FLOWS, place: FRONT_END })],
    fires: { atLeast: 'low', atMost: 'low', says: 'a flow' },
  },
  {
    name: 'the same id on a rented machine, where Microsoft runs no flow',
    rows: [...usual, ...access({ ...drip, client: GRAPH, caller: FLOWS, place: RENTED })],
    fires: { atLeast: 'high' },
  },
];

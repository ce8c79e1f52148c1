import {
  APP,
  access,
  type DetectionCase,
  EWS,
  everyday,
  FRONT_END,
  GRAPH,
  marked,
  RENTED,
} from '../_cases.ts';

const usual = everyday({ days: 12 });
const storm = access({ day: 10, hour: 1, count: 900, every: 1, client: EWS, place: RENTED });

export const cases: DetectionCase[] = [
  {
    name: 'a program nobody knew comes near the limit from a rented machine',
    rows: [...usual, ...storm],
    fires: { atLeast: 'medium', atMost: 'high' },
  },
  {
    name: 'the same, and Exchange stops recording',
    rows: [
      ...usual,
      ...storm,
      ...access({ day: 10, hour: 16.1, client: EWS, place: RENTED, throttled: true }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a mailbox that its usual reader throttles',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 1, count: 60 }),
      ...access({ day: 10, hour: 9, throttled: true }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'an application of which a log of three days shows nothing before, throttles it: it is no usual reader',
    rows: [
      ...everyday({ days: 4 }),
      ...access({ day: 3, hour: 1, count: 900, every: 1, client: GRAPH, caller: APP, place: RENTED }),
      ...access({ day: 3, hour: 16.1, client: GRAPH, caller: APP, place: RENTED, throttled: true }),
    ],
    fires: { atLeast: 'low', atMost: 'low', says: 'by a reader not seen in it before' },
  },
  {
    name: 'an application that was always there, near the limit',
    rows: [
      ...everyday({ days: 12, client: GRAPH, caller: APP, place: FRONT_END }),
      ...access({ day: 10, hour: 0, count: 820, every: 1, client: GRAPH, caller: APP, place: FRONT_END }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'what is marked trusted throttled it: its owner, who read a little beside it, did not',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 1, count: 900, every: 1, client: GRAPH, caller: APP, place: RENTED }),
      ...access({ day: 10, hour: 9, count: 17 }),
      ...access({ day: 10, hour: 16.1, client: GRAPH, caller: APP, place: RENTED, throttled: true }),
      ...marked('trusted', `app:${APP}`),
    ],
    fires: 'not',
  },
  {
    name: 'Sync is never throttled',
    rows: [...usual, ...access({ day: 10, hour: 0, count: 900, every: 1, access: 'sync' })],
    fires: 'not',
  },
  {
    name: 'seven hundred records over two days',
    rows: [...usual, ...access({ day: 10, hour: 1, count: 700, every: 4 })],
    fires: 'not',
  },
];

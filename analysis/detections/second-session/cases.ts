import {
  ABROAD,
  access,
  type DetectionCase,
  EDGE,
  everyday,
  FIREFOX_LINUX,
  HOTEL,
  IPHONE,
  MOBILE,
  NEIGHBOUR,
  RENTED,
  VIA_PROXY,
} from '../_cases.ts';

const OWN = 'own-session';
const usual = everyday({ days: 12, session: OWN });
/** Ana at home all morning, a message every quarter of an hour. */
const atHome = (day: number) => access({ day, hour: 9, count: 13, every: 15, session: OWN });
const second = (given: Parameters<typeof access>[0]) =>
  access({ day: 10, hour: 10.1, count: 6, every: 5, session: 'second', ...given });

export const cases: DetectionCase[] = [
  {
    name: 'the same browser on a rented machine, while she reads at home',
    rows: [...usual, ...atHome(10), ...second({ place: RENTED, count: 12 })],
    fires: { atLeast: 'high', atMost: 'high', records: 12 },
  },
  {
    name: 'through another provider of the country, on two days',
    rows: [
      ...usual,
      ...atHome(10),
      ...atHome(11),
      ...second({ place: HOTEL }),
      ...second({ place: HOTEL, day: 11 }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium', records: 12 },
  },
  {
    name: 'abroad, once',
    rows: [...usual, ...atHome(10), ...second({ place: ABROAD, hour: 10.1, count: 3, every: 4 })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'at a customer’s for two hours, on his computer',
    rows: [
      ...usual.filter(({ atS }) => atS < (atHome(10)[0]?.atS ?? 0)),
      ...access({ day: 10, hour: 9, session: OWN }),
      ...second({ place: HOTEL, count: 6, every: 20 }),
      ...access({ day: 10, hour: 12.5, session: OWN }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'through another provider, once: two computers with one browser look the same',
    rows: [...usual, ...atHome(10), ...second({ place: HOTEL, hour: 10.1, count: 3, every: 4 })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'what the session did when she did not read belongs to it',
    rows: [
      ...usual,
      ...atHome(10),
      ...second({ place: RENTED }),
      ...second({ place: RENTED, hour: 22, count: 5 }),
    ],
    fires: { atLeast: 'medium', records: 11 },
  },
  {
    name: 'what Outlook on the web did by itself in that session belongs to it, though it names no browser',
    rows: [
      ...usual,
      ...atHome(10),
      ...second({ place: RENTED }),
      ...second({ place: RENTED, client: VIA_PROXY, count: 4 }),
    ],
    fires: { atLeast: 'medium', records: 10 },
  },
  {
    name: 'while she reads on another line of her provider',
    rows: [
      ...usual,
      ...atHome(10).map((row) => ({ ...row, place: NEIGHBOUR })),
      ...second({ place: ABROAD }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a VPN switched on: the session is the same',
    rows: [...usual, ...atHome(10), ...second({ place: RENTED, session: OWN })],
    fires: 'not',
  },
  {
    name: 'a journey: signed in anew, and nobody reads at home',
    rows: [
      ...usual.filter(({ atS }) => atS < (atHome(10)[0]?.atS ?? 0)),
      ...second({ place: ABROAD, count: 12 }),
    ],
    fires: 'not',
  },
  {
    name: 'at home before and after, more than four hours apart',
    rows: [
      ...usual.filter(({ atS }) => atS < (atHome(10)[0]?.atS ?? 0)),
      ...access({ day: 10, hour: 9, session: OWN }),
      ...second({ place: ABROAD, hour: 9.75, count: 3 }),
      ...access({ day: 10, hour: 13.1, session: OWN }),
    ],
    fires: 'not',
  },
  {
    name: 'another browser is another question',
    rows: [...usual, ...atHome(10), ...second({ place: RENTED, client: FIREFOX_LINUX })],
    fires: 'not',
  },
  {
    name: 'a phone on its carrier, a line next door, and sessions nobody named',
    rows: [
      ...usual,
      ...atHome(10),
      ...second({ place: MOBILE }),
      ...second({ place: MOBILE, client: IPHONE, session: 'phone' }),
      ...second({ place: NEIGHBOUR, session: 'next door' }),
      ...second({ place: RENTED, session: null }),
    ],
    fires: 'not',
  },
  {
    name: 'somebody who always has one session at home and one at the other place',
    rows: [
      ...usual,
      ...everyday({ days: 12, hour: 9.1, place: HOTEL, session: 'other', client: EDGE }),
      ...atHome(10),
    ],
    fires: 'not',
  },
];

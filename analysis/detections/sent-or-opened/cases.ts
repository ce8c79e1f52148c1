import {
  ABROAD,
  access,
  behindVpn,
  change,
  type DetectionCase,
  everyday,
  FIREFOX_LINUX,
  HOTEL,
  phoneTakenAbroad,
  RENTED,
  VPN,
} from '../_cases.ts';

const usual = everyday({ days: 10 });
const exit = (day: number) => ({ ...VPN, ip: `203.0.113.${220 + day}` });

export const cases: DetectionCase[] = [
  {
    name: 'mail is sent as somebody else, on a rented machine, with a browser nobody had',
    rows: [
      ...usual,
      ...access({ day: 10, place: RENTED, count: 4, client: FIREFOX_LINUX }),
      ...change({ kind: 'send-as', day: 10, hour: 10, place: RENTED }),
      ...change({ kind: 'attachment-access', day: 10, hour: 10, place: RENTED }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'an intruder on a rented machine sends, and the owner at a new provider: his reading is not in the finding of the other',
    rows: [
      ...usual,
      ...access({ day: 10, place: RENTED, count: 4, client: FIREFOX_LINUX }),
      ...change({ kind: 'send', day: 10, hour: 10, place: RENTED }),
      ...access({ day: 10, hour: 12, place: HOTEL, count: 3 }),
      ...change({ kind: 'send', day: 10, hour: 13, place: HOTEL }),
    ],
    fires: { atLeast: 'info', atMost: 'medium', findings: 2 },
  },
  {
    name: 'an assistant sends for the boss behind a VPN, in the own browser',
    rows: [
      ...usual,
      ...access({ day: 10, place: RENTED, count: 4 }),
      ...change({ kind: 'send-on-behalf', day: 10, hour: 10, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a traveller answers',
    rows: [
      ...usual,
      ...access({ day: 10, place: ABROAD }),
      ...change({ kind: 'send', day: 10, hour: 10, place: ABROAD }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'mail is sent at home',
    rows: [...usual, ...change({ kind: 'send', day: 9, hour: 10 })],
    fires: 'not',
  },
  {
    name: 'mail is read abroad, and none is sent',
    rows: [...usual, ...access({ day: 10, place: ABROAD }), ...change({ kind: 'send', day: 9, hour: 10 })],
    fires: 'not',
  },
  {
    name: 'mail sent as somebody else from a borrowed computer abroad, where the own telephone is and not at home',
    rows: [
      ...everyday({ days: 10 }),
      ...phoneTakenAbroad(),
      ...access({ day: 12, hour: 10, count: 3, client: FIREFOX_LINUX, place: ABROAD }),
      ...change({ kind: 'send-as', day: 12, hour: 10.1, place: ABROAD }),
    ],
    fires: { atLeast: 'low', atMost: 'low', says: 'on a journey' },
  },
  {
    name: 'a new computer sends mail every four days, behind the VPN that its owner is behind with the old one: one finding',
    rows: [
      ...usual,
      ...behindVpn({ day: 10, days: 11 }),
      ...[12, 16, 20].flatMap((day) => [
        ...access({ day, hour: 11, count: 2, client: FIREFOX_LINUX, place: exit(day) }),
        ...change({ kind: 'send', day, hour: 11, place: exit(day) }),
      ]),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'known devices send behind it',
    rows: [
      ...usual,
      ...behindVpn({ day: 10, days: 11 }),
      ...change({ kind: 'send', day: 12, hour: 9, place: exit(12) }),
    ],
    fires: 'not',
  },
  {
    name: 'a stranger sends behind a VPN that the owner never used, every four days: one finding',
    rows: [
      ...everyday({ days: 21 }),
      ...[12, 16, 20].flatMap((day) => [
        ...access({ day, hour: 20, count: 2, client: FIREFOX_LINUX, place: exit(day) }),
        ...change({ kind: 'send', day, hour: 20, place: exit(day) }),
      ]),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'a stranger sends as somebody else behind the VPN that the owner is behind, while the owner reads at home',
    rows: [
      ...usual,
      ...behindVpn({ day: 10, days: 11, hour: 15, count: 1 }),
      ...everyday({ days: 1, day: 20 }),
      ...access({ day: 20, hour: 9, count: 20, every: 20, client: FIREFOX_LINUX, place: VPN }),
      ...change({ kind: 'send-as', day: 20, hour: 10, place: VPN }),
    ],
    fires: { atLeast: 'high' },
  },
];

import {
  ABROAD,
  access,
  type DetectionCase,
  EDGE,
  everyday,
  FIREFOX_LINUX,
  HOTEL,
  MOBILE,
  OUTLOOK,
  RENTED,
  VIA_PROXY,
} from '../_cases.ts';

const usual = everyday({ days: 10 });
const session = 'aaaaaaaa-0000-4000-8000-000000000001';
const owner = access({ day: 10, hour: 9, count: 10, every: 4, session, token: 'tokenA' });

export const cases: DetectionCase[] = [
  {
    name: 'the session shows another browser on a rented machine',
    rows: [
      ...usual,
      ...owner,
      ...access({ day: 10, hour: 14, count: 5, session, place: RENTED, client: FIREFOX_LINUX }),
    ],
    fires: { atLeast: 'high', atMost: 'high' },
  },
  {
    name: 'the same, in the same minutes and with the same token',
    rows: [
      ...usual,
      ...owner,
      ...access({
        day: 10,
        hour: 9.1,
        count: 5,
        session,
        token: 'tokenA',
        place: RENTED,
        client: FIREFOX_LINUX,
      }),
    ],
    fires: { atLeast: 'critical' },
  },
  {
    name: 'a laptop is carried from home to a hotel',
    rows: [...usual, ...owner, ...access({ day: 10, hour: 20, session, place: HOTEL })],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'a VPN is switched on and off in another country',
    rows: [...usual, ...owner, ...access({ day: 10, hour: 9.2, session, token: 'tokenA', place: ABROAD })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the string abroad names no device: unknown, not another',
    rows: [
      ...usual,
      ...owner,
      ...access({ day: 10, hour: 20, session, place: ABROAD, client: VIA_PROXY }),
      ...access({ day: 10, hour: 21, session, place: ABROAD, client: OUTLOOK }),
    ],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'tokens that differ only in case are two tokens',
    rows: [...usual, ...owner, ...access({ day: 10, hour: 20, session, token: 'TOKENA', place: ABROAD })],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'a phone moves between the house and its carrier',
    rows: [...usual, ...owner, ...access({ day: 10, hour: 9.2, session, place: MOBILE })],
    fires: 'not',
  },
  {
    name: 'two browsers at home share no session',
    rows: [
      ...usual,
      ...owner,
      ...access({ day: 10, hour: 9.2, session: `${session}2`, client: FIREFOX_LINUX }),
    ],
    fires: 'not',
  },
  {
    name: 'Edge is updated while signed in, at home',
    rows: [
      ...usual,
      ...owner,
      ...access({ day: 10, hour: 12, session, client: EDGE.replaceAll('140', '141') }),
    ],
    fires: 'not',
  },
];

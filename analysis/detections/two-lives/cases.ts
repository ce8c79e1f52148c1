import {
  ABROAD,
  ANA,
  ANDROID,
  APP,
  access,
  BEN,
  type DetectionCase,
  EDGE,
  everyday,
  FIREFOX_LINUX,
  GRAPH,
  HOTEL,
  IMAP,
  IPHONE,
  MOBILE,
  OUTLOOK,
  RENTED,
} from '../_cases.ts';

const usual = everyday({ days: 12 });
const colleagues = everyday({ days: 12, mailbox: BEN });
const APPLE_MAIL =
  'Client=ActiveSync;UserAgent=Apple-iPhone15C2/2204.114;Action=/Microsoft-Server-ActiveSync/Proxy';
/** between Ana's nine and one o'clock */
const beside = { days: 12, hour: 9.5, client: FIREFOX_LINUX };

/** Apple Internet Accounts: Apple Mail. */
const MAC_MAIL = 'f8d98a96-0999-43f5-8af3-69971c7bb423';

/** Somebody reads over EWS at home every day, in a browser there on two; another browser is on a rented machine every day. */
function macOwner(caller: string) {
  const mail = 'Client=WebServices;macOS/15.5 (24F74) ExchangeWebServices/1.0;';
  return [
    ...everyday({ days: 12, client: mail, caller }),
    ...[3, 8].flatMap((day) => access({ day, hour: 19 })),
    ...colleagues,
    ...everyday({ ...beside, place: RENTED }),
  ];
}

export const cases: DetectionCase[] = [
  {
    name: 'an intruder abroad who was there on the first day, and every day',
    rows: [...usual, ...colleagues, ...everyday({ ...beside, place: ABROAD })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the same from a rented machine',
    rows: [...usual, ...colleagues, ...everyday({ ...beside, place: RENTED })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the same from a rented machine in the country of the owner',
    rows: [...usual, ...colleagues, ...everyday({ ...beside, place: { ...RENTED, country: 'DE' } })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'a log of two days, a strange browser on a rented machine on the second',
    rows: [...everyday({ days: 2 }), ...everyday({ ...beside, day: 1, days: 1, place: RENTED })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the same over a mobile carrier abroad, on which a computer does not roam',
    rows: [...usual, ...colleagues, ...everyday({ ...beside, place: { ...MOBILE, country: 'NG' } })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'an intruder in another part of the world, who reads while the owner sleeps, by IMAP',
    rows: [
      ...usual,
      ...colleagues,
      ...everyday({ days: 12, hour: 1, client: IMAP, place: { ...ABROAD, country: 'NG' } }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the same on four days: too few for a life of its own',
    rows: [
      ...everyday({ days: 10 }),
      ...everyday({ days: 10, mailbox: BEN }),
      ...everyday({ days: 4, hour: 1, client: IMAP, place: { ...ABROAD, country: 'NG' } }),
    ],
    fires: 'not',
  },
  {
    name: 'Outlook abroad copies folders every day from the first, while the owner reads at home',
    rows: [
      ...usual,
      ...colleagues,
      ...everyday({ ...beside, client: OUTLOOK, access: 'sync', place: ABROAD }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium', records: 48 },
  },
  {
    name: 'the same, and the owner has Outlook at home as well',
    rows: [
      ...usual,
      ...everyday({ days: 12, client: OUTLOOK }),
      ...colleagues,
      ...everyday({ ...beside, client: OUTLOOK, access: 'sync', place: ABROAD }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium', records: 48 },
  },
  {
    name: 'Outlook left running at home copies on, while its owner lives abroad',
    rows: [
      ...everyday({ days: 2 }),
      ...everyday({ days: 12, client: OUTLOOK, access: 'sync' }),
      ...colleagues,
      ...everyday({ ...beside, place: ABROAD }),
    ],
    fires: 'not',
  },
  {
    name: 'the laptop’s Outlook over a carrier that comes out in another country',
    rows: [
      ...usual,
      ...everyday({ days: 12, client: OUTLOOK }),
      ...colleagues,
      ...everyday({ ...beside, client: OUTLOOK, access: 'sync', place: { ...MOBILE, country: 'BR' } }),
    ],
    fires: 'not',
  },
  {
    name: 'Outlook behind a VPN in another country',
    rows: [
      ...usual,
      ...everyday({ days: 12, client: OUTLOOK }),
      ...colleagues,
      ...everyday({ ...beside, client: OUTLOOK, access: 'sync', place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'a home across the border, with a computer in it',
    rows: [
      ...usual,
      ...colleagues,
      ...everyday({ days: 12, hour: 19, client: FIREFOX_LINUX, place: { ...ABROAD, country: 'CH' } }),
    ],
    fires: 'not',
  },
  {
    name: 'IMAP in both countries',
    rows: [
      ...usual,
      ...colleagues,
      ...everyday({ days: 12, hour: 8, client: IMAP }),
      ...everyday({ days: 12, hour: 1, client: IMAP, place: { ...ABROAD, country: 'NG' } }),
    ],
    fires: 'not',
  },
  {
    name: 'a laptop whose VPN is on and off',
    rows: [
      ...usual,
      ...colleagues,
      ...everyday({ ...beside, client: EDGE, place: { ...RENTED, kind: 'vpn', country: 'DE' } }),
    ],
    fires: 'not',
  },
  {
    name: 'an own telephone that always goes through a VPN',
    rows: [...usual, ...everyday({ ...beside, client: IPHONE, place: { ...RENTED, kind: 'vpn' } })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a telephone that always goes through a VPN, while another one is carried at home',
    rows: [
      ...usual,
      ...everyday({ days: 12, hour: 10, client: ANDROID }),
      ...everyday({ ...beside, client: IPHONE, place: { ...RENTED, kind: 'vpn' } }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'one telephone with two programs, of which one always goes through a VPN',
    rows: [
      ...usual,
      ...everyday({ days: 12, hour: 10, client: APPLE_MAIL }),
      ...everyday({ ...beside, client: IPHONE, place: { ...RENTED, kind: 'vpn' } }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a log of four days',
    rows: [...everyday({ days: 4 }), ...everyday({ ...beside, days: 4, place: ABROAD })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the own laptop in both countries',
    rows: [...usual, ...everyday({ ...beside, client: EDGE, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'a colleague is at home there',
    rows: [
      ...usual,
      ...everyday({ days: 12, mailbox: 'carl@contoso.example' }),
      ...everyday({ days: 12, mailbox: BEN, place: ABROAD }),
      ...everyday({ ...beside, place: ABROAD }),
    ],
    fires: 'not',
  },
  {
    name: 'a week here and a week there, a computer in each',
    rows: [...everyday({ days: 6 }), ...everyday({ days: 6, day: 6, client: FIREFOX_LINUX, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'another computer on another line of the same country',
    rows: [...usual, ...everyday({ ...beside, place: HOTEL })],
    fires: 'not',
  },
  {
    name: 'a carrier that comes out in another country',
    rows: [...usual, ...everyday({ ...beside, client: ANDROID, place: { ...MOBILE, country: 'FR' } })],
    fires: 'not',
  },
  {
    name: 'an application abroad',
    rows: [...usual, ...everyday({ ...beside, client: GRAPH, caller: APP, place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'an assistant abroad in the mailbox of another',
    rows: [...usual, ...everyday({ ...beside, mailbox: ANA, user: BEN, logon: 'delegate', place: ABROAD })],
    fires: 'not',
  },
  {
    name: 'twice is no life of its own',
    rows: [
      ...usual,
      ...[0, 1].flatMap((day) => access({ day, hour: 9.5, count: 2, client: FIREFOX_LINUX, place: ABROAD })),
    ],
    fires: 'not',
  },
  {
    name: 'a rented machine in another country, every night from the first day, while the owner reads by day',
    rows: [...usual, ...colleagues, ...everyday({ days: 12, hour: 0, client: FIREFOX_LINUX, place: RENTED })],
    fires: { atLeast: 'medium', atMost: 'medium', records: 48 },
  },
  {
    name: 'the same on four nights: too few for a life of its own',
    rows: [
      ...everyday({ days: 10 }),
      ...everyday({ days: 10, mailbox: BEN }),
      ...everyday({ days: 4, hour: 0, client: FIREFOX_LINUX, place: RENTED }),
    ],
    fires: 'not',
  },
  {
    name: 'the same in the country of the owner: who works at night on a machine of his own',
    rows: [
      ...usual,
      ...colleagues,
      ...everyday({ days: 12, hour: 0, client: FIREFOX_LINUX, place: { ...RENTED, country: 'DE' } }),
    ],
    fires: 'not',
  },
  {
    name: 'a computer behind a VPN in the evening, at hours at which the telephone is read at home',
    rows: [
      ...usual,
      ...colleagues,
      ...everyday({ days: 12, hour: 19, client: FIREFOX_LINUX, place: RENTED }),
      ...access({ day: 3, hour: 20.5, client: IPHONE }),
      ...access({ day: 6, hour: 23.2, client: IPHONE }),
    ],
    fires: 'not',
  },
  {
    name: 'an intruder on a rented machine from the first day, while the owner reads in Apple Mail at home, and once in a browser',
    rows: macOwner(MAC_MAIL),
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the same beside a service of the house that nobody knows: it is nobody’s presence',
    rows: macOwner(APP),
    fires: 'not',
  },
];

import {
  ABROAD,
  access,
  behindVpn,
  change,
  type DetectionCase,
  everyday,
  HOTEL,
  OFFICE,
  OUTLOOK,
  RENTED,
  VPN,
} from '../_cases.ts';

const FOLDERS = ['Inbox', 'Sent Items', 'Drafts', 'Archive', 'Projects', 'Deleted Items'];
const usual = everyday({ days: 10, client: OUTLOOK, access: 'sync', folders: ['Inbox'] });
const everything = FOLDERS.flatMap((folder, n) =>
  access({ day: 10, hour: 2 + n / 20, client: OUTLOOK, access: 'sync', folders: [folder], place: RENTED }),
);

/** Outlook at home, then behind a VPN, all folders on its first day there and the new ones after. */
const withVpn = [
  ...usual,
  ...everyday({ day: 10, days: 10, client: OUTLOOK, access: 'sync', folders: ['Inbox'] }).filter(
    (_, n) => n >= 24,
  ),
  ...behindVpn({ day: 10, days: 6, client: OUTLOOK, access: 'sync', folders: ['Inbox'] }),
  ...FOLDERS.flatMap((folder, n) =>
    access({
      day: 10,
      hour: 9 + n / 20,
      client: OUTLOOK,
      access: 'sync',
      folders: [folder],
      place: { ...VPN, ip: '203.0.113.230' },
    }),
  ),
];

export const cases: DetectionCase[] = [
  {
    name: 'the own Outlook fetches folder after folder behind a VPN that its owner is behind on many days',
    rows: withVpn,
    fires: 'not',
  },
  {
    name: 'the same Outlook behind a VPN on many days, while the owner’s fetches at home in the same half hours',
    rows: [
      ...withVpn,
      ...everyday({ day: 10, days: 6, client: OUTLOOK, access: 'sync', folders: ['Inbox'] }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the same Outlook behind a VPN on many days, in the night',
    rows: [
      ...everyday({ days: 16 }),
      ...everyday({ days: 16, client: OUTLOOK, access: 'sync', folders: ['Inbox'] }),
      ...withVpn
        .filter(({ place }) => place.kind === 'vpn')
        .map((row) => ({ ...row, atS: row.atS - 8 * 3600 })),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'another program fetches folder after folder behind the VPN that the owner’s browser is behind on many days',
    rows: [
      ...everyday({ days: 10 }),
      ...behindVpn({ day: 10, days: 6 }),
      ...everything.map((row) => ({ ...row, atS: row.atS + 5 * 86_400, place: VPN })),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'folder after folder goes to a rented machine',
    rows: [...usual, ...everything],
    fires: { atLeast: 'high' },
  },
  {
    name: 'folder after folder goes to a rented machine within minutes, before and after the full hour',
    rows: [...usual, ...everything.map((row) => ({ ...row, atS: row.atS + 51 * 60 }))],
    fires: { atLeast: 'high' },
  },
  {
    name: 'folder after folder goes to a rented machine, by the program that opens mail at home and never fetched a folder there',
    rows: [...everyday({ days: 10, client: OUTLOOK }), ...everything],
    fires: { atLeast: 'high' },
  },
  {
    name: 'folder after folder goes to a rented machine, by the program of which a colleague opens mail there',
    rows: [
      ...everyday({ days: 10 }),
      ...everyday({ days: 10, client: OUTLOOK, logon: 'delegate' }),
      ...everything,
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the same program fetches folder after folder in another country, on a line where people are',
    rows: [
      ...everyday({ days: 10, client: OUTLOOK }),
      ...everything.map((row) => ({ ...row, place: ABROAD })),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'folder after folder, by an Outlook where there was never one',
    rows: [...everyday({ days: 10 }), ...everything],
    fires: { atLeast: 'high' },
  },
  {
    name: 'folder after folder, to another provider of the same country',
    rows: [...usual, ...everything.map((row) => ({ ...row, place: HOTEL }))],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'folder after folder, to another provider of the same country, by an Outlook where there was never one',
    rows: [...everyday({ days: 10 }), ...everything.map((row) => ({ ...row, place: HOTEL }))],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the same on the third day of the log, in a mailbox that is read at home for two weeks after',
    rows: [
      ...everyday({ days: 16, client: OUTLOOK, access: 'sync', folders: ['Inbox'] }),
      ...everything.map((row) => ({ ...row, atS: row.atS - 8 * 86_400, place: HOTEL })),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'folder after folder, to another provider, the night after a rule there hid mail',
    rows: [
      ...usual,
      ...change({
        kind: 'inbox-rule',
        day: 9,
        hour: 22,
        place: HOTEL,
        detail: 'rule ".": MoveToFolder RSS Feeds',
      }),
      ...everything.map((row) => ({ ...row, place: HOTEL })),
    ],
    fires: { atLeast: 'high', atMost: 'high' },
  },
  {
    name: 'folder after folder, to another provider, after a rule was set at home',
    rows: [
      ...usual,
      ...change({ kind: 'inbox-rule', day: 9, hour: 12, detail: 'rule ".": MoveToFolder RSS Feeds' }),
      ...everything.map((row) => ({ ...row, place: HOTEL })),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the laptop is taken along to another country',
    rows: [
      ...usual,
      ...everyday({
        day: 10,
        days: 3,
        client: OUTLOOK,
        access: 'sync',
        folders: ['Inbox', 'Sent Items'],
        place: ABROAD,
      }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'the laptop fetches folder after folder abroad, in a session that goes on at home',
    rows: [
      ...usual,
      ...everything.map((row) => ({ ...row, place: ABROAD, session: 'renewed' })),
      ...everyday({ day: 13, days: 2, client: OUTLOOK, access: 'sync', session: 'renewed' }),
    ],
    fires: 'not',
  },
  {
    name: 'the laptop fetches folder after folder abroad, and the log names the device',
    rows: [
      ...usual.map((row) => ({ ...row, deviceId: 'laptop' })),
      ...everything.map((row) => ({ ...row, place: ABROAD, session: 'renewed', deviceId: 'laptop' })),
    ],
    fires: 'not',
  },
  {
    name: 'all folders at home',
    rows: [
      ...usual,
      ...access({ day: 10, client: OUTLOOK, access: 'sync', folders: FOLDERS }),
      ...everyday({ days: 2, day: 10, place: OFFICE }),
    ],
    fires: 'not',
  },
  {
    name: 'messages opened singly abroad are another question',
    rows: [...usual, ...access({ day: 10, client: OUTLOOK, place: ABROAD })],
    fires: 'not',
  },
];

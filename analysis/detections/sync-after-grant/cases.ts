import {
  ABROAD,
  ANA,
  access,
  BEN,
  change,
  type DetectionCase,
  EDGE,
  everyday,
  HOME,
  HOTEL,
  mailboxes,
  OUTLOOK,
  RENTED,
} from '../_cases.ts';

const usual = [...everyday({ days: 10 }), ...everyday({ days: 10, mailbox: BEN })];
const ADMIN = 'admin@contoso.example';
const taken = {
  day: 10,
  hour: 20,
  user: BEN,
  logon: 'delegate',
  access: 'sync',
  client: OUTLOOK,
  count: 3,
} as const;
const grant = {
  kind: 'mailbox-permission',
  day: 10,
  hour: 18,
  mailbox: ANA,
  grantee: BEN,
  detail: 'FullAccess',
} as const;

export const cases: DetectionCase[] = [
  {
    name: 'a stolen administrator grants, the grantee takes folders on a rented machine',
    rows: [
      ...usual,
      ...everyday({ days: 10, mailbox: ADMIN }),
      ...change({ ...grant, actor: ADMIN, place: RENTED }),
      ...access({ ...taken, place: RENTED }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'the help desk grants in the usual place, and Outlook copies the mailbox',
    rows: [...usual, ...change({ ...grant, actor: ADMIN }), ...access(taken)],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'an administrator grants himself a mailbox at the usual place, and reads it there',
    rows: [
      ...usual,
      ...change({ ...grant, actor: BEN, place: HOME }),
      ...access({ ...taken, access: 'bind', place: HOME }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'a helpdesk grants itself one mailbox after the other, and reads a little in each: one finding',
    rows: [
      ...usual,
      ...mailboxes(4).flatMap((mailbox, n) => [
        ...everyday({ mailbox, days: 10 }),
        ...change({ ...grant, mailbox, actor: BEN, day: 10 + n, place: HOME }),
        ...access({ ...taken, mailbox, day: 10 + n, access: 'bind', place: HOME }),
      ]),
    ],
    fires: { atLeast: 'medium', atMost: 'medium', findings: 1 },
  },
  {
    name: 'the grantee copies the mailbox on a journey, with the laptop that reads at home',
    rows: [
      ...usual,
      ...change({ ...grant, actor: ADMIN }),
      ...access({ ...taken, client: EDGE, place: ABROAD }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the grantee copies the mailbox from another provider of the same country, with a new program',
    rows: [...usual, ...change({ ...grant, actor: ADMIN }), ...access({ ...taken, place: HOTEL })],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'the grantee copies it abroad, with a program never used before',
    rows: [...usual, ...change({ ...grant, actor: ADMIN }), ...access({ ...taken, place: ABROAD })],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'with the laptop’s program on a rented machine',
    rows: [
      ...usual,
      ...change({ ...grant, actor: ADMIN }),
      ...access({ ...taken, client: EDGE, place: RENTED }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'with the laptop’s program abroad, granted to himself',
    rows: [
      ...usual,
      ...change({ ...grant, actor: BEN, place: HOME }),
      ...access({ ...taken, client: EDGE, place: ABROAD }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a calendar is shared',
    rows: [
      ...usual,
      ...change({ ...grant, kind: 'folder-permission', detail: 'Reviewer on Calendar' }),
      ...access(taken),
    ],
    fires: 'not',
  },
  {
    name: 'a grant that nobody uses',
    rows: [...usual, ...change({ ...grant, actor: ADMIN, place: RENTED })],
    fires: 'not',
  },
];

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
  GRAPH,
  HOME,
  NEIGHBOUR,
  RENTED,
  signInsFrom,
} from '../_cases.ts';

/** another rented machine than the backup's */
const ELSEWHERE = { ...RENTED, ip: '203.0.113.60', asn: 64510 };
const usual = [...everyday({ days: 10 }), ...everyday({ days: 10, mailbox: BEN })];

export const cases: DetectionCase[] = [
  {
    name: 'the audit log is off for a night, by an administrator on a rented machine',
    rows: [
      ...usual,
      ...change({ kind: 'ingestion-off', day: 10, hour: 22, place: RENTED, mailbox: null }),
      ...change({ kind: 'ingestion-on', day: 11, hour: 2, place: RENTED, mailbox: null }),
    ],
    fires: { atLeast: 'critical' },
  },
  {
    name: 'an account hides itself from a rented machine, and reads there',
    rows: [
      ...usual,
      ...change({ kind: 'audit-bypass-on', day: 10, hour: 3, place: RENTED }),
      ...access({ day: 10, hour: 2, place: RENTED, count: 3 }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'whoever was on a journey before is hidden from the log by an intruder: the journey is no evidence',
    rows: [
      ...everyday({ days: 2 }),
      ...everyday({ day: 2, days: 3, place: ABROAD }),
      // What reads every night is no measure of what a person does, least of all of one who is no longer recorded.
      ...everyday({ days: 20, hour: 1, user: APP, userType: 5, caller: APP, client: GRAPH, place: RENTED }),
      ...access({ day: 5, hour: 2, place: ELSEWHERE, client: FIREFOX_LINUX, count: 3 }),
      ...change({ kind: 'audit-bypass-on', day: 5, hour: 3, place: ELSEWHERE }),
    ],
    fires: { atLeast: 'critical', records: 3 },
  },
  {
    name: 'on the second day of its log an account hides itself from a rented machine: what it read from its own line is no evidence',
    rows: [
      ...everyday({ days: 10, mailbox: BEN, place: NEIGHBOUR }),
      ...everyday({ days: 1 }),
      ...access({ day: 0, hour: 10, mailbox: BEN, user: ANA, logon: 'delegate', count: 4 }),
      ...access({ day: 1, hour: 2, place: RENTED, count: 3 }),
      ...change({ kind: 'audit-bypass-on', day: 1, hour: 3, place: RENTED }),
    ],
    fires: { atLeast: 'critical', records: 3 },
  },
  {
    name: 'an account hides itself on the second day of a log in which others read its mailbox from elsewhere: where it goes on signing in it is at home',
    rows: [
      ...everyday({ days: 20, user: BEN, logon: 'delegate', place: ABROAD }),
      ...everyday({ days: 1, hour: 10 }),
      ...signInsFrom(ANA, HOME, [0, 3, 6]),
      ...signInsFrom(ANA, RENTED, [1]),
      ...access({ day: 1, hour: 2, place: RENTED, count: 3 }),
      ...change({ kind: 'audit-bypass-on', day: 1, hour: 3, place: RENTED }),
    ],
    fires: { atLeast: 'critical', records: 3 },
  },
  {
    name: 'an intruder with an administrator’s account hides another one, which reads: told by who did it',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 2, place: RENTED, client: FIREFOX_LINUX, count: 5 }),
      ...change({ kind: 'audit-bypass-on', day: 10, hour: 3, place: RENTED, actor: 'admin@contoso.example' }),
    ],
    fires: { atLeast: 'high', records: 5, says: 'The log was narrowed by admin@contoso.example:' },
  },
  {
    name: 'an administrator who reads behind a VPN from the first day takes bypass for a backup account',
    rows: [
      ...everyday({ days: 3, place: RENTED }),
      ...change({ kind: 'audit-bypass-on', day: 2, place: RENTED, mailbox: 'backup@contoso.example' }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'an administrator takes bypass for a backup account from the usual place',
    rows: [...usual, ...change({ kind: 'audit-bypass-on', day: 10, mailbox: 'backup@contoso.example' })],
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  ...(
    [
      ['at once', '00:00:00', 'medium'],
      ['after half a day and a moment', '12:00:00.5', 'medium'],
      ['after a day', '1.00:00:00', 'medium'],
      ['after two days, named without hours', '2', 'medium'],
      ['after a month', '30.00:00:00', 'low'],
      ['after half a year', '180.00:00:00', 'info'],
      ['after ten years', '3650', 'info'],
    ] as const
  ).map(
    ([when, limit, severity]): DetectionCase => ({
      name: `the mailbox’s own log is to lose its entries ${when}, set at home`,
      rows: [
        ...usual,
        ...change({ kind: 'age-limit', day: 10, mailbox: BEN, detail: `AuditLogAgeLimit ${limit}` }),
      ],
      fires: { atLeast: severity, atMost: severity },
    }),
  ),
  {
    name: 'the licence of somebody who left is taken away',
    rows: [...usual, ...change({ kind: 'plan-removed', day: 10, mailbox: BEN, part: 'all' })],
    fires: { atLeast: 'info', atMost: 'info' },
  },
  {
    name: 'the service writes its own settings, and a person switches on what was off',
    rows: [
      ...usual,
      ...change({
        kind: 'ingestion-off',
        day: 9,
        actor: 'nt authority\\system',
        actorKind: 'system',
        mailbox: null,
      }),
      ...change({ kind: 'mailbox-audit-on', day: 10, mailbox: ANA }),
      ...change({ kind: 'audit-bypass-on', day: 10, succeeded: false }),
    ],
    fires: 'not',
  },
];

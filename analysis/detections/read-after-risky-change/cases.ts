import {
  ABROAD,
  ANA,
  APP,
  access,
  BEN,
  change,
  type DetectionCase,
  EWS,
  everyday,
  FIREFOX_LINUX,
  GRAPH,
  HOME,
  HOTEL,
  IPHONE,
  mailboxes,
  OFFICE,
  type Place,
  RENTED,
} from '../_cases.ts';

const usual = everyday({ days: 10 });
/** Reported in attacks: the table of applications. */
const REPORTED = 'ff8d92dc-3d82-41d6-bcbd-b9174d163620';
const SERVICE = { user: APP, userType: 5, caller: APP, client: GRAPH } as const;
const RELAY: Place = { ip: '203.0.113.90', asn: 64510, country: 'DE', kind: 'relay' };
/** Its whole mailbox lies on the machine of whoever signs in. */
const EM_CLIENT = 'e9a7fea1-1cc0-4cd9-a31b-9137ca5deedd';

/** People let an application in one day after another, some of them (1) from abroad; it reads a little of each. */
function joined(abroad: number[], appId = APP) {
  return mailboxes(abroad.length).flatMap((mailbox, n) => [
    ...everyday({ mailbox, days: 16 }),
    ...change({
      kind: 'consent',
      day: 9 + n,
      hour: 8,
      appId,
      actor: mailbox,
      mailbox,
      place: abroad[n] === 1 ? ABROAD : HOME,
    }),
    ...everyday({
      mailbox,
      day: 9 + n,
      days: 4,
      hour: 9,
      count: 1,
      caller: appId,
      client: GRAPH,
      place: RENTED,
    }),
  ]);
}
const hiding = 'rule ".": DeleteMessage True, SubjectContainsWords payment';

export const cases: DetectionCase[] = [
  {
    name: 'a phone app added and mail read on a rented machine',
    rows: [
      ...usual,
      ...change({
        kind: 'authentication-method',
        part: 'added',
        day: 10,
        hour: 3,
        place: RENTED,
        detail: 'phone app added',
      }),
      ...access({ day: 10, hour: 3.2, place: RENTED, count: 4 }),
    ],
    fires: { atLeast: 'high', says: 'lets its holder in after the password is changed' },
  },
  {
    name: 'a new phone set up abroad, and read with',
    rows: [
      ...usual,
      ...change({
        kind: 'authentication-method',
        part: 'added',
        day: 10,
        place: ABROAD,
        detail: 'sign-in method added',
      }),
      ...access({ day: 10, hour: 9.2, place: ABROAD, client: IPHONE, count: 4 }),
    ],
    fires: { atLeast: 'medium', atMost: 'medium', says: 'way to sign in' },
  },
  {
    name: 'a way into the account of another, added by somebody in an unusual place',
    rows: [
      ...usual,
      ...change({
        kind: 'authentication-method',
        part: 'added',
        mailbox: BEN,
        day: 10,
        place: ABROAD,
        detail: 'sign-in method added',
      }),
    ],
    fires: { atLeast: 'high', says: 'opens the mail of others' },
  },
  {
    name: 'a phone app added at home',
    rows: [
      ...usual,
      ...change({
        kind: 'authentication-method',
        part: 'added',
        day: 10,
        detail: 'phone app added',
      }),
    ],
    fires: 'not',
  },
  {
    name: 'an old phone taken away abroad',
    rows: [
      ...usual,
      ...change({
        kind: 'authentication-method',
        part: 'removed',
        day: 10,
        place: ABROAD,
        detail: 'phone app taken away',
      }),
    ],
    fires: 'not',
  },
  {
    name: 'a rule that hides and forwarding, set and used on a rented machine',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 3, place: RENTED, count: 4 }),
      ...change({ kind: 'inbox-rule', day: 10, hour: 3.2, place: RENTED, detail: hiding }),
      ...change({ kind: 'forwarding', day: 10, hour: 3.3, place: RENTED, grantee: 'box@example.org' }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a user lets an application in, which takes much from a rented machine',
    rows: [
      ...usual,
      ...change({ kind: 'consent', day: 10, appId: APP, detail: 'Free Backup: Mail.Read' }),
      ...access({ day: 10, hour: 9.1, caller: APP, client: GRAPH, place: RENTED, count: 5, messages: 20 }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'four people let an assistant in, which reads of each what a person reads in a day',
    rows: mailboxes(4).flatMap((mailbox) => [
      ...everyday({ mailbox, days: 14 }),
      ...change({ kind: 'consent', day: 9, hour: 8, appId: APP, actor: mailbox, mailbox, detail: 'Notes' }),
      ...everyday({
        mailbox,
        day: 9,
        days: 4,
        hour: 8.5,
        messages: 4,
        caller: APP,
        client: GRAPH,
        place: RENTED,
      }),
    ]),
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'four people let an application in on four days, and it takes a hundred messages of each at once',
    rows: mailboxes(4).flatMap((mailbox, n) => [
      ...everyday({ mailbox, days: 14 }),
      ...change({
        kind: 'consent',
        day: 9 + n,
        hour: 8,
        appId: APP,
        actor: mailbox,
        mailbox,
        detail: 'Notes',
      }),
      ...access({ mailbox, day: 9 + n, count: 5, messages: 20, caller: APP, client: GRAPH, place: RENTED }),
    ]),
    fires: { atLeast: 'high' },
  },
  {
    name: 'two people let an application in, one after the other: both are named',
    rows: [
      ...usual,
      ...everyday({ days: 10, mailbox: BEN }),
      ...[ANA, BEN].flatMap((mailbox, n) => [
        ...change({ kind: 'consent', day: 10, hour: 9 + 3 * n, appId: APP, actor: mailbox, mailbox }),
        ...access({ day: 10, hour: 9.1 + 3 * n, mailbox, caller: APP, client: GRAPH, place: RENTED }),
      ]),
    ],
    fires: { atLeast: 'medium', records: 2, says: `${ANA} and ${BEN}; then` },
  },
  {
    name: 'an application that was let in at the office reads elsewhere: its own address alone is told',
    rows: [
      ...usual,
      ...change({ kind: 'consent', day: 10, appId: APP, place: OFFICE }),
      ...access({ day: 10, hour: 9.1, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: { atLeast: 'medium', never: OFFICE.ip ?? '' },
  },
  {
    name: 'an administrator lets in a CRM, which three people use a little',
    rows: [
      ...mailboxes(3).flatMap((mailbox) => [
        ...everyday({ mailbox, days: 12 }),
        ...access({ mailbox, day: 11, caller: APP, client: GRAPH }),
      ]),
      ...change({
        kind: 'consent',
        day: 10,
        actor: 'admin@contoso.example',
        mailbox: null,
        appId: APP,
        detail: 'CRM: Mail.Read, for all users',
      }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  ...(['HOTEL', 'ABROAD'] as const).map((where) => ({
    name: `an application let in for all ${where === 'HOTEL' ? 'by an administrator at home, on another line in his country' : 'from abroad with his account'}, reads much`,
    rows: [
      ...usual,
      ...everyday({ mailbox: 'admin@contoso.example', days: 10 }),
      ...change({
        kind: 'consent' as const,
        day: 10,
        actor: 'admin@contoso.example',
        mailbox: null,
        appId: APP,
        detail: 'CRM: Mail.Read, for all users',
        place: where === 'HOTEL' ? HOTEL : ABROAD,
      }),
      ...access({ day: 10, hour: 12, count: 10, messages: 20, caller: APP, client: GRAPH }),
    ],
    fires:
      where === 'HOTEL'
        ? { atLeast: 'medium' as const, atMost: 'medium' as const, says: 'from a provider new to him' }
        : { atLeast: 'critical' as const },
  })),
  {
    name: 'forwarding to an address outside, set at another provider in the same country where a stranger’s device reads',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 20, place: HOTEL, client: FIREFOX_LINUX, count: 4 }),
      ...change({ kind: 'forwarding', day: 10, hour: 20.2, place: HOTEL, grantee: 'box@example.org' }),
    ],
    fires: { atLeast: 'medium', records: 4 },
  },
  {
    name: 'a rule that hides mail, set at another provider in the same country where a stranger’s device reads',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 20, place: HOTEL, client: FIREFOX_LINUX, count: 4 }),
      ...change({ kind: 'inbox-rule', day: 10, hour: 20.2, place: HOTEL, detail: hiding }),
    ],
    fires: { atLeast: 'medium', records: 4 },
  },
  {
    name: 'the same with the device the owner always has',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 20, place: HOTEL, count: 4 }),
      ...change({ kind: 'inbox-rule', day: 10, hour: 20.2, place: HOTEL, detail: hiding }),
    ],
    fires: { atLeast: 'low', atMost: 'low' },
  },
  {
    name: 'a rule that hides nothing, set there by a stranger’s device',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 20, place: HOTEL, client: FIREFOX_LINUX, count: 4 }),
      ...change({
        kind: 'inbox-rule',
        day: 10,
        hour: 20.2,
        place: HOTEL,
        detail: 'rule "News": MoveToFolder News',
      }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'forwarding to a colleague, set there by a stranger’s device',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 20, place: HOTEL, client: FIREFOX_LINUX, count: 4 }),
      ...change({ kind: 'forwarding', day: 10, hour: 20.2, place: HOTEL, grantee: 'ben@contoso.example' }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  ...[
    ['to a domain that only begins like the own', 'box@contoso.example.invalid'],
    ['to a domain that only ends like the own', 'box@mycontoso.example'],
    ['to an address inside and one outside', 'ben@contoso.example;box@example.org'],
    [
      'to an address outside that names the own domain beside it',
      '"@contoso.example" [smtp:box@example.org]',
    ],
  ].map(
    ([name, grantee]): DetectionCase => ({
      name: `forwarding ${name}, set there by a stranger’s device`,
      rows: [
        ...usual,
        ...access({ day: 10, hour: 20, place: HOTEL, client: FIREFOX_LINUX, count: 4 }),
        ...change({ kind: 'forwarding', day: 10, hour: 20.2, place: HOTEL, grantee }),
      ],
      fires: { atLeast: 'medium', records: 4 },
    }),
  ),
  ...[
    ['two colleagues, as a list', '["ben@contoso.example","ana@contoso.example"]'],
    ['two colleagues, with their names', 'ben <ben@contoso.example>; "ana" [smtp:ana@contoso.example]'],
    ['a colleague at the second domain that mailboxes here have', 'cleo@fabrikam.example'],
  ].map(
    ([name, grantee]): DetectionCase => ({
      name: `mail sent on by a rule to ${name}, set there by a stranger’s device`,
      rows: [
        ...usual,
        ...everyday({ days: 10, mailbox: 'dora@fabrikam.example', place: OFFICE }),
        ...access({ day: 10, hour: 20, place: HOTEL, client: FIREFOX_LINUX, count: 4 }),
        ...change({
          kind: 'inbox-rule',
          day: 10,
          hour: 20.2,
          place: HOTEL,
          grantee,
          detail: 'rule "To Ben"',
        }),
      ],
      fires: { atLeast: 'info', atMost: 'low' },
    }),
  ),
  {
    name: 'forwarding to an address outside from a relay, behind which a device reads that never was in the mailbox',
    rows: [
      ...usual,
      ...access({ day: 10, hour: 10, place: RELAY, client: FIREFOX_LINUX, count: 4 }),
      ...change({ kind: 'forwarding', day: 10, hour: 10.2, place: RELAY, grantee: 'box@example.org' }),
    ],
    fires: { atLeast: 'medium', records: 4 },
  },
  {
    name: 'forwarding to an address outside from a relay that the owner’s own telephone uses',
    rows: [
      ...usual,
      ...everyday({ days: 10, client: IPHONE }),
      ...access({ day: 10, hour: 10, place: RELAY, client: IPHONE, count: 4 }),
      ...change({ kind: 'forwarding', day: 10, hour: 10.2, place: RELAY, grantee: 'box@example.org' }),
    ],
    fires: 'not',
  },
  {
    name: 'a known application is given a secret from a rented machine and reads from where it never did',
    rows: [
      ...usual,
      ...everyday({ days: 10, hour: 2, ...SERVICE, place: OFFICE }),
      ...change({ kind: 'app-credential', day: 10, mailbox: null, appId: APP, place: RENTED }),
      ...access({ day: 10, hour: 10, ...SERVICE, place: ABROAD, count: 5 }),
    ],
    fires: { atLeast: 'high', records: 5 },
  },
  {
    name: 'a known application is given a secret from a rented machine and reads beside its own machines in the cloud',
    rows: [
      ...usual,
      ...everyday({ days: 10, hour: 2, ...SERVICE, place: RENTED }),
      ...change({ kind: 'app-credential', day: 10, mailbox: null, appId: APP, place: ABROAD }),
      ...access({ day: 10, hour: 10, ...SERVICE, place: { ...RENTED, ip: '203.0.113.231' }, count: 5 }),
    ],
    fires: { atLeast: 'high', records: 5 },
  },
  {
    name: 'the same with a secret given at home',
    rows: [
      ...usual,
      ...everyday({ days: 10, hour: 2, ...SERVICE, place: RENTED }),
      ...change({ kind: 'app-credential', day: 10, mailbox: null, appId: APP }),
      ...access({ day: 10, hour: 10, ...SERVICE, place: { ...RENTED, ip: '203.0.113.231' }, count: 5 }),
    ],
    fires: 'not',
  },
  {
    name: 'a known application is given a new secret at home and reads on from where it always did',
    rows: [
      ...usual,
      ...everyday({ days: 12, hour: 2, ...SERVICE, place: OFFICE }),
      ...change({ kind: 'app-credential', day: 10, mailbox: null, appId: APP }),
      ...access({ day: 11, hour: 2, ...SERVICE, client: EWS, place: OFFICE }),
    ],
    fires: 'not',
  },
  {
    name: 'the right to act as any user, given from a rented machine to a colleague who then reads others',
    rows: [
      ...mailboxes(3).flatMap((mailbox) => everyday({ mailbox, days: 10 })),
      ...usual,
      ...everyday({ days: 10, mailbox: BEN }),
      ...change({ kind: 'impersonation-role', day: 10, hour: 3, mailbox: null, grantee: BEN, place: RENTED }),
      ...mailboxes(3).flatMap((mailbox) =>
        access({ mailbox, day: 10, hour: 4, logon: 'delegate', user: BEN, place: RENTED }),
      ),
    ],
    fires: { atLeast: 'high', records: 3 },
  },
  {
    name: 'an application reported in attacks, let in by an administrator at home, reads one message',
    rows: [
      ...usual,
      ...change({
        kind: 'consent',
        day: 9,
        mailbox: null,
        appId: REPORTED,
        detail: 'Backup: Mail.Read, for all users',
      }),
      ...access({ day: 10, caller: REPORTED, client: GRAPH }),
    ],
    fires: { atLeast: 'high' },
  },
  {
    name: 'a service lets itself be connected by its user, and reads a few messages on each of two weeks’ days',
    rows: [
      ...everyday({ days: 24 }),
      ...change({ kind: 'consent', day: 9, appId: APP, detail: 'Signing: Mail.Read' }),
      ...everyday({ days: 14, day: 10, hour: 10, count: 2, caller: APP, client: GRAPH, place: RENTED }),
    ],
    fires: { atLeast: 'low', atMost: 'medium' },
  },
  {
    name: 'a traveller sorts newsletters',
    rows: [
      ...usual,
      ...access({ day: 10, place: ABROAD, count: 4 }),
      ...change({
        kind: 'inbox-rule',
        day: 10,
        place: ABROAD,
        detail: 'rule "News": MoveToFolder News, From news@example.net',
      }),
    ],
    fires: { atLeast: 'info', atMost: 'low' },
  },
  {
    name: 'ordinary administration and a rule at home',
    rows: [
      ...usual,
      ...change({ kind: 'inbox-rule', day: 9, detail: hiding }),
      ...change({
        kind: 'mailbox-permission',
        day: 9,
        mailbox: ANA,
        grantee: 'help@contoso.example',
        detail: 'FullAccess',
      }),
      ...change({ kind: 'app-credential', day: 9, mailbox: null, appId: APP }),
    ],
    fires: 'not',
  },
  {
    name: 'a program that keeps a whole mailbox, let in at home, reads at the address of its user’s own browser',
    rows: [
      ...everyday({ days: 14 }),
      ...change({ kind: 'consent', day: 9, appId: EM_CLIENT, detail: 'eM Client: EWS' }),
      ...everyday({ day: 9, days: 5, hour: 9.2, caller: EM_CLIENT, client: EWS }),
    ],
    fires: { atLeast: 'low', atMost: 'low', says: 'on a computer of his' },
  },
  {
    name: 'the same program, let in at home, reads at another provider',
    rows: [
      ...everyday({ days: 14 }),
      ...change({ kind: 'consent', day: 9, appId: EM_CLIENT, detail: 'eM Client: EWS' }),
      ...everyday({ day: 9, days: 5, hour: 9.2, caller: EM_CLIENT, client: EWS, place: HOTEL }),
    ],
    fires: { atLeast: 'medium' },
  },
  {
    name: 'two people let an assistant in at home, and a third after them on a journey',
    rows: joined([0, 0, 1]),
    fires: { atLeast: 'medium', atMost: 'medium' },
  },
  {
    name: 'the first who lets an application in does it from abroad, where he never was',
    rows: joined([1, 0, 0]),
    fires: { atLeast: 'high' },
  },
  {
    name: 'somebody lets in from abroad a known mail program that a colleague has',
    rows: joined([0, 0, 1], EM_CLIENT),
    fires: { atLeast: 'medium', findings: 2 },
  },
];

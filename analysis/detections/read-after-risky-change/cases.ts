import {
  ABROAD,
  ANA,
  APP,
  access,
  change,
  type DetectionCase,
  everyday,
  GRAPH,
  mailboxes,
  RENTED,
} from '../_cases.ts';

const usual = everyday({ days: 10 });
const hiding = 'rule ".": DeleteMessage True, SubjectContainsWords payment';

export const cases: DetectionCase[] = [
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
];

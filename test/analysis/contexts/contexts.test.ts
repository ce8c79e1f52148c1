/** Contexts: one per mailbox, four properties and pair of apps; service records folded; what markers make of them. */
import { beforeAll, describe, expect, test } from 'vitest';
import { buildContexts } from '../../../analysis/contexts/contexts.ts';
import type { Case } from '../../../analysis/index.ts';
import type { Report } from '../../../analysis/report.ts';
import { Database } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, GRAPH, later, sync } from '../case/records.ts';

const desk = await openDesk();

const APP = '9f3c0000-0000-4000-8000-000000000009';
const OTHER_APP = 'fe930000-0000-4000-8000-000000000010';
const NINE = '2026-05-14T09:00:00';
const SERVICE = { client: 'Client=REST;Client=RESTSystem;;', session: null } as const;
const service = (mailbox: string, ip: string, app: string | undefined) =>
  bind({ ...SERVICE, mailbox, ip, at: later(NINE, 60), with: { ClientAppId: app, AppId: GRAPH } });
const [CHECKED, ALSO_CHECKED] = [
  '3c8e478f-21ca-493a-b87c-c7366d664d54',
  'f3f64fec-ecee-4e9a-9eed-a36a5e421300',
];

const RECORDS = [
  // One context, three records, two folders, two messages.
  bind({ at: NINE, messages: ['a@x', 'b@x'] }),
  bind({ at: later(NINE, 120), messages: ['A@X'], folder: '\\Sent Items' }),
  bind({ at: later(NINE, 240), messages: ['b@x'] }),
  // The same person in the same way through two apps: two contexts of one visit.
  bind({ client: 'Client=REST;;', with: { ClientAppId: APP, AppId: GRAPH } }),
  bind({ client: 'Client=REST;;', with: { ClientAppId: OTHER_APP, AppId: GRAPH } }),
  // The same four properties in another mailbox.
  bind({ mailbox: 'shared@contoso.com', user: 'ana@contoso.com' }),
  sync({ mailbox: 'lee@contoso.com', folder: 'Inbox' }),
  sync({ mailbox: 'lee@contoso.com', folder: 'Sent Items', at: later(NINE, 7_200) }),
  // Microsoft's machinery: folded by mailbox and caller, whatever its address.
  service('lee@contoso.com', '2603:10a6:20b:1::17', CHECKED),
  service('lee@contoso.com', '2603:10a6:20b:2::18', CHECKED),
  service('lee@contoso.com', '', ALSO_CHECKED),
  service('ana@contoso.com', '2603:10a6:20b:1::17', CHECKED),
];

let kase: Case;
let report: Report;
beforeAll(async () => {
  ({ kase, report } = await desk.analyse(lines(RECORDS)));
}, 60_000);

const seen = () =>
  report.contexts.map(({ mailbox, user, protocol, caller, records, verdict }) =>
    [mailbox, user, protocol, caller, records, verdict].join(' '),
  );

test('are told apart by mailbox, four properties and pair of apps', () => {
  expect(seen().sort()).toEqual(
    [
      'ana@contoso.com ana@contoso.com owa  3 expected',
      `ana@contoso.com ana@contoso.com rest ${APP} 1 expected`,
      `ana@contoso.com ana@contoso.com rest ${OTHER_APP} 1 expected`,
      'shared@contoso.com ana@contoso.com owa  1 expected',
      'lee@contoso.com lee@contoso.com mapi  2 expected',
      `lee@contoso.com lee@contoso.com service ${CHECKED} 2 service`,
      `lee@contoso.com lee@contoso.com service ${ALSO_CHECKED} 1 service`,
      `ana@contoso.com ana@contoso.com service ${CHECKED} 1 service`,
    ].sort(),
  );
  expect(report.totals.serviceRecords).toBe(4);
  // Four properties alone: the two apps and the two mailboxes fall together, addresses of services do not.
  expect(report.totals.contexts).toBe(7);
});

test('say how much they reached, and when', () => {
  const owa = report.contexts.find(
    ({ mailbox, protocol }) => mailbox === 'ana@contoso.com' && protocol === 'owa',
  );
  expect(owa).toMatchObject({
    bind: 3,
    sync: 0,
    messages: 2,
    folders: 2,
    firstSeen: `${NINE}Z`,
    lastSeen: `${later(NINE, 240)}Z`,
    ip: '203.0.113.10',
    client: 'Client=OWA;Action=ViaProxy',
  });
  const outlook = report.contexts.find(({ protocol }) => protocol === 'mapi');
  expect(outlook).toMatchObject({ bind: 0, sync: 2, messages: 0, folders: 2 });
  const folded = report.contexts.find(({ records, verdict }) => verdict === 'service' && records === 2);
  expect(folded).toMatchObject({ ip: null, client: SERVICE.client, caller: CHECKED });
});

describe('sections', () => {
  test('page through visits and contexts of one mailbox or all', async () => {
    const all = await kase.section('contexts', { limit: 1_000 });
    expect(all.contexts.items).toEqual(report.contexts);
    expect(all.groups.total).toBe(new Set(report.contexts.map(({ groupId }) => groupId)).size);
    expect(all.groups.items.reduce((sum, { records }) => sum + records, 0)).toBe(RECORDS.length);
    const one = await kase.section('contexts', { mailbox: 'ANA@contoso.com', offset: 1, limit: 2 });
    expect(one).toMatchObject({ contexts: { total: 4, offset: 1 }, groups: { total: 3 } });
    expect(one.contexts.items).toHaveLength(2);
    const rest = (await kase.section('contexts', { mailbox: 'ana@contoso.com' })).groups.items.find(
      ({ protocol }) => protocol === 'rest',
    );
    expect(rest).toMatchObject({ contexts: 2, records: 2, bind: 2, messages: 2, verdict: 'expected' });
    // In the owner's name, but not by the owner's mail program: whose it is, is to be asked.
    expect(rest?.through).toEqual({ app: APP, others: 1 });
    expect(all.groups.items.filter(({ through }) => through !== undefined)).toHaveLength(1);
    const none = await kase.section('contexts', { mailbox: "x' OR '1'='1" });
    expect(none).toMatchObject({ contexts: { total: 0, items: [] }, groups: { total: 0, items: [] } });
  });
});

test('ids stay the same when more records come, and verdicts follow the markers', async () => {
  const before = new Map(report.contexts.map(({ id, groupId }) => [id, groupId]));
  await desk.ingest(kase, lines([bind({ at: later(NINE, 9_000) }), bind({ ip: '203.0.113.99' })]));
  await kase.mark('user:lee@contoso.com', 'trusted', 'test');
  await kase.mark('ip:203.0.113.99', 'hostile', 'test');
  await kase.mark('user:ana@contoso.com', 'trusted', 'test');
  const after = await reportOf(kase);
  expect(after.contexts).toHaveLength(before.size + 1);
  for (const [id, groupId] of before)
    expect(after.contexts).toContainEqual(expect.objectContaining({ id, groupId }));
  const verdicts = after.contexts.map(({ verdict }) => verdict);
  // Hostile before everything; a service stays one whoever is trusted; worst first.
  expect(verdicts).toEqual([
    'hostile',
    ...Array.from({ length: 5 }, () => 'trusted'),
    ...Array.from({ length: 3 }, () => 'service'),
  ]);
  const groups = await kase.section('contexts', { mailbox: 'ana@contoso.com' });
  expect(groups.groups.items[0]).toMatchObject({ verdict: 'hostile', records: 1 });
});

test('a mailbox that names itself so that two ids are the same makes one context, not two', async () => {
  const db = await Database.open(':memory:', desk.folder);
  try {
    await db.run(TABLES);
    await db.run('CREATE TEMP TABLE marked (record_no BIGINT, verdict VARCHAR)');
    await db.run(`
      INSERT INTO mail_access (record_no, at_s, mailbox, user_id, access, is_service, context_id)
      VALUES (1, 0, 'service', 'u', 'bind', false, 'same'), (2, 0, '1.2.3.4|u', 'u', 'bind', true, 'same'),
        (3, 0, 'other', 'u', 'bind', true, 'else')`);
    await buildContexts(db);
    expect(await db.rows('SELECT context_id, is_service, records FROM context ORDER BY context_id')).toEqual([
      { context_id: 'else', is_service: true, records: 1 },
      { context_id: 'same', is_service: false, records: 2 },
    ]);
  } finally {
    db.close();
  }
});

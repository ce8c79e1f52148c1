/** What an application did, the course of events, and what one case shows that another does not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { LocalEngine } from '../../../analysis/engine/local.ts';
import { lines, openDesk } from './desk.ts';
import { bind, deed, EXCHANGE, inboxRule, sync } from './records.ts';

vi.setConfig({ testTimeout: 60_000 });
const desk = await openDesk();
const folder = await mkdtemp(join(tmpdir(), 'mailtrail-answers-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const APP = '9f3c0000-1111-4222-8333-444455556666';
const byApp = (mailbox: string, at: string, messages: string[]) =>
  bind({ mailbox, at, messages, ip: '203.0.113.66', with: { AppId: EXCHANGE, ClientAppId: APP } });
const FIRST = [bind({ mailbox: 'ana@x', ip: '203.0.113.10' }), sync({ mailbox: 'lee@x' })];
const RULE = inboxRule({
  user: 'ana@x',
  at: '2026-05-14T12:00:00',
  with: { Parameters: [{ Name: 'ForwardTo', Value: 'mallory@evil.example' }] },
});
const SENT = inboxRule({
  user: 'ana@x',
  with: { Operation: 'Send', RecordType: 2, MailboxOwnerUPN: 'ana@x', Item: { Id: 'x', Subject: 'Budget' } },
});
const SECOND = [
  ...FIRST,
  byApp('ana@x', '2026-05-14T10:00:00', ['a@x', 'b@x']),
  byApp('lee@x', '2026-05-14T11:00:00', ['a@x']),
];

test('changes that name an application are what changed, not who signed in to it', async () => {
  const signIn = (n: number) =>
    deed(
      'UserLoggedIn',
      { ApplicationId: APP, Workload: 'AzureActiveDirectory' },
      { user: `u${n}@x`, at: `2026-05-15T09:00:${10 + n}` },
    );
  const consent = deed(
    'Consent to application.',
    { ObjectId: APP, Workload: 'AzureActiveDirectory', Target: [{ ID: APP, Type: 2 }] },
    { user: 'lee@x' },
  );
  const kase = await desk.openCase();
  await desk.ingest(kase, lines([...SECOND, consent, ...Array.from({ length: 12 }, (_, n) => signIn(n))]));
  const { changes } = await kase.section('app', { id: APP });
  expect(changes).toMatchObject([{ kind: 'consent', actor: 'lee@x' }]);
});

test('an application: whose mail, since when, from where; one that is not on record, and hostile ids', async () => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(SECOND));
  const app = await kase.section('app', { id: ` ${APP.toUpperCase()} ` });
  expect(app).toMatchObject({ id: APP, records: 2, bind: 2, sync: 0, networks: 1, kind: null });
  expect(app.firstSeen).toBe('2026-05-14T10:00:00Z');
  expect(app.mailboxes.items).toMatchObject([
    { mailbox: 'ana@x', records: 1, messages: 2 },
    { mailbox: 'lee@x', records: 1, messages: 1 },
  ]);
  expect(app.topNetworks).toMatchObject([{ network: '203.0.113.66', records: 2 }]);
  for (const id of ['00000000-0000-4000-8000-00000000ffff', "' OR 1=1 --"]) {
    const nothing = await kase.section('app', { id });
    expect(nothing).toMatchObject({ records: 0, firstSeen: null, mailboxes: { total: 0 } });
  }
});

test('the course of events: of all what is not everyday, of a mailbox every visit, by page and in order', async () => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines([...SECOND, RULE, SENT]));
  const whole = await kase.section('timeline', { limit: 1_000 });
  expect(whole.events.items.filter(({ what }) => what === 'access')).toEqual([]);
  await kase.mark('ip:203.0.113.66', 'hostile', 'test');
  const marked = await kase.section('timeline', { limit: 1_000 });
  const visits = marked.events.items.filter(({ what }) => what === 'access');
  expect(visits.map(({ mailbox, verdict }) => [mailbox, verdict])).toEqual([
    ['ana@x', 'hostile'],
    ['lee@x', 'hostile'],
  ]);
  const times = marked.events.items.map(({ from }) => from ?? '');
  expect(times).toEqual([...times].sort());
  const ana = await kase.section('timeline', { mailbox: 'Ana@x', limit: 1_000 });
  expect(ana.events.items.filter(({ what }) => what === 'access')).toHaveLength(2);
  expect(ana.events.items.map(({ what, kind }) => `${what} ${kind}`)).toContain('change inbox-rule');
  const changes = await kase.section('timeline', { only: 'change' });
  expect(changes.events).toMatchObject({
    total: 1,
    items: [{ what: 'change', kind: 'inbox-rule', recordId: RULE.Id, from: '2026-05-14T12:00:00Z' }],
  });
  // Sign-ins and sent mail are everyday; their details would be subjects.
  expect(ana.events.items.map(({ kind }) => kind)).not.toContain('send');
  const second = await kase.section('timeline', { mailbox: 'ana@x', offset: 1, limit: 1 });
  expect(second.events.items).toEqual(ana.events.items.slice(1, 2));
});

test('two cases: only what the other has not is new; and a case is renamed for good', async () => {
  const engine = new LocalEngine(folder);
  try {
    const made = async (name: string, records: typeof FIRST) =>
      (
        await engine.analyze({
          caseName: name,
          files: [{ path: await desk.file(name, lines(records)), name }],
        })
      ).caseId;
    const [before, after] = [await made('before.jsonl', FIRST), await made('after.jsonl', SECOND)];
    const news = await engine.compareCases(after, before);
    expect(news.callers).toMatchObject({ added: 1, missing: 0, items: [{ records: 2, mailboxes: 2 }] });
    expect(news.callers.items[0]?.value).toContain(APP);
    expect(news.networks.items.map(({ value }) => value)).toEqual(['203.0.113.66']);
    const back = await engine.compareCases(before, after);
    expect([back.callers.added, back.callers.missing]).toEqual([0, 1]);
    await expect(engine.compareCases(after, after)).rejects.toMatchObject({ code: 'bad-request' });
    await expect(engine.compareCases(after, 'nothing')).rejects.toMatchObject({ code: 'no-such-case' });

    await engine.renameCase(after, '  Contoso 0520 ');
    await expect(engine.renameCase(after, ' ')).rejects.toMatchObject({ code: 'bad-request' });
    const names = (await engine.cases()).map(({ name }) => name);
    expect(names).toContain('Contoso 0520');
    expect((await engine.section(after, 'summary', {})).case.name).toBe('Contoso 0520');
  } finally {
    await engine.close();
  }
});

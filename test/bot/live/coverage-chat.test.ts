/** Coverage as people ask for it: files and pasted text in, cards and a CSV out, once a week what changed. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRedactor } from '../../../bot/access/index.ts';
import { action as showCoverage } from '../../../bot/actions/show-coverage.ts';
import { command } from '../../../bot/commands/coverage.ts';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { type Coverage, createCoverage } from '../../../bot/live/coverage/index.ts';
import { Problem } from '../../../bot/problems.ts';
import type { Services } from '../../../bot/services.ts';
import type { Store } from '../../../bot/store/index.ts';
import type { Effect, Place, Sender } from '../../../bot/turn.ts';
import type { RenderedCard } from '../../../cards/index.ts';
import { checkContract } from '../demo/contract.ts';
import { memoryStore } from '../helpers/memory-store.ts';
import { turnedClock } from './clock.ts';

const DAY = 86_400_000;
const CALLER = { objectId: '11111111-1111-4111-8111-111111111111', name: 'Ana' };
const PRIVATE: Place = {
  scope: 'personal',
  conversationId: 'chat',
  serviceUrl: 'http://127.0.0.1',
  tenantId: null,
  bot: { id: 'bot', name: 'Mailtrail' },
};
const CHANNEL: Place = { ...PRIVATE, scope: 'channel', conversationId: 'channel;messageid=1' };

let demo: DemoTenant;
let folder = '';
let store: Store;
let coverage: Coverage;
let posted: { place: Place; card: RenderedCard }[] = [];
let offered: Record<string, Uint8Array> = {};
let refusal: string | null = null;
let trail: string[] = [];
let faults: unknown[] = [];
let sending: 'works' | 'fails' = 'works';
let seenInLog: string[] = [];
const clock = turnedClock();

beforeAll(async () => {
  const world = await makeWorld({ seed: 'coverage chat', people: 2, days: 1, users: 60 });
  demo = await startDemoTenant({ world, graph: { clock } });
});
afterAll(() => demo.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-coverage-'));
  store = memoryStore();
  [posted, trail, faults, seenInLog] = [[], [], [], []];
  [refusal, sending] = [null, 'works'];
  demo.world.faults.clear();
  demo.requests.length = 0;
  start(false);
});
afterEach(async () => {
  await coverage.close();
  await rm(folder, { recursive: true, force: true });
  expect(faults).toEqual([]);
  checkContract(demo.requests);
});

function start(exchangeAdmin: boolean, id = demo.tenant.id): void {
  const sender = {
    async post(place: Place, card: RenderedCard) {
      if (sending === 'fails') throw new Error('503');
      posted.push({ place, card });
      return null;
    },
  } as Partial<Sender> as Sender;
  coverage = createCoverage({
    tenant: { ...demo.tenant, exchangeAdmin, id },
    engine: {
      section: async () =>
        ({
          mailboxes: { items: seenInLog.map((mailbox) => ({ mailbox, messages: 3, folders: 0 })) },
        }) as never,
    },
    store,
    sender,
    dataFolder: folder,
    redactor: createRedactor('key'),
    local: false,
    audit: {
      async append({ why }) {
        trail.push(why ?? '');
      },
    },
    whyNot: async () => refusal,
    onFault: (error) => faults.push(error),
    now: () => new Date(clock.now()),
    tick: 5,
    waiting: { batch: { clock }, exchange: { wait: async () => undefined } },
  });
}

function services(): Services {
  return {
    live: { tenant: demo.tenant, coverage },
    store,
    uploads: { bytes: async ({ name }: { name: string }) => offered[name] ?? new Uint8Array() },
    engine: { cases: async () => [{ id: 'c-1', name: 'autumn' }] },
    local: false,
  } as unknown as Services;
}

/** Asks and carries out what was decided; the effects that are no work. */
async function say(words: string, place = PRIVATE, caseId: string | null = null): Promise<Effect[]> {
  const files = Object.keys(offered).map((name) => ({ name, downloadUrl: '' }));
  const turn = {
    caller: CALLER,
    place,
    files,
    mentions: [],
    role: 'responder',
    caseId,
    mayOpen: () => true,
  } as const;
  const effects = await command.run(command.parse(words), { ...turn, mentions: [], files }, services());
  offered = {};
  for (const effect of effects) if (effect.do === 'begin') await effect.begin();
  return effects;
}

async function card(at = posted.length): Promise<string> {
  await vi.waitFor(() => expect(posted.length).toBeGreaterThan(at), { timeout: 10_000, interval: 5 });
  return JSON.stringify(posted[at]?.card);
}

const admins = (name: string) => {
  const row = (user: { id: string; userPrincipalName: string; mailboxGuid: string; purpose: string }) => ({
    UserPrincipalName: user.userPrincipalName,
    Name: user.id,
    Guid: user.mailboxGuid,
    ExternalDirectoryObjectId: user.id,
    RecipientTypeDetails: `${user.purpose.charAt(0).toUpperCase()}${user.purpose.slice(1)}Mailbox`,
    DefaultAuditSet: user.userPrincipalName === name ? ['Admin', 'Delegate'] : ['Admin', 'Delegate', 'Owner'],
    AuditOwner: user.userPrincipalName === name ? ['Update'] : ['MailItemsAccessed'],
    AuditDelegate: ['MailItemsAccessed'],
    AuditAdmin: ['MailItemsAccessed'],
  });
  return {
    OrganizationConfig: [{ AuditDisabled: false }],
    AdminAuditLogConfig: [{ UnifiedAuditLogIngestionEnabled: true }],
    Mailbox: demo.world.users.map(row),
    MailboxAuditBypassAssociation: demo.world.users.map((user) => ({
      Guid: user.mailboxGuid,
      AuditBypassEnabled: false,
    })),
    UnifiedAuditLogRetentionPolicy: [],
  };
};
const utf16 = (content: unknown) => Buffer.from(`\uFEFF${JSON.stringify(content)}`, 'utf16le');

describe('somebody asks', () => {
  test('without settings nothing is called recorded, and the lines to run are at hand', async () => {
    const effects = await say('');
    expect(effects[0]).toMatchObject({ do: 'say' });
    const words = await card(0);
    expect(words).toMatch(/Not given/);
    expect(words).not.toMatch(/Mail access is recorded in [1-9]/);
    const [how] = await say('how');
    expect(JSON.stringify(how)).toContain('Get-MailboxAuditBypassAssociation -ResultSize Unlimited');
  });

  test('with a UTF-16 file of Exchange: who is recorded, who is not and why, and what mends it', async () => {
    const victim = demo.world.users[5]?.userPrincipalName ?? '';
    offered = { 'any name.bin': utf16(admins(victim)) };
    const [said] = await say('');
    expect(said).toMatchObject({
      do: 'say',
      words: expect.stringMatching(/Understood: Get-OrganizationConfig; .*Get-Mailbox, 60 rows/),
    });
    const words = await card(0);
    expect(words).toMatch(/Mail access is recorded in [1-9]\d* of 60 mailboxes/);
    expect(words).toContain(victim);
    expect(words).toContain(
      `'${victim}' | ForEach-Object { Set-Mailbox -Identity $_ -DefaultAuditSet Owner }`,
    );
    // What was given is kept: also for a bot that was started anew.
    await coverage.close();
    start(false);
    await say('partly');
    expect(await card(1)).toContain('Mailboxes whose mail access is not fully recorded');
    // Of one that is connected to another tenant now it says nothing.
    await coverage.close();
    start(false, '00000000-0000-4000-8000-00000000beef');
    await say('');
    expect(await card(2)).toMatch(/Not given/);
  });

  test('pasted, part by part: what is not said stays as it was', async () => {
    offered = { 'a.json': utf16(admins('')) };
    await say('');
    await card(0);
    await say('{"AuditDisabled":true}');
    expect(await card(1)).toContain('Set-OrganizationConfig -AuditDisabled $false');
    await say('AuditDisabled : False');
    expect(await card(2)).toMatch(/Mail access is recorded in [1-9]/);
  });

  test('what is not understood is told, and nothing is begun', async () => {
    offered = { 'holiday.json': Buffer.from('{"a":1}') };
    await expect(say('')).rejects.toThrow(/nothing of the five cmdlets in holiday.json/);
    offered = {};
    await expect(say('hello: world')).rejects.toBeInstanceOf(Problem);
    expect(() => command.parse('hello')).toThrow();
    expect(demo.requests).toEqual([]);
  });

  test('in a channel no name is shown, and no line that holds one', async () => {
    offered = { 'a.json': utf16(admins(demo.world.users[5]?.userPrincipalName ?? '')) };
    await say('', CHANNEL);
    const words = await card(0);
    for (const { userPrincipalName } of demo.world.users) expect(words).not.toContain(userPrincipalName);
    expect(words).toContain('account-');
    expect(words).not.toContain('Set-Mailbox');
    expect(words).toContain('Names are hidden');
  });

  test('mailboxes whose log says otherwise are named, in the chat of that case alone', async () => {
    const room = demo.world.users.find(({ purpose }) => purpose === 'room')?.userPrincipalName ?? '';
    seenInLog = [room, 'somebody.else@contoso.com'];
    await say('', PRIVATE, 'c-1');
    expect(await card(0)).toContain(`holds records of ${room}, of which`);
    await say('');
    expect(await card(1)).not.toContain('holds records of');
  });

  test('a fault of Graph is told in the chat', async () => {
    demo.world.faults.set('http/403', 1, { path: '/users' });
    await say('');
    expect(await card(0)).toContain('User.Read.All');
  });

  test('pages and verdicts of the same look are shown without asking anew', async () => {
    await say('');
    await card(0);
    demo.requests.length = 0;
    const turn = {
      caller: CALLER,
      place: PRIVATE,
      role: 'responder',
      caseId: null,
      mayOpen: () => true,
    } as const;
    const [effect] = await showCoverage.run({ verdict: 'unknown', offset: 12 }, turn, services());
    expect(JSON.stringify(effect)).toContain('Shown: 13 to');
    expect(demo.requests).toEqual([]);
  });
});

test('the CSV has a row for each mailbox, with what mends it', async () => {
  await expect(say('export')).rejects.toThrow(/part of a case/);
  await expect(say('export', CHANNEL, 'c-1')).rejects.toThrow(/private chats only/);
  const victim = demo.world.users[5]?.userPrincipalName ?? '';
  offered = { 'a.json': utf16(admins(victim)) };
  await say('');
  await card(0);
  const [effect] = await say('export', PRIVATE, 'c-1');
  if (effect?.do !== 'export') throw new Error('No export');
  const file = await effect.order.write(() => undefined, new AbortController().signal);
  const lines = (await readFile(file.path, 'utf8')).split('\r\n').filter((line) => /^"?[^"]+@/.test(line));
  expect(lines).toHaveLength(60);
  expect(lines.find((line) => line.startsWith(victim))).toMatch(/partly.*customised/);
});

describe('once a week', () => {
  const changed = () => posted.slice(1);

  test('what changed is told where it was asked for, also after a restart', async () => {
    start(true);
    const victim = demo.world.users[5]?.userPrincipalName ?? '';
    await coverage.give(
      (await import('../../../bot/live/exchange/read.ts')).readSettings(JSON.stringify(admins(''))),
      CALLER,
    );
    await say('weekly on');
    expect(await card(0)).toContain('once a week from now on');
    await vi.waitFor(() => expect(Object.keys(store.read().coverage)).toEqual(['chat']));
    await coverage.close();

    start(false);
    await coverage.give(
      (await import('../../../bot/live/exchange/read.ts')).readSettings(JSON.stringify(admins(victim))),
      CALLER,
    );
    clock.turn(6 * DAY);
    await coverage.start();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(changed()).toEqual([]);
    clock.turn(2 * DAY);
    const words = await card(1);
    expect(words).toMatch(/Coverage changed for \d+ mailbox/);
    expect(words).toContain(victim);
    clock.turn(7 * DAY + 60_000);
    expect(await card(2)).toContain('nothing has changed');
    await say('weekly off');
    expect(store.read().coverage).toEqual({});
    await expect(say('weekly off')).rejects.toBeInstanceOf(Problem);
  });

  test('a message that was not taken is sent an hour later, with the same changes', async () => {
    await say('weekly on');
    await card(0);
    await vi.waitFor(() => expect(Object.keys(store.read().coverage)).toEqual(['chat']));
    await coverage.give({ organization: { auditDisabled: true } }, CALLER);
    clock.turn(7 * DAY + 60_000);
    sending = 'fails';
    await coverage.start();
    await vi.waitFor(() => expect(store.read().coverage.chat?.failed).toBe(1));
    expect(faults.splice(0)).toHaveLength(1);
    sending = 'works';
    clock.turn(61 * 60_000);
    expect(await card(1)).toMatch(/Coverage changed for 60 mailboxes/);
  });

  test('whoever asked and may not any more is told nothing; the trail says so', async () => {
    await say('weekly on', CHANNEL);
    await card(0);
    await vi.waitFor(() => expect(Object.keys(store.read().coverage)).toEqual(['channel']));
    refusal = 'no role';
    clock.turn(7 * DAY + 60_000);
    await coverage.start();
    await vi.waitFor(() => expect(trail).toEqual(['no role']));
    expect(changed()).toEqual([]);
  });
});

test('without a tenant it says what is missing and which permission', async () => {
  const none = { ...services(), live: { tenant: null, coverage: null } } as unknown as Services;
  const turn = {
    caller: CALLER,
    place: PRIVATE,
    files: [],
    mentions: [],
    role: 'responder',
    caseId: null,
    mayOpen: () => true,
  } as const;
  const words = await command.run(command.parse(''), { ...turn, files: [], mentions: [] }, none).then(
    () => '',
    (error) => JSON.stringify(error.input),
  );
  expect(words).toContain('User.Read.All');
});

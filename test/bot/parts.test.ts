/** The small parts: store, engine keeper, sender, machine check, paths, log. */
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EngineError } from '../../analysis/engine/engine.ts';
import { machineProblem } from '../../analysis/machine.ts';
import { readConfig } from '../../bot/config.ts';
import { keepEngine } from '../../bot/engine.ts';
import { freePort, otherPort } from '../../bot/free-port.ts';
import { localFile } from '../../bot/local-files.ts';
import { faultOnly } from '../../bot/log.ts';
import { openStore, StoreError } from '../../bot/store/index.ts';
import { Adapter, createSender } from '../../bot/teams/index.ts';
import { createRecent } from '../../bot/teams/recent.ts';
import type { Place } from '../../bot/turn.ts';
import { startConnector } from './helpers/connector.ts';
import { fakeEngine } from './helpers/fake-engine.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'mailtrail-parts-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const place: Place = {
  scope: 'channel',
  conversationId: '19:x@thread.tacv2;messageid=1',
  serviceUrl: 'http://127.0.0.1:1/',
  tenantId: null,
  bot: { id: '28:bot', name: 'Mailtrail' },
};

describe('store', () => {
  test('keeps the case of a channel over a restart, whichever thread', async () => {
    const store = await openStore(folder);
    await store.setCurrentCase(place, 'c-1');
    expect(await store.greet(place)).toBe(true);
    await store.close();
    const again = await openStore(folder);
    expect(again.currentCase({ ...place, conversationId: '19:x@thread.tacv2;messageid=2' })).toBe('c-1');
    expect(await again.greet(place)).toBe(false);
    await again.close();
    const local = await openStore(folder, { greetAgain: true });
    expect(await local.greet(place)).toBe(true);
    await local.close();
  });

  test('is held by one process', async () => {
    const store = await openStore(folder);
    await expect(openStore(folder)).rejects.toThrow(StoreError);
    await store.close();
    await (await openStore(folder)).close();
  });

  test.each(['', '{', '[]', '{"version":2,"conversations":{}}'])(
    'a damaged state (%s) is said, not lost',
    async (text) => {
      await writeFile(join(folder, 'bot.json'), text);
      await expect(openStore(folder)).rejects.toThrow('is damaged');
      expect(await readFile(join(folder, 'bot.json'), 'utf8')).toBe(text);
    },
  );
});

describe('engine', () => {
  test('reading is tried again on a new engine, changing is not', async () => {
    let started = 0;
    let stopped = 0;
    const engine = keepEngine(
      async () => {
        started += 1;
        const dead = async () => {
          throw new EngineError('engine-stopped', 'gone');
        };
        return started === 2 || started > 3 ? fakeEngine() : { ...fakeEngine(), cases: dead, mark: dead };
      },
      () => {
        stopped += 1;
      },
    );
    expect(await engine.cases()).toEqual([]);
    expect([started, stopped]).toEqual([2, 1]);
    await engine.close();
    const other = keepEngine(
      async () => ({
        ...fakeEngine(),
        mark: async () => {
          started += 1;
          throw new EngineError('engine-stopped', 'gone');
        },
      }),
      () => undefined,
    );
    started = 0;
    await expect(other.mark('c', 'ip:203.0.113.9', 'hostile', 'Ana')).rejects.toThrow('gone');
    expect(started).toBe(1);
  });

  test('an engine that does not come up is tried again with the next call', async () => {
    let started = 0;
    const engine = keepEngine(
      async () => {
        started += 1;
        if (started === 1) throw new EngineError('internal', 'no');
        return fakeEngine();
      },
      () => undefined,
    );
    await expect(engine.cases()).rejects.toThrow('no');
    expect(await engine.cases()).toEqual([]);
    await engine.close();
    await expect(engine.cases()).rejects.toThrow('being stopped');
  });
});

describe('sender', () => {
  const card = { card: { type: 'AdaptiveCard', version: '1.5', body: [] }, summary: 'A card' };

  test.each([
    ['429 without Retry-After', { status: 429 }],
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }],
    ['412', { status: 412 }],
  ])('%s is waited out, in order', async (_what, mishap) => {
    const connector = await startConnector();
    const sender = createSender(new Adapter(null), readConfig({}, '/'), { firstPause: 2 });
    const there = { ...place, serviceUrl: connector.url };
    let left = 3;
    connector.refuse = () => (left-- > 0 ? mishap : null);
    await Promise.all([sender.post(there, { ...card, summary: 'first' }), sender.say(there, 'second')]);
    expect(connector.refused).toBe(3);
    expect(connector.sent.map(({ activity }) => activity.summary ?? activity.text)).toEqual([
      'first',
      'second',
    ]);
    await connector.close();
  });

  test('what Teams refuses for good is not tried again', async () => {
    const connector = await startConnector();
    const sender = createSender(new Adapter(null), readConfig({}, '/'), { firstPause: 2 });
    connector.refuse = () => ({ status: 403 });
    await expect(sender.post({ ...place, serviceUrl: connector.url }, card)).rejects.toThrow();
    expect(connector.refused).toBe(1);
    await connector.close();
  });

  test('nothing goes to an address that is not allowed, though it was kept', async () => {
    const sender = createSender(new Adapter(null), readConfig({}, '/'));
    const elsewhere = { ...place, serviceUrl: 'https://evil.example/' };
    await expect(sender.post(elsewhere, card)).rejects.toThrow('Nothing is sent');
  });
});

describe('paths', () => {
  test('links are followed before they are judged', async () => {
    const outside = join(folder, 'outside');
    const inside = join(folder, 'inside');
    await mkdir(outside);
    await mkdir(inside);
    await writeFile(join(outside, 'a.csv'), 'x');
    await writeFile(join(inside, 'b.csv'), 'x');
    await symlink(join(outside, 'a.csv'), join(inside, 'link.csv'));
    await symlink(inside, join(folder, 'door'));
    expect(await localFile('b.csv', [inside])).toEqual({ path: join(inside, 'b.csv'), name: 'b.csv' });
    expect(await localFile(join(folder, 'door', 'b.csv'), [inside])).toMatchObject({ name: 'b.csv' });
    for (const typed of ['link.csv', '../outside/a.csv', join(outside, 'a.csv'), 'no.csv', '.', '\0']) {
      await expect(localFile(typed, [inside])).rejects.toThrow('no such file');
    }
    expect(await localFile(join(outside, 'a.csv'), [inside, outside])).toMatchObject({ name: 'a.csv' });
    await expect(localFile('..', [join(inside), folder])).rejects.toThrow();
    await expect(localFile('inside', [folder])).rejects.toThrow('not a file');
  });
});

describe('machine', () => {
  test.each(['18.20.0', '20.19.5'])('Node %s is too old', (version) => {
    expect(machineProblem(version)).toContain('too old');
  });

  test('a missing database binding is told with the line that installs it', () => {
    const problem = machineProblem('22.1.0', 'win32', 'x64', () => false);
    expect(problem).toMatch(/npm install --no-save @duckdb\/node-bindings-win32-x64@\d+\.\d+\.\d+\S*$/);
    expect(machineProblem('20.20.0', 'linux', 'x64', () => true)).toBeNull();
  });
});

test('a taken port is passed over', async () => {
  const connector = await startConnector();
  const taken = Number(new URL(connector.url).port);
  expect(await freePort(taken)).not.toBe(taken);
  await connector.close();
});

test('what was done is remembered for ten minutes', async () => {
  let now = 0;
  const recent = createRecent<number>(() => now);
  const first = recent.once('a', async () => 1);
  expect(recent.once('a', async () => 2)).toEqual({ result: first.result, isNew: false });
  now = 10 * 60_000;
  expect(recent.once('a', async () => 2).isNew).toBe(true);
});

test('errors are logged without the requests they carry', () => {
  const error = Object.assign(new Error('Bad'), {
    statusCode: 403,
    request: { headers: { authorization: 'token' } },
  });
  expect(faultOnly(error)).toMatchObject({ message: 'Bad', statusCode: 403 });
  expect(JSON.stringify(faultOnly(error))).not.toContain('token');
});

test.each([
  [3978, 3978, []],
  [0, 40_001, []],
  [3978, 3979, ['Port 3978 (MAILTRAIL_PORT) is in use by another program: 3979 is used instead.']],
])('of port %i that became %i the console says %j', (wanted, got, lines) => {
  expect(otherPort('MAILTRAIL_PORT', wanted, got)).toEqual(lines);
});

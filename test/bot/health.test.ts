/** What machines ask of the bot: does it live, can it work, and the numbers for whoever has the token. */
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { EngineError } from '../../analysis/engine/engine.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { watchReadiness } from '../../bot/readiness.ts';
import { openStore, type Store } from '../../bot/store/index.ts';
import { activityTo, type Harness, startHarness } from './helpers/harness.ts';

const TOKEN = 'for-tests-only-0123456789-0123456789';
const APP = {
  MICROSOFT_APP_ID: '11111111-1111-4111-8111-111111111111',
  MICROSOFT_APP_TYPE: 'SingleTenant',
  MICROSOFT_APP_TENANT_ID: '22222222-2222-4222-8222-222222222222',
  MICROSOFT_APP_PASSWORD: 'not-a-secret',
  MAILTRAIL_HOST: '127.0.0.1',
};

function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET') {
  return new Promise<{ status: number; type: string; body: string }>((resolve, reject) => {
    const req = request({ host: '127.0.0.1', port, path, method, headers }, (res) => {
      let body = '';
      res.on('data', (chunk) => {
        body += chunk;
      });
      res.on('end', () =>
        resolve({ status: res.statusCode ?? 0, type: res.headers['content-type'] ?? '', body }),
      );
    });
    req.on('error', reject);
    req.end();
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** 'mailtrail_turns_total{kind="command"} 2' -> 2 */
const numberOf = (body: string, series: string) =>
  Number(
    body
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length),
  );

describe('a bot of this computer', () => {
  let bot: Harness;
  beforeAll(async () => {
    bot = await startHarness({ environment: { MAILTRAIL_METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => bot.close());

  test('lives and can work', async () => {
    expect(await get(bot.bot.port, '/healthz')).toEqual({
      status: 200,
      type: 'application/json',
      body: '{"alive":true}',
    });
    const ready = await get(bot.bot.port, '/readyz');
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.body)).toEqual({ ready: true, engine: true, dataFolder: true, lock: true });
  });

  test.each(['/healthz', '/readyz', '/metrics'])(
    '%s answers no foreign Host and no web page',
    async (path) => {
      const { port } = bot.bot;
      expect((await get(port, path, { host: 'evil.example', ...bearer(TOKEN) })).status).toBe(403);
      expect((await get(port, path, { origin: 'https://evil.example', ...bearer(TOKEN) })).status).toBe(403);
      expect((await get(port, path, bearer(TOKEN), 'POST')).status).toBe(403);
    },
  );

  test.each([
    ['no token', {}],
    ['another token', bearer(`${TOKEN}x`)],
    ['a part of it', bearer(TOKEN.slice(0, -1))],
    ['another scheme', { authorization: `Basic ${TOKEN}` }],
  ])('shows no numbers for %s', async (_what, headers) => {
    const answer = await get(bot.bot.port, '/metrics', headers as Record<string, string>);
    expect([answer.status, answer.body]).toEqual([401, '{"error":"Refused"}']);
  });

  test('counts turns, refusals and jobs', async () => {
    const numbers = async () => (await get(bot.bot.port, '/metrics', bearer(TOKEN))).body;
    const before = await numbers();
    await bot.say('about');
    const ended = (outcome: string) =>
      vi.waitFor(
        async () => expect(numberOf(await numbers(), `mailtrail_jobs_total{outcome="${outcome}"}`)).toBe(1),
        { timeout: 10_000 },
      );
    await bot.say('analyze sample');
    await ended('done');
    bot.engine.behaviour = async () => {
      throw new EngineError('nothing-usable', 'nothing there');
    };
    await bot.say('analyze sample');
    await ended('failed');
    await bot.press('help', {});
    // The trail is shown in private alone.
    await bot.say('audit', {
      conversation: { id: 'group-1', conversationType: 'groupChat', tenantId: 'tenant-1' },
    });
    await bot.post({ ...activityTo('https://evil.example/'), type: 'message', text: 'help' });
    const after = await numbers();
    const more = (series: string) => numberOf(after, series) - numberOf(before, series);
    expect(more('mailtrail_turns_total{kind="command"}')).toBe(4);
    expect(more('mailtrail_turns_total{kind="action"}')).toBe(1);
    expect(more('mailtrail_jobs_total{outcome="done"}')).toBe(1);
    expect(more('mailtrail_jobs_total{outcome="failed"}')).toBe(1);
    expect(more('mailtrail_jobs_total{outcome="cancelled"}')).toBe(0);
    expect(more('mailtrail_refused_total{what="activity"}')).toBe(1);
    expect(more('mailtrail_refused_total{what="person"}')).toBe(1);
    expect(numberOf(after, 'mailtrail_job_seconds_count{outcome="done"}')).toBe(1);
    expect(numberOf(after, 'mailtrail_jobs{state="running"}')).toBe(0);
    expect(numberOf(after, 'mailtrail_engine_stops_total')).toBe(0);
    // Only words of ours become labels.
    expect(after).not.toMatch(/\bAna\b|personal-1|tenant-1|00000000-0000|c-1|sample tenant/);
  });
});

test('an engine that died is counted', async () => {
  let died = false;
  const bot = await startHarness({
    environment: { MAILTRAIL_METRICS_TOKEN: TOKEN },
    startEngine: async (engine) => ({
      ...engine,
      async cases() {
        if (died) return engine.cases();
        died = true;
        throw new EngineError('engine-stopped', 'stopped');
      },
    }),
  });
  try {
    expect((await get(bot.bot.port, '/readyz')).status).toBe(200);
    const { body } = await get(bot.bot.port, '/metrics', bearer(TOKEN));
    expect(numberOf(body, 'mailtrail_engine_stops_total')).toBe(1);
  } finally {
    await bot.close();
  }
});

describe('a bot in Teams', () => {
  let bot: Harness;
  beforeAll(async () => {
    bot = await startHarness({ environment: APP });
  });
  afterAll(() => bot.close());

  test('has no numbers without a token in its settings', async () => {
    for (const headers of [{}, bearer(''), bearer('null'), bearer('undefined')]) {
      expect((await get(bot.bot.port, '/metrics', headers as Record<string, string>)).status).toBe(404);
    }
  });

  test('answers probes under any name, with yes and no alone', async () => {
    const answer = await get(bot.bot.port, '/readyz', { host: '10.0.0.4:3978' });
    expect(answer.status).toBe(200);
    expect(Object.values(JSON.parse(answer.body)).every((value) => typeof value === 'boolean')).toBe(true);
  });

  test('answers GET nowhere else', async () => {
    expect((await get(bot.bot.port, '/api/messages')).status).toBe(403);
    expect((await get(bot.bot.port, '/')).status).toBe(403);
  });
});

describe('readiness', () => {
  let store: Store | null = null;
  const folders: string[] = [];
  const engine = { cases: async () => [] };
  afterEach(async () => {
    await store?.close();
    store = null;
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });
  async function dataFolder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'mailtrail-ready-'));
    folders.push(folder);
    return folder;
  }

  test('needs an engine that answers, and in time', async () => {
    const folder = await dataFolder();
    store = await openStore(folder);
    const broken = async () => Promise.reject(new EngineError('engine-stopped', 'stopped'));
    const silent = () => new Promise<never>(() => undefined);
    for (const cases of [broken, silent]) {
      const look = watchReadiness({ engine: { cases }, dataFolder: folder, patience: 20 });
      expect(await look()).toEqual({ ready: false, engine: false, dataFolder: true, lock: true });
    }
  });

  test('needs the lock', async () => {
    const folder = await dataFolder();
    expect(await watchReadiness({ engine, dataFolder: folder })()).toMatchObject({
      ready: false,
      lock: false,
    });
    store = await openStore(folder);
    expect(await watchReadiness({ engine, dataFolder: folder })()).toMatchObject({ ready: true, lock: true });
  });

  test('needs a data folder that takes writes', async () => {
    const folder = join(await dataFolder(), 'gone');
    expect(await watchReadiness({ engine, dataFolder: folder })()).toMatchObject({
      ready: false,
      dataFolder: false,
    });
  });

  test('looks once, however many ask, and again later', async () => {
    const folder = await dataFolder();
    store = await openStore(folder);
    let asked = 0;
    const cases = async () => {
      asked += 1;
      return [];
    };
    const kept = watchReadiness({ engine: { cases }, dataFolder: folder, keep: 60_000 });
    await Promise.all([kept(), kept()]);
    await kept();
    expect(asked).toBe(1);
    const fresh = watchReadiness({ engine: { cases }, dataFolder: folder, keep: 0 });
    await fresh();
    await fresh();
    expect(asked).toBe(3);
  });
});

test('every count is there from the start, with its zero', async () => {
  const metrics = createMetrics('1.2.3');
  const { body } = await metrics.text();
  for (const series of [
    'mailtrail_turns_total{kind="command"}',
    'mailtrail_refused_total{what="token"}',
    'mailtrail_refused_total{what="person"}',
    'mailtrail_jobs_total{outcome="failed"}',
    'mailtrail_jobs{state="waiting"}',
    'mailtrail_engine_stops_total',
  ]) {
    expect([series, numberOf(body, series)]).toEqual([series, 0]);
  }
  expect(numberOf(body, 'mailtrail_info{version="1.2.3"}')).toBe(1);
  metrics.engineStopped();
  metrics.watchJobs(() => ({ running: 1, waiting: 4 }));
  const later = await metrics.text();
  expect(numberOf(later.body, 'mailtrail_engine_stops_total')).toBe(1);
  expect(numberOf(later.body, 'mailtrail_jobs{state="waiting"}')).toBe(4);
});

/** The watch with everything around it but Teams: the real engine or one in memory, a store on the disk, alerts, and the demo tenant. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Engine } from '../../../analysis/engine/engine.ts';
import { LocalEngine } from '../../../analysis/engine/local.ts';
import { createRedactor } from '../../../bot/access/index.ts';
import { type Alerts, createAlerts } from '../../../bot/alerts/index.ts';
import type { AuditDeed } from '../../../bot/audit/index.ts';
import { readConfig } from '../../../bot/config.ts';
import { type DemoLogged, demoTenant, makeWorld, type WorldOptions } from '../../../bot/demo/index.ts';
import { routeOf } from '../../../bot/demo/routes.ts';
import { serveDemo } from '../../../bot/demo/server.ts';
import type { World } from '../../../bot/demo/service.ts';
import { service } from '../../../bot/demo/services/activity-feed.ts';
import type { Tenant } from '../../../bot/live/tenant.ts';
import { createWatch, type Watch } from '../../../bot/live/watch/index.ts';
import { openStore, type Store } from '../../../bot/store/index.ts';
import { Adapter, createDelivery } from '../../../bot/teams/index.ts';
import type { Place } from '../../../bot/turn.ts';
import { createWork } from '../../../bot/work/index.ts';
import { type Connector, startConnector, wordsOf } from '../helpers/connector.ts';
import { fakeEngine } from '../helpers/fake-engine.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const ANA = { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana' };

export interface WatchRoom {
  /** the demo tenant with its activity feed alone */
  demo: { root: string; tenant: Tenant; requests: DemoLogged[]; world: World; close(): Promise<void> };
  watch: Watch;
  store: Store;
  engine: Engine;
  alerts: Alerts;
  connector: Connector;
  trail: AuditDeed[];
  faults: unknown[];
  clock: { now: Date };
  place: Place;
  /** Lets time pass, polling every `step`. */
  pass(span: number, step?: number): Promise<void>;
  /** all alerts that were to be sent are */
  quiet(): Promise<void>;
  /** ends at once and starts again on what is on the disk; the clock may have been turned meanwhile */
  restart(): Promise<void>;
  /** makes the next call of a method of the engine, after its work, end the bot */
  crashAfter: { analyze: boolean };
  /** ids of the records that the engine was given, in order */
  given: string[];
  /** requests to the feed, by route and answer */
  counted(): Record<string, number>;
  /** words of everything that was posted */
  words(): string[];
  close(): Promise<void>;
}

export async function watchRoom(
  world: Partial<WorldOptions> & { at: string },
  { real = false, ...timing }: { analyseEvery?: number; behind?: number; real?: boolean } = {},
): Promise<WatchRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-watch-'));
  const clock = { now: new Date(world.at) };
  const made = await makeWorld({ seed: 'watch', people: 3, now: () => clock.now, ...world });
  const requests: DemoLogged[] = [];
  const server = await serveDemo(made, service(made).routes.map(routeOf), (one) => requests.push(one));
  const tenant = demoTenant(server.root, made.tenantId);
  const demo = { ...server, tenant, requests, world: made };
  const connector = await startConnector();
  const place: Place = {
    scope: 'channel',
    conversationId: '19:watch@thread.tacv2',
    serviceUrl: connector.url,
    tenantId: 'tenant-1',
    bot: { id: '28:bot', name: 'Mailtrail' },
  };
  const room = {
    demo,
    connector,
    clock,
    place,
    trail: [] as AuditDeed[],
    faults: [] as unknown[],
  } as never as WatchRoom;
  room.crashAfter = { analyze: false };
  room.given = [];
  const memory = fakeEngine();

  async function open(): Promise<void> {
    const config = readConfig({}, folder);
    const store = await openStore(folder);
    const plain = real ? bound(new LocalEngine(folder)) : memory;
    const work = createWork(store, () => clock.now);
    const audit = {
      async append(deed: AuditDeed) {
        room.trail.push(deed);
      },
    };
    const onFault = (error: unknown) => room.faults.push(error);
    const alerts = createAlerts({
      engine: plain,
      store,
      work,
      redactor: createRedactor('key'),
      delivery: createDelivery(new Adapter(null), config, 5_000),
      audit,
      whyNot: async () => null,
      onFault,
      now: () => clock.now,
      storm: { most: 1_000, within: 1 },
      timing: { pause: 0, firstRetry: 4, longestRetry: 40, tick: 60_000 },
    });
    await alerts.start();
    const engine = crashing(alerts.watching(plain));
    const watch = createWatch({
      tenant: demo.tenant,
      engine,
      store,
      audit,
      onMade: async (caseId, by) => {
        await work.created(caseId, by);
      },
      reconcile: async () => false,
      tell: alerts.watchTrouble,
      onFault,
      folder: join(folder, 'watch'),
      now: () => clock.now,
      timing: { pause: 1e9, analyseEvery: 6 * HOUR, firstPause: 1, longestPause: 2, ...timing },
    });
    Object.assign(room, { store, engine: plain, alerts, watch });
  }

  /** A class's methods are on its prototype: spreading it would lose them. */
  function bound(engine: LocalEngine): Engine {
    const names = Object.getOwnPropertyNames(LocalEngine.prototype).filter((name) => name !== 'constructor');
    return Object.fromEntries(
      names
        .filter(
          (name) => typeof Object.getOwnPropertyDescriptor(LocalEngine.prototype, name)?.value === 'function',
        )
        .map((name) => [name, (engine as never as Record<string, () => unknown>)[name]?.bind(engine)]),
    ) as never;
  }

  function crashing(engine: Engine): Engine {
    return {
      ...engine,
      async analyze(...asked) {
        for (const { path } of asked[0].files) {
          const records = JSON.parse(await readFile(path, 'utf8')) as { Id: string }[];
          room.given.push(...records.map(({ Id }) => Id));
        }
        const result = await engine.analyze(...asked);
        if (room.crashAfter.analyze) {
          room.crashAfter.analyze = false;
          throw new Error('crash after analyze');
        }
        return result;
      },
    };
  }

  room.pass = async (span, step = 20 * MINUTE) => {
    for (const end = clock.now.getTime() + span; clock.now.getTime() < end; ) {
      clock.now = new Date(Math.min(end, clock.now.getTime() + step));
      await room.watch.poll();
    }
  };
  room.quiet = () =>
    vi.waitFor(
      () => {
        const waiting = Object.values(room.store.read().audiences).flatMap(({ outbox }) => outbox);
        if (waiting.length > 0) throw new Error(`Still to be sent: ${JSON.stringify(waiting)}`);
      },
      { timeout: 20_000, interval: 10 },
    );
  room.restart = async () => {
    await room.watch.close();
    await room.alerts.close();
    await room.engine.close();
    await room.store.close();
    await open();
  };
  room.counted = () => {
    const counts: Record<string, number> = {};
    for (const { method, route, answer } of demo.requests) {
      const name = `${method} ${route?.split('/feed/')[1] ?? '?'} ${answer.status}`;
      counts[name] = (counts[name] ?? 0) + 1;
    }
    return counts;
  };
  room.words = () => connector.sent.map(wordsOf);
  room.close = async () => {
    await room.watch.close();
    await room.alerts.close();
    await room.engine.close();
    await room.store.close();
    await connector.close();
    await demo.close();
    await rm(folder, { recursive: true, force: true });
  };
  await open();
  return room;
}

/** What the inputs of the case say of their rows. */
export async function recordCount(room: WatchRoom): Promise<{ records: number; duplicates: number }> {
  const caseId = room.watch.caseOf() ?? '';
  const { inputs } = await room.engine.section(caseId, 'inputs', { limit: 1_000 });
  return {
    records: inputs.items.reduce((sum, { records }) => sum + records, 0),
    duplicates: inputs.items.reduce((sum, { duplicates }) => sum + duplicates, 0),
  };
}

/** Alerts with everything around them: a store on the disk, a case whose findings are listed, the service's stand-in. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { Finding } from '../../../analysis/report.ts';
import { createRedactor } from '../../../bot/access/index.ts';
import { type Alerts, type AlertsOptions, createAlerts } from '../../../bot/alerts/index.ts';
import type { AuditDeed } from '../../../bot/audit/index.ts';
import { readConfig } from '../../../bot/config.ts';
import { openStore, type Store } from '../../../bot/store/index.ts';
import { Adapter, createDelivery } from '../../../bot/teams/index.ts';
import type { Place } from '../../../bot/turn.ts';
import { createWork, type Work } from '../../../bot/work/index.ts';
import { samples as findings } from '../../../cards/finding/sample.ts';
import { type Connector, type Sent, startConnector, wordsOf } from './connector.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

export const ANA = { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana' };
export const BO = { objectId: '00000000-0000-4000-8000-000000000021', name: 'Bo' };
export const CASE = 'c-1';

/** Ids as the engine makes them. */
export const idOf = (n: number) => n.toString(16).padStart(16, '0');

export function finding(n: number, more: Partial<Finding> = {}): Finding {
  const base = findings.open?.finding;
  if (!base) throw new Error('The sample has no finding');
  return {
    ...base,
    id: idOf(n),
    title: `Finding number ${n}`,
    severity: 'high',
    mailboxes: [`box${n}@contoso.com`],
    users: [],
    apps: [],
    sessions: [],
    ips: [`203.0.113.${n % 250}`],
    ...more,
  };
}

/** Makes the engine tell these findings; evidence is what `recordIds` lists. */
export function telling(
  engine: FakeEngine,
  list: { findings: Finding[]; markers: string[]; trusted: string[] },
): void {
  const section = engine.section;
  engine.section = (async (
    caseId: string,
    name: string,
    query: { id?: string; offset?: number; limit?: number },
  ) => {
    const found = (await section(caseId, name as 'summary', query)) as never as { exposure: object };
    const { offset = 0, limit = 15, id } = query;
    if (name === 'summary') {
      return { ...found, exposure: { ...found.exposure, markers: list.markers, trusted: list.trusted } };
    }
    if (name === 'findings') {
      const items = list.findings.slice(offset, offset + limit);
      return { ...found, findings: { items, total: list.findings.length, offset } };
    }
    if (name !== 'finding') return found;
    const one = list.findings.find((each) => each.id === id) ?? null;
    return { ...found, finding: one, severityRule: null, records: one?.recordIds.length ?? 0 };
  }) as never;
}

export interface AlertRoom {
  alerts: Alerts;
  store: Store;
  work: Work;
  connector: Connector;
  list: { findings: Finding[]; markers: string[]; trusted: string[] };
  trail: AuditDeed[];
  faults: unknown[];
  place: Place;
  clock: { now: Date };
  /** messages of their own */
  roots(): Sent[];
  words(): string[];
  /** The conversation asks for the case's findings. */
  listen(wish?: object): Promise<void>;
  /** looks for new findings, and waits until all is sent */
  look(): Promise<void>;
  /** waits until nothing is left to be sent */
  quiet(): Promise<void>;
  /** waits for something to become true */
  until(holds: () => boolean): Promise<void>;
  /** Stops and starts again, as after a crash or a normal end. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface RoomOptions extends Partial<AlertsOptions> {
  scope?: Place['scope'];
  deliverWithin?: number;
  /** around the store, to break it */
  storeOf?(store: Store): Store;
}

export async function createAlertRoom(options: RoomOptions = {}): Promise<AlertRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-alerts-'));
  const connector = await startConnector();
  const engine = fakeEngine();
  await engine.analyze({ caseName: 'contoso', files: [] });
  const list = { findings: [] as Finding[], markers: [] as string[], trusted: [] as string[] };
  telling(engine, list);
  const clock = { now: new Date('2026-05-14T10:00:00Z') };
  const room = {
    connector,
    list,
    clock,
    trail: [] as AuditDeed[],
    faults: [] as unknown[],
    place: {
      scope: options.scope ?? 'channel',
      conversationId: '19:alerts@thread.tacv2',
      serviceUrl: connector.url,
      tenantId: 'tenant-1',
      bot: { id: '28:bot', name: 'Mailtrail' },
    },
    roots: () =>
      connector.sent.filter(({ method, activity }) => method === 'POST' && activity.attachments?.length),
    words: () => connector.sent.map(wordsOf),
    until: (holds: () => boolean) =>
      vi.waitFor(
        () => {
          if (!holds()) throw new Error(`Not yet; sent were ${JSON.stringify(room.words()).slice(0, 2_000)}`);
        },
        { timeout: 10_000, interval: 5 },
      ),
    quiet: () =>
      room.until(() => Object.values(room.store.read().audiences).every(({ outbox }) => outbox.length === 0)),
    async listen(wish = {}) {
      await room.alerts.here(room.place, { caseId: CASE, floor: 'high', quiet: null, ...wish }, ANA);
    },
    async look() {
      await room.alerts.look(CASE);
      await room.quiet();
    },
    async restart() {
      await room.alerts.close();
      await room.store.close();
      await begin();
    },
    async close() {
      await room.alerts.close();
      await room.store.close();
      await connector.close();
      await rm(folder, { recursive: true, force: true });
    },
  } as AlertRoom;

  async function begin(): Promise<void> {
    const store = await openStore(folder);
    const config = readConfig({}, folder);
    const work = createWork(store, () => clock.now);
    Object.assign(room, { store, work });
    room.alerts = createAlerts({
      engine,
      store: options.storeOf?.(store) ?? store,
      work,
      redactor: createRedactor('key'),
      delivery: createDelivery(new Adapter(null), config, options.deliverWithin ?? 5_000),
      audit: {
        async append(deed) {
          room.trail.push(deed);
        },
      },
      whyNot: async () => null,
      onFault: (error) => room.faults.push(error),
      now: () => clock.now,
      timing: { pause: 0, firstRetry: 4, longestRetry: 40, tick: 10 },
      ...options,
    });
    await room.alerts.start();
  }
  await begin();
  return room;
}

/** A room whose conversation has asked for the findings of the case. */
export async function listening(options: RoomOptions = {}, wish: object = {}): Promise<AlertRoom> {
  const room = await createAlertRoom(options);
  await room.listen(wish);
  return room;
}

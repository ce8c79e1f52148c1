/** A small demo tenant, an engine and hunts over real HTTP; time passes only as fast as somebody waits for it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises';
import { type CaseListing, type Engine, EngineError } from '../../../analysis/engine/engine.ts';
import { LocalEngine } from '../../../analysis/engine/local.ts';
import type { Pull } from '../../../analysis/sections.ts';
import type { AuditRecord } from '../../../analysis/simulator/index.ts';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { createHunts, type HuntOrder, type Hunts } from '../../../bot/live/hunt/index.ts';
import type { Hunt } from '../../../bot/live/hunt/state.ts';
import { targetOf } from '../../../bot/live/hunt/target.ts';
import type { Limits } from '../../../bot/live/hunt/tools.ts';
import type { Store } from '../../../bot/store/index.ts';
import type { Caller, Place, Sender } from '../../../bot/turn.ts';
import { checkContract } from '../demo/contract.ts';
import { memoryStore } from '../helpers/memory-store.ts';

export const CALLER: Caller = { objectId: '11111111-1111-4111-8111-111111111111', name: 'Ana' };
export const PLACE: Place = {
  scope: 'personal',
  conversationId: 'chat',
  serviceUrl: 'http://127.0.0.1',
  tenantId: null,
  bot: { id: 'bot', name: 'Mailtrail' },
};

export interface HuntRoom {
  demo: DemoTenant;
  engine: Engine;
  store: Store;
  hunts: Hunts;
  /** words of every state of every card, in order */
  shown: string[];
  /** of the bot's data */
  folder: string;
  made: string[];
  faults: unknown[];
  records: AuditRecord[];
  clock: { now(): number; wait(ms: number, signal?: AbortSignal): Promise<void> };
  /** begins and waits until it has ended */
  hunt(target: string, order?: Partial<HuntOrder>): Promise<Hunt>;
  ended(): Promise<Hunt>;
  /** the hunts of a bot that was started anew, over the same store and engine */
  restart(): Promise<void>;
  /** called whenever somebody waits, the Graph client included */
  onWait(): void;
  close(): Promise<void>;
}

export interface RoomOptions {
  limits?: Partial<Limits>;
  /** the real one takes seconds; default one that only keeps what it is given */
  engine?: 'real';
  /** what the hunts see of the engine */
  seen?(engine: Engine): Engine;
}

/** Milliseconds for a test with the real engine on a busy machine. */
export const PATIENCE = 100_000;

export const FROM = '2026-05-04T00:00:00Z';
export const TO = '2026-05-07T00:00:00Z';

let world: Awaited<ReturnType<typeof makeWorld>> | null = null;

export async function huntRoom(options: RoomOptions = {}): Promise<HuntRoom> {
  let at = Date.parse('2026-05-07T12:00:00Z');
  let room: HuntRoom | null = null;
  const clock = {
    now: () => at,
    async wait(ms: number, signal?: AbortSignal) {
      signal?.throwIfAborted();
      room?.onWait();
      at += ms;
      await nextTick();
      signal?.throwIfAborted();
    },
  };
  world ??= await makeWorld({ seed: 'hunt', people: 6, days: 3, attacks: ['unknown-app'] });
  world.faults.clear();
  const now = () => new Date(at);
  const demo = await startDemoTenant({ world: { ...world, now }, graph: { clock } });
  const folder = mkdtempSync(join(tmpdir(), 'mailtrail-hunt-'));
  const own = options.engine === 'real' ? new LocalEngine(join(folder, 'data')) : keepingEngine();
  const engine = options.seen?.(own) ?? own;
  const store = memoryStore();
  const shown: string[] = [];
  const made: string[] = [];
  const faults: unknown[] = [];
  const sender = { ...silent, post: showing('m1'), update: showing(undefined) } as Sender;

  function showing<T>(answer: T) {
    return async (...given: unknown[]): Promise<T> => {
      const card = given.at(-1) as { card: object };
      shown.push(JSON.stringify(card.card));
      return answer;
    };
  }

  function newHunts(): Hunts {
    return createHunts({
      ...{ tenant: demo.tenant, engine, store, sender, now, limits: { pause: 100, ...options.limits } },
      wait: clock.wait,
      dataFolder: folder,
      cardPause: 0,
      onMade: async (caseId) => {
        made.push(caseId);
      },
      onFault: (error) => faults.push(error),
    });
  }

  const built: HuntRoom = {
    ...{ demo, engine, store, hunts: newHunts(), shown, made, faults, clock, folder },
    records: world.records.map(({ record }) => record),
    async hunt(target, order = {}) {
      const found = targetOf(target);
      if (found === null) throw new Error(`${target} is nothing to hunt`);
      const whole = { engine: 'audit', target: found, unfiltered: false, from: FROM, to: TO, caseId: null };
      await built.hunts.begin({ ...whole, ...order } as HuntOrder, PLACE, CALLER);
      return await built.ended();
    },
    onWait: () => undefined,
    async ended() {
      for (;;) {
        const all = Object.values(store.read().hunt.hunts);
        const idle = all.length > 0 && all.every(({ id }) => built.hunts.ownerOf(id, PLACE) === null);
        const last = all.at(-1);
        if (idle && last !== undefined) return last;
        await sleep(5);
      }
    },
    async restart() {
      await built.hunts.close();
      built.hunts = newHunts();
      await built.hunts.start();
    },
    async close() {
      await built.hunts.close();
      checkContract(demo.requests);
      await demo.close();
      await own.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  room = built;
  return built;
}

/** Keeps the records it is given once by id, and the newest state of each pull. */
function keepingEngine(): Engine {
  const ids = new Set<string>();
  const inputs: { name: string; records: number; duplicates: number; acquired: unknown }[] = [];
  const pulls = new Map<string, Pull>();
  const made: { id: string; name: string }[] = [];
  const engine: Partial<Engine> = {
    async analyze({ files, caseName }) {
      for (const { path, name, acquired } of files) {
        const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
        const before = ids.size;
        for (const line of lines) ids.add(JSON.parse(line).id ?? JSON.parse(line).Id);
        const records = ids.size - before;
        inputs.push({ name, records, duplicates: lines.length - records, acquired });
      }
      if (made.length === 0) made.push({ id: 'c-1', name: caseName ?? 'c-1' });
      return { caseId: 'c-1', usable: files.length, problems: [] };
    },
    cases: async () => made as CaseListing[],
    notePull: async (_caseId, pull) => void pulls.set(pull.id, pull),
    section: async (_caseId, name) => {
      const items = name === 'pulls' ? [...pulls.values()] : inputs;
      if (name !== 'pulls' && name !== 'inputs') throw new EngineError('bad-request', 'It keeps no more');
      return { [name]: { items, total: items.length, offset: 0 } } as never;
    },
    close: async () => undefined,
  };
  return engine as Engine;
}

const silent = {
  post: async () => null,
  offer: async () => undefined,
  handOver: async () => undefined,
  update: async () => undefined,
  say: async () => undefined,
  close: async () => undefined,
};

/** Counted by method and route, for the closing note. */
export function requestsOf({ demo }: HuntRoom): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { method, route } of demo.requests) {
    const key = `${method} ${route}`.replace('/security/auditLog', '');
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

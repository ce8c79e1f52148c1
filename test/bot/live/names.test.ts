/** Names and sign-ins into a real case, over real HTTP: what is asked, kept, noted and said. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { LocalEngine } from '../../../analysis/engine/local.ts';
import type { SignInsGiven } from '../../../analysis/sections.ts';
import { auditDataJsonl } from '../../../analysis/simulator/index.ts';
import type { AuditDeed } from '../../../bot/audit/index.ts';
import { type DemoTenant, makeWorld, type SimulatedWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { IN_BATCH } from '../../../bot/demo/services/batch.ts';
import { createNames, type Names } from '../../../bot/live/names/index.ts';
import type { Caller, Place, Sender } from '../../../bot/turn.ts';
import { checkContract } from '../demo/contract.ts';
import { memoryStore } from '../helpers/memory-store.ts';
import { turnedClock } from './clock.ts';

const ANA: Caller = { objectId: '11111111-1111-4111-8111-111111111111', name: 'Ana' };
const PLACE: Place = {
  scope: 'personal',
  conversationId: 'chat',
  serviceUrl: 'http://127.0.0.1',
  tenantId: null,
  bot: { id: 'bot', name: 'Mailtrail' },
};
const DAY = 86_400_000;

let folder = '';
let demo: DemoTenant<SimulatedWorld>;
let engine: LocalEngine;
let caseId = '';
let victim = '';
let forged: string[] = [];
const clock = turnedClock(Date.parse('2026-05-09T06:00:00Z'));
const now = () => new Date(clock.now());
const store = memoryStore();
const shown: string[] = [];
const trail: AuditDeed[] = [];
const faults: unknown[] = [];
const given: SignInsGiven[] = [];
let names: Names;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-names-'));
  const world = await makeWorld({
    seed: 'sign-ins',
    people: 12,
    days: 3,
    attacks: ['forged-token-owa'],
    now,
  });
  demo = await startDemoTenant({ world, graph: { clock } });
  engine = new LocalEngine(join(folder, 'data'));
  const path = join(folder, 'log.jsonl');
  await writeFile(path, [...auditDataJsonl(world.records.map(({ record }) => record))].join(''));
  ({ caseId } = await engine.analyze({ files: [{ path, name: 'log.jsonl' }], caseName: 'names' }));
  const [attack] = world.truth.attacks;
  victim = attack?.mailboxes[0] ?? '';
  forged = attack?.markers.sessions ?? [];
  await engine.mark(caseId, `ip:${attack?.markers.ips[0]}`, 'hostile', 'Ana');
  names = begin();
}, 120_000);
afterAll(async () => {
  await names.close();
  await engine.close();
  await demo.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  demo.world.faults.clear();
  for (const list of [demo.requests, shown, trail, faults, given]) list.length = 0;
});
afterEach(() => {
  checkContract(demo.requests);
  expect(faults).toEqual([]);
});

function begin(): Names {
  const post = async (...args: unknown[]) => {
    shown.push(JSON.stringify((args.at(-1) as { card: object }).card));
    return 'm1';
  };
  const seen = new Proxy(engine, {
    get(target, name) {
      if (name === 'addSignIns') {
        return (id: string, more: SignInsGiven) => {
          given.push(more);
          return target.addSignIns(id, more);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return createNames({
    ...{ tenant: demo.tenant, engine: seen, store, now, clock, cardPause: 0 },
    sender: { post, update: post } as unknown as Sender,
    audit: { append: async (deed) => void trail.push(deed) },
    onFault: (error) => faults.push(error),
  });
}

const over = () =>
  vi.waitFor(() => expect(store.read().lookups).toEqual({}), { timeout: 60_000, interval: 20 });
const sent = () => demo.requests.filter(({ headers }) => headers[IN_BATCH] === undefined);
const unnamed = async () =>
  (await engine.section(caseId, 'unnamed', { mailbox: victim, failed: true })).messages.total;

test('every exposed message gets its name; a mailbox that is throttled is waited for; our reads are noted', async () => {
  const before = await unnamed();
  expect(before).toBeGreaterThan(20);
  demo.world.faults.set('messages/throttled', 45);
  await names.resolve({ caseId, mailbox: victim }, PLACE, ANA);
  await over();
  expect(await unnamed()).toBe(0);
  expect(shown.at(-1)).toMatch(new RegExp(`: \\d+ of ${before} exposed messages named`));
  const { messages } = await engine.section(caseId, 'mailbox-messages', { mailbox: victim });
  const [first] = messages.items;
  expect(first?.called).toMatchObject({ state: 'found', subject: expect.any(String) });
  // No card of the look-up carries a subject, and neither does the trail.
  expect(shown.join('')).not.toContain(first?.called?.subject ?? 'x');
  expect(trail.map(({ what, by, words }) => [what, by?.name, words])).toEqual([
    ['resolve', 'Ana', `${victim}: ${before} messages, as application ${demo.tenant.appId}`],
    ['resolve', 'Ana', expect.stringMatching(`^${victim}: \\d+ found, `)],
  ]);
  expect(JSON.stringify(trail)).not.toContain(first?.called?.subject ?? 'x');
  const { ownReads } = await engine.section(caseId, 'pulls', {});
  expect(ownReads).toEqual([expect.objectContaining({ appId: demo.tenant.appId })]);
  expect(ownReads[0]?.requestIds).toBeGreaterThanOrEqual(before);
  console.log(`resolve: ${before} messages, 45 throttled: ${sent().length} requests`);
}, 60_000);

test('what was stopped keeps what had come, says so, and goes on where it was', async () => {
  await names.resolve({ caseId, mailbox: 'ana@elsewhere.example' }, PLACE, ANA);
  await over();
  expect(shown.at(-1)).toContain('that is without a name');
  await store.change((draft) => {
    draft.lookups.crashed = { place: PLACE, messageId: 'm1', what: 'the names of x', again: 'resolve x' };
  });
  await begin().start();
  expect(store.read().lookups).toEqual({});
  expect(shown.at(-1)).toMatch(/Mailtrail itself was stopped.*resolve x/);
});

test('signins tenant: all four kinds, paced, complete, and the forged tokens have none', async () => {
  demo.world.faults.set('sign-ins/limit');
  const [from, to] = ['2026-05-02T00:00:00Z', '2026-05-09T00:00:00Z'];
  await names.signIns({ caseId, user: null, from, to }, PLACE, ANA);
  await over();
  const [{ covered, signIns } = { covered: [], signIns: [] }] = given;
  expect(covered.map((one) => [one.kind, one.userId, one.from])).toEqual(
    ['interactive', 'non-interactive', 'service-principal', 'managed-identity'].map((kind) => [
      kind,
      null,
      '2026-05-02T00:00:00.000Z',
    ]),
  );
  expect(new Set(signIns.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(3);
  expect(sent().filter(({ answer }) => answer.status === 429)).toEqual([]);
  const matches = await engine.section(caseId, 'sign-in-matches', {});
  expect(matches.unmatched).toBeGreaterThan(0);
  expect(matches.matched).toBeGreaterThan(matches.unmatched);
  const { findings } = await engine.section(caseId, 'findings', { limit: 50 });
  const found = findings.items.find(({ detection }) => detection === 'reads-without-sign-in');
  expect(found?.sessions.some((session) => forged.includes(session))).toBe(true);
  expect(shown.at(-1)).toContain('without any');
  console.log(
    `signins tenant: ${signIns.length} sign-ins, ${sent().length} requests; ${matches.matched} matched, ${matches.unmatched} without, ${matches.unmatchable} unmatchable`,
  );
}, 60_000);

test('signins of a user: two kinds, complete for that user; a storm without Retry-After ends in success', async () => {
  demo.world.faults.set('sign-ins/throttled', 6);
  await names.signIns(
    { caseId, user: victim, from: '2026-05-02T00:00:00Z', to: '2026-05-09T00:00:00Z' },
    PLACE,
    ANA,
  );
  await over();
  expect(given[0]?.covered.map(({ kind, userId }) => [kind, userId])).toEqual([
    ['interactive', victim],
    ['non-interactive', victim],
  ]);
  expect(new Set(given[0]?.signIns.map(({ userId }) => userId))).toEqual(new Set([victim]));
  console.log(`signins of a user, 6 throttled: ${sent().length} requests`);
});

test('a kind that fails is said and does not count as complete; nor do times Entra keeps no more', async () => {
  demo.world.faults.set('http/403', 1, { path: 'signIns' });
  clock.turn(27 * DAY);
  await names.signIns(
    { caseId, user: victim, from: '2026-05-02T00:00:00Z', to: '2026-05-09T00:00:00Z' },
    PLACE,
    ANA,
  );
  await over();
  const covered = given[0]?.covered ?? [];
  expect(covered.map(({ kind }) => kind)).toEqual(['non-interactive']);
  expect(Date.parse(covered[0]?.from ?? '')).toBeGreaterThan(Date.parse('2026-05-05T00:00:00Z'));
  expect(shown.at(-1)).toMatch(/not complete.*AuditLog\.Read\.All/);
});

test('without Entra P1 or P2 the error is said', async () => {
  demo.world.faults.set('sign-ins/no-premium');
  await names.signIns(
    { caseId, user: null, from: '2026-05-02T00:00:00Z', to: '2026-05-09T00:00:00Z' },
    PLACE,
    ANA,
  );
  await over();
  expect(shown.at(-1)).toMatch(/no Entra ID P1 or P2/);
  expect(given).toEqual([]);
});

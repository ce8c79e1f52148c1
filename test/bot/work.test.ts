/** What people do about a case, two at once, and what needs a second person. */
import { beforeEach, describe, expect, test } from 'vitest';
import { type Confirmations, createConfirmations, watchAccounts } from '../../bot/access/index.ts';
import type { Store } from '../../bot/store/index.ts';
import { createWork, type Work } from '../../bot/work/index.ts';
import { fakeEngine } from './helpers/fake-engine.ts';
import { memoryStore } from './helpers/memory-store.ts';

const ana = { objectId: 'ana', name: 'Ana' };
const bo = { objectId: 'bo', name: 'Bo' };
const dana = { objectId: 'dana', name: 'Dana' };

let now: Date;
let store: Store;
let work: Work;
let confirmations: Confirmations;
beforeEach(() => {
  now = new Date('2026-05-20T10:00:00Z');
  store = memoryStore();
  work = createWork(store, () => now);
  confirmations = createConfirmations(store, () => now);
});

describe('of two at once, one wins and the other is told', () => {
  test('acknowledging', async () => {
    const [first, second] = await Promise.all([
      work.acknowledge('c', 'f', ana),
      work.acknowledge('c', 'f', bo),
    ]);
    expect(first).toEqual({ won: true, now: { by: ana, at: '2026-05-20T10:00:00Z' } });
    expect(second).toEqual({ won: false, now: { by: ana, at: '2026-05-20T10:00:00Z' } });
  });

  test('assigning', async () => {
    const both = await Promise.all([work.assign('c', 'f', ana, null), work.assign('c', 'f', bo, null)]);
    expect(both.map(({ won, now: owner }) => [won, owner?.name])).toEqual([
      [true, 'Ana'],
      [false, 'Ana'],
    ]);
    expect((await work.assign('c', 'f', null, 'ana')).won).toBe(true);
    expect(work.finding('c', 'f').owner).toBeNull();
  });

  test('ticking, and holding', async () => {
    const ticks = await Promise.all([work.tick('c', 's', ana), work.tick('c', 's', bo)]);
    expect(ticks.map(({ won }) => won)).toEqual([true, false]);
    // A step that says something else by now is done anew, and by whoever does it.
    expect(await work.tick('c', 'hold', ana, 'Hold 6 mailboxes')).toMatchObject({ won: true });
    expect(await work.tick('c', 'hold', bo, 'Hold 6 mailboxes')).toMatchObject({ won: false });
    expect(await work.tick('c', 'hold', bo, 'Hold 10 mailboxes')).toMatchObject({
      won: true,
      now: { by: bo, title: 'Hold 10 mailboxes' },
    });
    const holds = await Promise.all([work.hold('c', 'why', ana), work.hold('c', 'why', bo)]);
    expect(holds.map(({ won, now: { by } }) => [won, by.name])).toEqual([
      [true, 'Ana'],
      [false, 'Ana'],
    ]);
  });
});

test('suppressing needs a reason and an end that is ahead, and not far', async () => {
  const until = (day: string) => work.suppress('c', 'f', `${day}T00:00:00Z`, 'a test', ana);
  for (const day of ['2026-05-19', '2027-05-20', 'never'])
    await expect(until(day)).rejects.toThrow('Until when?');
  await expect(work.suppress('c', 'f', '2026-05-21T00:00:00Z', ' ', ana)).rejects.toThrow(
    'reason is missing',
  );
  await until('2026-05-21');
  expect(work.finding('c', 'f').suppressed).toMatchObject({ reason: 'a test', by: ana });
  await work.unsuppress('c', 'f');
  expect(work.finding('c', 'f').suppressed).toBeNull();
});

test('notes and clocks are kept, and bounded', async () => {
  await work.note('c', 'f', ' asked Lee ', ana);
  await work.note('c', null, 'called counsel', bo);
  expect(work.finding('c', 'f').notes).toMatchObject([{ text: 'asked Lee', by: ana }]);
  expect(work.of('c').notes).toMatchObject([{ text: 'called counsel' }]);
  await expect(work.note('c', null, 'x'.repeat(501), ana)).rejects.toThrow('below 500');
  for (let n = 1; n < 200; n++) await work.note('c', null, `${n}`, ana);
  await expect(work.note('c', null, 'one more', ana)).rejects.toThrow('200 notes');
  const clock = await work.startClock(
    'c',
    { regime: 'GDPR', awareSince: '2026-05-20T08:00:00Z', hours: 72, zone: 'Europe/Berlin' },
    ana,
  );
  expect(work.of('c').clocks).toEqual([clock]);
  expect(await work.stopClock('c', clock.id)).toBe(true);
  expect(await work.stopClock('c', clock.id)).toBe(false);
});

test('ids that are names of objects are ids like any other', async () => {
  for (const id of ['__proto__', 'constructor', 'toString']) {
    expect(work.of(id).members).toEqual([]);
    expect((await work.acknowledge(id, id, ana)).won).toBe(true);
    expect((await work.acknowledge(id, id, bo)).won).toBe(false);
    expect((await work.tick(id, id, ana)).won).toBe(true);
  }
  expect(({} as Record<string, unknown>).findings).toBeUndefined();
});

test('who makes a case is its lead; who is invited is not', async () => {
  await work.created('c', ana);
  await work.created('c', bo);
  expect(await work.invite('c', bo, ana)).toBe(true);
  expect(await work.invite('c', bo, ana)).toBe(false);
  expect(work.of('c').members.map(({ name, lead }) => [name, lead])).toEqual([
    ['Ana', true],
    ['Bo', false],
  ]);
});

describe('a held case', () => {
  test('cannot be purged, and one that is being purged cannot be worked on', async () => {
    await work.hold('c', 'litigation', ana);
    await expect(work.beginPurge('c')).rejects.toThrow('on legal hold');
    expect(await work.liftHold('c')).toBe(true);
    await work.beginPurge('c');
    await expect(work.hold('c', 'too late', bo)).rejects.toThrow('being deleted');
    await work.purged('c');
    expect(store.read().cases).toEqual({});
  });

  test('of a hold and a purge at once, never both', async () => {
    const outcome = await Promise.allSettled([work.hold('c', 'litigation', ana), work.beginPurge('c')]);
    expect(outcome.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    const other = await Promise.allSettled([work.beginPurge('d'), work.hold('d', 'litigation', ana)]);
    expect(other.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  });
});

describe('a second person', () => {
  const purge = { kind: 'purge', caseId: 'c', person: null, reason: 'closed' } as const;

  test('is another one', async () => {
    const { id } = await confirmations.ask(purge, ana);
    await expect(confirmations.take(id, 'c', ana)).rejects.toThrow('somebody else must confirm');
    expect(await confirmations.take(id, 'c', bo)).toMatchObject({ kind: 'purge', by: ana });
  });

  test('is not the one it is about', async () => {
    const { id } = await confirmations.ask({ ...purge, kind: 'override', person: bo }, ana);
    await expect(confirmations.take(id, 'c', bo)).rejects.toThrow('about you');
    await confirmations.take(id, 'c', dana);
  });

  test('is one: of two who confirm at once, one wins', async () => {
    const { id } = await confirmations.ask(purge, ana);
    const both = await Promise.allSettled([
      confirmations.take(id, 'c', bo),
      confirmations.take(id, 'c', dana),
    ]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(confirmations.withdraw(id, 'c')).rejects.toThrow('answered already');
  });

  test('comes in time, for this case, or not at all', async () => {
    const { id } = await confirmations.ask(purge, ana);
    await expect(confirmations.take(id, 'other', bo)).rejects.toThrow('answered already');
    await expect(confirmations.take('__proto__', 'c', bo)).rejects.toThrow('answered already');
    now = new Date('2026-05-21T10:00:00Z');
    expect(confirmations.open('c')).toEqual([]);
    await expect(confirmations.take(id, 'c', bo)).rejects.toThrow('its time is over');
    const again = await confirmations.ask(purge, bo);
    expect(Object.keys(store.read().requests)).toEqual([again.id]);
  });

  test('is asked once for the same, with a reason; and may be called off', async () => {
    await expect(confirmations.ask({ ...purge, reason: ' ' }, ana)).rejects.toThrow('reason is missing');
    const first = await confirmations.ask(purge, ana);
    const same = await confirmations.ask({ ...purge, reason: 'really' }, bo);
    expect(same).toEqual(first);
    await confirmations.withdraw(first.id, 'c');
    expect(confirmations.open('c')).toEqual([]);
  });
});

describe('accounts that must not see a case', () => {
  const member = (address: string, objectId = address) => ({
    objectId,
    name: address,
    addresses: address === '' ? [] : [address],
    tenantId: null,
    guest: false,
  });

  async function watched() {
    const fake = fakeEngine();
    const { caseId } = await fake.analyze({ caseName: 'c', files: [{ path: '', name: 'a' }] });
    const state = {
      markers: ['ip:203.0.113.9+user:ana+news@contoso.com+from:2026-05-14T00:00:00Z', 'ip:192.0.2.1'],
      mailboxes: [
        { mailbox: 'Lee.Gu@contoso.com', verdict: 'messages' },
        { mailbox: 'miriam.g@contoso.com', verdict: 'unknown' },
        { mailbox: 'alex.w@contoso.com', verdict: 'no-evidence' },
      ],
      suspected: [] as { mailbox: string; verdict: string }[],
    };
    fake.section = async (_caseId, name, query) => {
      const offset = (query as { offset?: number }).offset ?? 0;
      const limit = (query as { limit?: number }).limit ?? 15;
      if (name === 'summary') return { exposure: { markers: state.markers } } as never;
      const { scope } = query as { scope?: string };
      const mailboxes = scope === 'suspected' ? state.suspected : state.mailboxes;
      const items = mailboxes.slice(offset, offset + limit);
      return { mailboxes: { items, total: mailboxes.length, offset } } as never;
    };
    const letIn: Record<string, unknown> = {};
    return { caseId, state, letIn, ...watchAccounts({ engine: fake, letIn: () => letIn }) };
  }

  test('are the owners of exposed mailboxes, those marked hostile, and those Teams cannot name', async () => {
    const { accounts, caseId, letIn } = await watched();
    const members = ['lee.gu@contoso.com', 'ana+news@contoso.com', 'bo@contoso.com', ''].map((one) =>
      member(one),
    );
    members.push(member('miriam.g@contoso.com'), member('alex.w@contoso.com'));
    const found = await accounts.unsafeMembers(members, caseId);
    expect(found.map(({ member: { name }, why }) => [name, why])).toEqual([
      ['lee.gu@contoso.com', 'exposed'],
      ['ana+news@contoso.com', 'hostile'],
      ['', 'unknown account'],
    ]);
    letIn['lee.gu@contoso.com'] = {};
    expect((await accounts.unsafeMembers(members.slice(0, 1), caseId)).length).toBe(0);
  });

  test('are found by any of their addresses, however many mailboxes there are', async () => {
    const { accounts, caseId, state } = await watched();
    state.mailboxes = Array.from({ length: 2_500 }, (_, i) => ({
      mailbox: `m${i}@contoso.com`,
      verdict: 'messages',
    }));
    const last = { ...member('x@contoso.com'), addresses: ['x@contoso.com', 'm2499@contoso.com'] };
    expect(await accounts.unsafeMembers([last], caseId)).toMatchObject([{ why: 'exposed' }]);
  });

  test.each(['entire-mailbox', 'folders', 'messages'])(
    'are found where only findings suspect it: %s',
    async (verdict) => {
      const { accounts, caseId, state } = await watched();
      state.suspected = [{ mailbox: 'alex.w@contoso.com', verdict }];
      expect(await accounts.unsafeMembers([member('alex.w@contoso.com')], caseId)).toMatchObject([
        { why: 'exposed' },
      ]);
    },
  );

  test('are known as soon as a marker is set or taken back, or records come', async () => {
    const { accounts, engine, caseId, state } = await watched();
    const bob = member('bo@contoso.com');
    expect(await accounts.unsafeMembers([bob], caseId)).toEqual([]);
    state.markers.push('user:bo@contoso.com');
    await engine.mark(caseId, 'user:bo@contoso.com', 'hostile', 'Ana');
    expect(await accounts.unsafeMembers([bob], caseId)).toMatchObject([{ why: 'hostile' }]);
    state.markers.pop();
    await engine.unmark(caseId, 'user:bo@contoso.com');
    expect(await accounts.unsafeMembers([bob], caseId)).toEqual([]);
    state.suspected = [{ mailbox: 'bo@contoso.com', verdict: 'messages' }];
    await engine.analyze({ caseId, files: [{ path: '', name: 'more' }] });
    expect(await accounts.unsafeMembers([bob], caseId)).toMatchObject([{ why: 'exposed' }]);
  });
});

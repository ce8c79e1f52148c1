/** What goes wrong between a finding and its message: nothing is lost, and nothing is said twice. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Store } from '../../bot/store/index.ts';
import { type AlertRoom, ANA, CASE, finding, idOf, listening } from './helpers/alert-room.ts';
import { wordsOf } from './helpers/connector.ts';

let room: AlertRoom;
afterEach(() => room.close());

test.each([
  ['429 without Retry-After', { status: 429 }],
  ['429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }],
  ['412', { status: 412 }],
  ['500', { status: 500 }],
  ['502', { status: 502 }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
])('a storm of %s: all arrives, once, in order', async (_what, mishap) => {
  room = await listening();
  let left = 7;
  room.connector.refuse = () => (left-- > 0 ? mishap : null);
  room.list.findings = [finding(1), finding(2), finding(3)];
  await room.look();
  expect(room.connector.refused).toBe(7);
  expect(room.roots().map(({ activity }) => /number \d/.exec(activity.summary ?? '')?.[0])).toEqual([
    'number 1',
    'number 2',
    'number 3',
  ]);
});

test('Retry-After is honoured, over a restart too', async () => {
  room = await listening();
  room.connector.refuse = () => ({ status: 429, headers: { 'retry-after': '3600' } });
  room.list.findings = [finding(1)];
  await room.alerts.look(CASE);
  await room.until(() => room.connector.refused === 1);
  await room.restart();
  const [waiting] = Object.values(room.store.read().audiences).flatMap(({ outbox }) => outbox);
  expect(Date.parse(waiting?.notBefore ?? '') - room.clock.now.getTime()).toBeGreaterThanOrEqual(3_600_000);
  expect(room.connector.refused).toBe(1);
  room.connector.refuse = () => null;
  room.clock.now = new Date('2026-05-14T11:00:05Z');
  await room.restart();
  await room.quiet();
  expect(room.roots()).toHaveLength(1);
});

test('slow answers: one at a time, nothing twice', async () => {
  room = await listening();
  room.connector.delay = 60;
  room.list.findings = [finding(1), finding(2)];
  const looks = Promise.all([room.alerts.look(CASE), room.alerts.look(CASE), room.alerts.look(CASE)]);
  await looks;
  await room.quiet();
  expect(room.connector.sent).toHaveLength(2);
});

test.each(['silence', 'break'] as const)(
  'no answer to a message (%s): it is not posted again, the finding is told in a list',
  async (ends) => {
    room = await listening({ deliverWithin: 150 });
    let first = true;
    room.connector.refuse = () => {
      const mishap = first ? { taken: true, ends } : null;
      first = false;
      return mishap;
    };
    room.list.findings = [finding(1)];
    await room.alerts.look(CASE);
    await room.until(() => room.roots().length === 2);
    await room.quiet();
    const [alert, listed] = room.words();
    expect(alert).toContain('ack-finding');
    expect(listed).toContain('a message of its own may stand above');
    await room.look();
    expect(room.roots()).toHaveLength(2);
  },
);

test('a crash after sending and before noting it does not double, nor lose', async () => {
  // The write after the send never reaches the disk: as if the process had ended right there.
  let broken = false;
  const storeOf = (store: Store): Store => ({
    ...store,
    change: (make) => (broken ? new Promise(() => undefined) : store.change(make)),
  });
  room = await listening({ storeOf });
  room.connector.refuse = ({ isRoot }) => {
    broken = isRoot;
    return null;
  };
  room.list.findings = [finding(1)];
  await room.alerts.look(CASE);
  await room.until(() => broken && room.roots().length === 1);
  expect(Object.values(room.store.read().audiences)[0]?.outbox[0]?.state).toBe('sending');
  const crashed = room.store;
  await crashed.close();
  broken = false;
  room.connector.refuse = () => null;
  const { close } = room.alerts;
  room.alerts.close = async () => undefined;
  void close();
  room.store = { ...crashed, close: async () => undefined };
  await room.restart();
  await room.until(() => room.roots().length === 2);
  await room.quiet();
  expect(room.words()[1]).toContain('a message of its own may stand above');
  await room.restart();
  await room.quiet();
  expect(room.roots()).toHaveLength(2);

  // Somebody presses a button of the message nobody knew of: from then on it is the finding's.
  const thread = { ...room.place, conversationId: `${room.place.conversationId};messageid=m1` };
  await room.alerts.pressed(thread, 'm1', { caseId: CASE, id: idOf(1) });
  await room.work.acknowledge(CASE, idOf(1), ANA);
  await room.until(() => room.connector.sent.some(({ method }) => method === 'PUT'));
  await room.quiet();
  const edits = room.connector.sent.filter(({ method }) => method === 'PUT');
  expect(new Set(edits.map(({ messageId }) => messageId))).toEqual(new Set(['m1']));
  expect(wordsOf(edits.at(-1) as never)).toContain('acknowledged by Ana');
  room.list.findings = [finding(1, { messages: 4_711 })];
  await room.look();
  expect(room.connector.sent.at(-1)).toMatchObject({ method: 'PUT', messageId: 'm1' });
  expect(room.roots()).toHaveLength(2);
});

test('a press on a message that is known, or of a finding that was told, takes nothing up', async () => {
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  for (const messageId of ['m1', 'm9']) {
    await room.alerts.pressed(room.place, messageId, { caseId: CASE, id: idOf(1) });
    await room.alerts.pressed(room.place, messageId, { caseId: CASE, id: '__proto__' });
  }
  await room.quiet();
  expect(room.connector.sent).toHaveLength(1);
});

test('a message that was deleted is posted anew when there is something to show', async () => {
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  room.connector.refuse = ({ method, messageId }) =>
    method === 'PUT' && messageId === 'm1' ? { status: 404, code: 'ActivityNotFound' } : null;
  await room.look();
  expect(room.roots()).toHaveLength(1);
  room.list.findings = [finding(1, { messages: 4_711 })];
  await room.look();
  expect(room.roots()).toHaveLength(2);
  room.list.findings = [finding(1, { messages: 4_712 })];
  await room.look();
  expect(room.connector.sent.at(-1)).toMatchObject({ method: 'PUT', messageId: 'm2' });
});

test('a message that answers every edit with 412 is posted anew in the end', async () => {
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  room.connector.refuse = ({ method }) => (method === 'PUT' ? { status: 412 } : null);
  room.list.findings = [finding(1, { messages: 4_711 })];
  await room.look();
  expect(room.roots()).toHaveLength(2);
});

test.each([
  ['403', { status: 403, code: 'BotNotInConversationRoster' }],
  ['404', { status: 404, code: 'ConversationNotFound' }],
])('a removed bot (%s) is unsubscribed, which the audit trail says', async (_what, mishap) => {
  room = await listening();
  room.connector.refuse = () => mishap;
  room.list.findings = [finding(1), finding(2)];
  await room.alerts.look(CASE);
  await room.until(() => room.trail.length > 0);
  expect(room.trail).toMatchObject([
    {
      by: null,
      what: 'alerts ended',
      caseId: CASE,
      outcome: 'noted',
      where: { conversationId: room.place.conversationId },
    },
  ]);
  expect(room.connector.refused).toBe(1);
  expect(room.alerts.standing(room.place)).toMatchObject({ watch: null, waiting: 0 });
  await room.look();
  expect(room.connector.refused).toBe(1);
});

test('what is refused for good is said in the status, and the next one is sent', async () => {
  room = await listening();
  room.connector.refuse = ({ activity }) => (activity.summary?.includes('number 1') ? { status: 413 } : null);
  room.list.findings = [finding(1), finding(2)];
  await room.look();
  expect(room.roots()).toHaveLength(1);
  expect(room.alerts.standing(room.place).refused).toEqual({
    count: 1,
    why: 'the service answered 413, Refused',
  });
});

const MISHAPS = [
  null,
  { status: 429 },
  { status: 412 },
  { status: 503 },
  { taken: true, ends: 'break' },
  { taken: false, ends: 'break' },
] as const;

test('whatever goes wrong in whatever order: each finding is told, and has at most one message of its own', async () => {
  const step = fc.record({
    findings: fc.integer({ min: 0, max: 3 }),
    mishaps: fc.array(fc.integer({ min: 0, max: MISHAPS.length - 1 }), { maxLength: 5 }),
    restart: fc.boolean(),
  });
  let fresh = true;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      if (!fresh) await room.close();
      fresh = false;
      room = await listening();
      let ahead: number[] = [];
      room.connector.refuse = () => MISHAPS[ahead.shift() ?? 0] ?? null;
      for (const { findings, mishaps, restart } of steps) {
        ahead = [...mishaps];
        const known = room.list.findings.length;
        const more = Array.from({ length: findings }, (_, n) => finding(known + n + 1));
        room.list.findings = [...room.list.findings, ...more].map((one) => ({
          ...one,
          messages: one.messages + 1,
        }));
        await room.alerts.look(CASE);
        if (restart) await room.restart();
      }
      await room.until(() => {
        const { watch, waiting } = room.alerts.standing(room.place);
        return waiting === 0 && watch?.held === 0;
      });
      for (const { id, title } of room.list.findings) {
        const own = room.roots().filter((one) => wordsOf(one).includes(`"id":"${id}"`));
        expect(own.length, title).toBeLessThanOrEqual(1);
        expect(room.words().some((words) => words.includes(title)) || own.length === 1, title).toBe(true);
      }
      expect(room.faults).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

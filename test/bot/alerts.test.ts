/** What a conversation is told: once, in one place, whatever happens on the way. */
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Store } from '../../bot/store/index.ts';
import {
  type AlertRoom,
  ANA,
  BO,
  CASE,
  createAlertRoom,
  finding,
  idOf,
  type RoomOptions,
} from './helpers/alert-room.ts';
import { wordsOf } from './helpers/connector.ts';

let room: AlertRoom;
afterEach(() => room.close());

const WISH = { caseId: CASE, floor: 'high', quiet: null } as const;

async function listening(options: RoomOptions = {}, wish: object = {}): Promise<void> {
  room = await createAlertRoom(options);
  await room.alerts.here(room.place, { ...WISH, ...wish }, ANA);
}

async function look(): Promise<void> {
  await room.alerts.look(CASE);
  await room.quiet();
}

test('one finding is one message of its own, edited in place as more is known', async () => {
  await listening();
  room.list.findings = [finding(1, { recordIds: ['a', 'b'] })];
  await look();
  await look();
  expect(room.connector.sent).toHaveLength(1);
  const [root] = room.roots();
  expect(root).toMatchObject({ isRoot: true, conversationId: `${room.place.conversationId};messageid=m1` });
  expect(root?.activity.summary).toContain('Finding number 1');
  expect(wordsOf(root as never)).toContain('seen 2 times since');

  room.list.findings = [
    finding(1, { recordIds: ['a', 'b', 'c'], mailboxes: ['a@contoso.com', 'b@contoso.com'] }),
  ];
  await look();
  expect(room.roots()).toHaveLength(1);
  expect(room.connector.sent[1]).toMatchObject({ method: 'PUT', messageId: 'm1' });
  expect(room.words()[1]).toContain('seen 3 times since');
  expect(room.words()[1]).toContain('1 mailbox more');
});

test('what was there before anybody asked, and what is below the floor, is not told', async () => {
  room = await createAlertRoom();
  room.list.findings = [finding(1)];
  await room.alerts.here(room.place, { ...WISH }, ANA);
  room.list.findings = [finding(1), finding(2, { severity: 'medium' }), finding(3)];
  await look();
  expect(room.words().join()).toContain('Finding number 3');
  expect(room.connector.sent).toHaveLength(1);
  expect(room.alerts.standing(room.place).watch).toMatchObject({ told: 1, known: 1, held: 0 });
});

test('a finding known before that becomes more severe is told', async () => {
  room = await createAlertRoom();
  room.list.findings = [finding(1)];
  await room.alerts.here(room.place, { ...WISH }, ANA);
  room.list.findings = [finding(1, { severity: 'critical' })];
  await look();
  expect(room.roots()).toHaveLength(1);
  expect(room.words()[0]).toContain('severity high → critical');
});

test('a rise of severity is said once in the thread, to the one who has the finding', async () => {
  await listening();
  room.connector.members = [{ id: '29:bo', aadObjectId: BO.objectId, name: 'Bo [x](https://evil.example)' }];
  room.list.findings = [finding(1)];
  await look();
  await room.work.assign(CASE, idOf(1), BO, null);
  for (const severity of ['critical', 'high', 'critical'] as const) {
    room.list.findings = [finding(1, { severity })];
    await look();
  }
  const replies = room.connector.sent.filter(({ activity }) => activity.text);
  expect(replies).toHaveLength(1);
  expect(replies[0]).toMatchObject({
    conversationId: `${room.place.conversationId};messageid=m1`,
    isRoot: false,
  });
  expect(replies[0]?.activity.text).toBe(
    '<at>Bo xhttpsevil.example</at> This finding rose from high to critical.',
  );
  expect(replies[0]?.activity.entities?.find(({ type }) => type === 'mention')?.mentioned?.id).toBe('29:bo');
  expect(room.roots()).toHaveLength(1);
});

test('a rise is said without a mention when the one who has it left', async () => {
  await listening();
  room.list.findings = [finding(1)];
  await look();
  await room.work.assign(CASE, idOf(1), BO, null);
  room.list.findings = [finding(1, { severity: 'critical' })];
  await look();
  expect(room.words().join()).toContain('"This finding rose from high to critical."');
});

test('acknowledged, assigned, suppressed, closed and gone show on the card, without a new message', async () => {
  await listening();
  room.list.findings = [finding(1)];
  await look();
  const last = () => room.words().at(-1);
  await room.work.acknowledge(CASE, idOf(1), ANA);
  await room.until(() => last()?.includes('acknowledged by Ana') === true);
  expect(last()).not.toContain('ack-finding');
  await room.work.assign(CASE, idOf(1), BO, null);
  await room.until(() => last()?.includes('Bo') === true);
  await room.work.suppress(CASE, idOf(1), '2026-05-15T10:00:00Z', 'a test', ANA);
  await room.until(() => last()?.includes('suppressed by Ana until 15 May 2026 10:00 UTC: A test.') === true);
  room.list.markers = ['ip:203.0.113.0/24+from:2026-05-01T00:00:00Z'];
  await look();
  expect(last()).toContain('closed: marked hostile');
  expect(last()).not.toMatch(/(ack|assign|suppress)-finding/);
  room.list.findings = [];
  await look();
  expect(last()).toContain('it is not in the case any more');
  expect(room.roots()).toHaveLength(1);
});

test('addresses are redacted: viewers may read along', async () => {
  await listening();
  room.list.findings = [finding(1, { title: 'Mail of lee.gu@contoso.com read from 203.0.113.9' })];
  await look();
  expect(room.words()[0]).toMatch(/Mail of account-[0-9a-f]{8} read from 203\.0\.x\.x/);
  expect(JSON.stringify(room.store.read().audiences)).not.toContain('lee.gu');
});

test('a storm: five messages of their own, the gravest first, the rest is one list', async () => {
  await listening();
  room.list.findings = Array.from({ length: 30 }, (_, n) =>
    finding(n + 1, { severity: n === 29 ? 'critical' : 'high' }),
  );
  await look();
  expect(room.connector.sent).toHaveLength(6);
  expect(room.words()[0]).toContain('Finding number 30');
  expect(room.words()[5]).toContain('25 more findings');

  // More of it: the list is edited; what is critical in it raises a notification.
  room.list.findings = [...room.list.findings, finding(40), finding(41, { severity: 'critical' })];
  await look();
  expect(room.roots()).toHaveLength(6);
  expect(room.words().slice(6)).toEqual([
    expect.stringContaining('27 more findings'),
    expect.stringContaining('1 critical finding was added to this list.'),
  ]);

  // The storm is over.
  room.clock.now = new Date('2026-05-14T10:11:00Z');
  room.list.findings = [...room.list.findings, finding(50)];
  await look();
  expect(room.roots().at(-1)?.activity.summary).toContain('Finding number 50');
});

test('quiet hours: what is critical comes through, the rest is held and posted after', async () => {
  await listening({}, { quiet: { from: '09:30', to: '12:30', zone: 'UTC' } });
  room.list.findings = [finding(1), finding(2, { severity: 'critical' })];
  await look();
  expect(room.words().join()).not.toContain('Finding number 1');
  expect(room.roots()).toHaveLength(1);
  expect(room.alerts.standing(room.place).watch).toMatchObject({ held: 1, quietNow: true });
  await room.restart();
  room.clock.now = new Date('2026-05-14T12:30:00Z');
  await room.until(() => room.roots().length === 2);
  expect(room.words().join()).toContain('Finding number 1');
});

test('suppressed findings wait until that is over', async () => {
  await listening();
  await room.work.suppress(CASE, idOf(1), '2026-05-14T11:00:00Z', 'planned', ANA);
  room.list.findings = [finding(1)];
  await look();
  expect(room.connector.sent).toEqual([]);
  room.clock.now = new Date('2026-05-14T11:00:01Z');
  await room.until(() => room.roots().length === 1);
});

test('after a restart nothing is said again, and what was missed is', async () => {
  await listening();
  room.list.findings = [finding(1)];
  await look();
  await room.restart();
  await room.quiet();
  expect(room.connector.sent).toHaveLength(1);
  room.list.findings = [finding(1), finding(2)];
  await room.restart();
  await room.until(() => room.roots().length === 2);
});

test('off: nothing new is said, cards that are there stay true', async () => {
  await listening();
  room.list.findings = [finding(1)];
  await look();
  expect(await room.alerts.off(room.place)).toBe(true);
  expect(await room.alerts.off(room.place)).toBe(false);
  room.list.findings = [finding(1), finding(2)];
  await look();
  await room.work.acknowledge(CASE, idOf(1), ANA);
  await room.until(() => room.words().at(-1)?.includes('acknowledged') === true);
  expect(room.roots()).toHaveLength(1);
  await room.alerts.here(room.place, { ...WISH }, ANA);
  await look();
  expect(room.roots()).toHaveLength(1);
});

test.each([
  ['429 without Retry-After', { status: 429 }],
  ['429 with Retry-After', { status: 429, headers: { 'retry-after': '0' } }],
  ['412', { status: 412 }],
  ['500', { status: 500 }],
  ['502', { status: 502 }],
  ['503', { status: 503 }],
  ['504', { status: 504 }],
])('a storm of %s: all arrives, once, in order', async (_what, mishap) => {
  await listening();
  let left = 7;
  room.connector.refuse = () => (left-- > 0 ? mishap : null);
  room.list.findings = [finding(1), finding(2), finding(3)];
  await look();
  expect(room.connector.refused).toBe(7);
  expect(room.roots().map(({ activity }) => /number \d/.exec(activity.summary ?? '')?.[0])).toEqual([
    'number 1',
    'number 2',
    'number 3',
  ]);
});

test('Retry-After is honoured, over a restart too', async () => {
  await listening();
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
  await listening();
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
    await listening({ deliverWithin: 150 });
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
    await look();
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
  await listening({ storeOf });
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
});

test('a message that was deleted is posted anew when there is something to show', async () => {
  await listening();
  room.list.findings = [finding(1)];
  await look();
  room.connector.refuse = ({ method, messageId }) =>
    method === 'PUT' && messageId === 'm1' ? { status: 404, code: 'ActivityNotFound' } : null;
  await look();
  expect(room.roots()).toHaveLength(1);
  room.list.findings = [finding(1, { messages: 4_711 })];
  await look();
  expect(room.roots()).toHaveLength(2);
  room.list.findings = [finding(1, { messages: 4_712 })];
  await look();
  expect(room.connector.sent.at(-1)).toMatchObject({ method: 'PUT', messageId: 'm2' });
});

test('a message that answers every edit with 412 is posted anew in the end', async () => {
  await listening();
  room.list.findings = [finding(1)];
  await look();
  room.connector.refuse = ({ method }) => (method === 'PUT' ? { status: 412 } : null);
  room.list.findings = [finding(1, { messages: 4_711 })];
  await look();
  expect(room.roots()).toHaveLength(2);
});

test.each([
  ['403', { status: 403, code: 'BotNotInConversationRoster' }],
  ['404', { status: 404, code: 'ConversationNotFound' }],
])('a removed bot (%s) is unsubscribed, which the audit trail says', async (_what, mishap) => {
  await listening();
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
  await look();
  expect(room.connector.refused).toBe(1);
});

test('what is refused for good is said in the status, and the next one is sent', async () => {
  await listening();
  room.connector.refuse = ({ activity }) => (activity.summary?.includes('number 1') ? { status: 413 } : null);
  room.list.findings = [finding(1), finding(2)];
  await look();
  expect(room.roots()).toHaveLength(1);
  expect(room.alerts.standing(room.place).refused).toEqual({
    count: 1,
    why: 'the service answered 413, Refused',
  });
});

test('a group chat has no threads: alerts are messages, and the word of a rise follows', async () => {
  await listening({ scope: 'groupChat' });
  room.list.findings = [finding(1)];
  await look();
  room.list.findings = [finding(1, { severity: 'critical' })];
  await look();
  expect(
    room.connector.sent.map(({ method, conversationId, isRoot }) => [method, conversationId, isRoot]),
  ).toEqual([
    ['POST', room.place.conversationId, false],
    ['PUT', room.place.conversationId, false],
    ['POST', room.place.conversationId, false],
  ]);
});

test('the daily digest comes once a day, after a night off too, and tells what is new since', async () => {
  room = await createAlertRoom();
  room.list.findings = [finding(1)];
  await room.alerts.digest(room.place, { caseId: CASE, at: '13:00', zone: 'Europe/Berlin' }, ANA);
  room.list.findings = [finding(1, { severity: 'critical' }), finding(2)];
  room.clock.now = new Date('2026-05-14T10:59:00Z');
  await room.restart();
  await room.quiet();
  expect(room.connector.sent).toEqual([]);
  room.clock.now = new Date('2026-05-14T11:00:00Z');
  await room.until(() => room.roots().length === 1);
  expect(room.words()[0]).toContain('1 new finding');
  expect(room.words()[0]).toContain('Finding number 2');
  expect(room.words()[0]).toContain('1 more severe than before');
  await room.quiet();
  await room.alerts.close();
  room.clock.now = new Date('2026-05-16T11:30:00Z');
  await room.restart();
  await room.until(() => room.roots().length === 2);
  await room.quiet();
  expect(room.words()[1]).toContain('Nothing new was found');
  expect(room.words()[1]).toContain('Since 14 May 2026 11:00 UTC');
  expect(room.connector.sent).toHaveLength(2);
});

test('a deleted case takes its alerts along', async () => {
  await listening();
  room.list.findings = [finding(1)];
  await look();
  const engine = room.alerts.watching({ deleteCase: async () => undefined } as never);
  await engine.deleteCase(CASE);
  expect(JSON.stringify(room.store.read().audiences)).not.toContain('Finding number');
  expect(room.alerts.caseOf(room.place)).toBeNull();
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
      await listening();
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

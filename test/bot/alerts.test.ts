/** What a conversation is told: once, in one place, whatever happens on the way. */
import { afterEach, expect, test } from 'vitest';
import {
  type AlertRoom,
  ANA,
  BO,
  CASE,
  createAlertRoom,
  finding,
  idOf,
  listening,
} from './helpers/alert-room.ts';
import { wordsOf } from './helpers/connector.ts';

let room: AlertRoom;
afterEach(() => room.close());

test('one finding is one message of its own, edited in place as more is known', async () => {
  room = await listening();
  room.list.findings = [finding(1, { recordIds: ['a', 'b'] })];
  await room.look();
  await room.look();
  expect(room.connector.sent).toHaveLength(1);
  const [root] = room.roots();
  expect(root).toMatchObject({ isRoot: true, conversationId: `${room.place.conversationId};messageid=m1` });
  expect(root?.activity.summary).toContain('Finding number 1');
  expect(wordsOf(root as never)).toContain('seen 2 times since');

  room.list.findings = [
    finding(1, { recordIds: ['a', 'b', 'c'], mailboxes: ['a@contoso.com', 'b@contoso.com'] }),
  ];
  await room.look();
  expect(room.roots()).toHaveLength(1);
  expect(room.connector.sent[1]).toMatchObject({ method: 'PUT', messageId: 'm1' });
  expect(room.words()[1]).toContain('seen 3 times since');
  expect(room.words()[1]).toContain('1 mailbox more');
});

test('what was there before anybody asked, and what is below the floor, is not told', async () => {
  room = await createAlertRoom();
  room.list.findings = [finding(1)];
  await room.listen();
  room.list.findings = [finding(1), finding(2, { severity: 'medium' }), finding(3)];
  await room.look();
  expect(room.words().join()).toContain('Finding number 3');
  expect(room.connector.sent).toHaveLength(1);
  expect(room.alerts.standing(room.place).watch).toMatchObject({ told: 1, known: 1, held: 0 });
});

test('a finding known before that becomes more severe is told', async () => {
  room = await createAlertRoom();
  room.list.findings = [finding(1)];
  await room.listen();
  room.list.findings = [finding(1, { severity: 'critical' })];
  await room.look();
  expect(room.roots()).toHaveLength(1);
  expect(room.words()[0]).toContain('severity high → critical');
});

test('a rise of severity is said once in the thread, to the one who has the finding', async () => {
  room = await listening();
  room.connector.members = [{ id: '29:bo', aadObjectId: BO.objectId, name: 'Bo [x](https://evil.example)' }];
  room.list.findings = [finding(1)];
  await room.look();
  await room.work.assign(CASE, idOf(1), BO, null);
  for (const severity of ['critical', 'high', 'critical'] as const) {
    room.list.findings = [finding(1, { severity })];
    await room.look();
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
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  await room.work.assign(CASE, idOf(1), BO, null);
  room.list.findings = [finding(1, { severity: 'critical' })];
  await room.look();
  expect(room.words().join()).toContain('"This finding rose from high to critical."');
});

test('acknowledged, assigned, suppressed, closed and gone show on the card, without a new message', async () => {
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  const last = () => room.words().at(-1);
  await room.work.acknowledge(CASE, idOf(1), ANA);
  await room.until(() => last()?.includes('acknowledged by Ana') === true);
  expect(last()).not.toContain('ack-finding');
  await room.work.assign(CASE, idOf(1), BO, null);
  await room.until(() => last()?.includes('Bo') === true);
  await room.work.suppress(CASE, idOf(1), '2026-05-15T10:00:00Z', 'a test', ANA);
  await room.until(() => last()?.includes('suppressed by Ana until 15 May 2026 10:00 UTC: A test.') === true);
  room.list.markers = ['ip:203.0.113.0/24+from:2026-05-01T00:00:00Z'];
  await room.look();
  expect(last()).toContain('closed: marked hostile');
  expect(last()).not.toMatch(/(ack|assign|suppress)-finding/);
  room.list.findings = [];
  await room.look();
  expect(last()).toContain('it is not in the case any more');
  expect(room.roots()).toHaveLength(1);
});

test('addresses are redacted: viewers may read along', async () => {
  room = await listening();
  room.list.findings = [finding(1, { title: 'Mail of lee.gu@contoso.com read from 203.0.113.9' })];
  await room.look();
  expect(room.words()[0]).toMatch(/Mail of account-[0-9a-f]{8} read from 203\.0\.x\.x/);
  expect(JSON.stringify(room.store.read().audiences)).not.toContain('lee.gu');
});

test('a storm: five messages of their own, the gravest first, the rest is one list', async () => {
  room = await listening();
  room.list.findings = Array.from({ length: 30 }, (_, n) =>
    finding(n + 1, { severity: n === 29 ? 'critical' : 'high' }),
  );
  await room.look();
  expect(room.connector.sent).toHaveLength(6);
  expect(room.words()[0]).toContain('Finding number 30');
  expect(room.words()[5]).toContain('25 more findings');

  // More of it: the list is edited; what is critical in it raises a notification.
  room.list.findings = [...room.list.findings, finding(40), finding(41, { severity: 'critical' })];
  await room.look();
  expect(room.roots()).toHaveLength(6);
  expect(room.words().slice(6)).toEqual([
    expect.stringContaining('27 more findings'),
    expect.stringContaining('1 critical finding was added to this list.'),
  ]);

  // The storm is over.
  room.clock.now = new Date('2026-05-14T10:11:00Z');
  room.list.findings = [...room.list.findings, finding(50)];
  await room.look();
  expect(room.roots().at(-1)?.activity.summary).toContain('Finding number 50');
});

test('quiet hours: what is critical comes through, the rest is held and posted after', async () => {
  room = await listening({}, { quiet: { from: '09:30', to: '12:30', zone: 'UTC' } });
  room.list.findings = [finding(1), finding(2, { severity: 'critical' })];
  await room.look();
  expect(room.words().join()).not.toContain('Finding number 1');
  expect(room.roots()).toHaveLength(1);
  expect(room.alerts.standing(room.place).watch).toMatchObject({ held: 1, quietNow: true });
  await room.restart();
  room.clock.now = new Date('2026-05-14T12:30:00Z');
  await room.until(() => room.roots().length === 2);
  expect(room.words().join()).toContain('Finding number 1');
});

test('suppressed findings wait until that is over', async () => {
  room = await listening();
  await room.work.suppress(CASE, idOf(1), '2026-05-14T11:00:00Z', 'planned', ANA);
  room.list.findings = [finding(1)];
  await room.look();
  expect(room.connector.sent).toEqual([]);
  room.clock.now = new Date('2026-05-14T11:00:01Z');
  await room.until(() => room.roots().length === 1);
});

test('after a restart nothing is said again, and what was missed is', async () => {
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  await room.restart();
  await room.quiet();
  expect(room.connector.sent).toHaveLength(1);
  room.list.findings = [finding(1), finding(2)];
  await room.restart();
  await room.until(() => room.roots().length === 2);
});

test('off: nothing new is said, cards that are there stay true', async () => {
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  expect(await room.alerts.off(room.place)).toBe(true);
  expect(await room.alerts.off(room.place)).toBe(false);
  room.list.findings = [finding(1), finding(2)];
  await room.look();
  await room.work.acknowledge(CASE, idOf(1), ANA);
  await room.until(() => room.words().at(-1)?.includes('acknowledged') === true);
  expect(room.roots()).toHaveLength(1);
  await room.listen();
  await room.look();
  expect(room.roots()).toHaveLength(1);
});

test('a group chat has no threads: alerts are messages, and the word of a rise follows', async () => {
  room = await listening({ scope: 'groupChat' });
  room.list.findings = [finding(1)];
  await room.look();
  room.list.findings = [finding(1, { severity: 'critical' })];
  await room.look();
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
  room = await listening();
  room.list.findings = [finding(1)];
  await room.look();
  const engine = room.alerts.watching({ deleteCase: async () => undefined } as never);
  await engine.deleteCase(CASE);
  expect(JSON.stringify(room.store.read().audiences)).not.toContain('Finding number');
  expect(room.alerts.caseOf(room.place)).toBeNull();
});

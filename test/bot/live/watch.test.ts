/** The watch over a week of a simulated tenant, through real HTTP: what the feed does to it, and what comes of it. */
import { afterEach, expect, test, vi } from 'vitest';
import { operationKey, RULE_OPERATIONS } from '../../../analysis/reference/operations.ts';
import { wordsOf } from '../helpers/connector.ts';
import { ANA, DAY, HOUR, MINUTE, recordCount, type WatchRoom, watchRoom } from './watch-room.ts';

let room: WatchRoom | null = null;
afterEach(async () => {
  await room?.close();
  room = null;
});

const KEPT = new Set(['mailitemsaccessed', ...RULE_OPERATIONS.map(({ key }) => key)]);
const READ = new Set([1, 2, 3, 50, 8, 9, 15]);

test('ten days with late, duplicate and unordered blobs: each record once, each finding told once', async () => {
  room = await watchRoom(
    {
      at: '2026-05-04T00:30:00Z',
      days: 10,
      people: 3,
      attacks: ['business-email-compromise', 'sync-theft'],
    },
    { real: true, analyseEvery: 5 * DAY, behind: DAY },
  );
  const { demo } = room;
  demo.world.faults.set('feed/unordered');
  demo.world.faults.set('feed/duplicate-blobs');
  demo.world.faults.set('feed/duplicate-records');
  demo.world.faults.set('feed/late', 1, { every: 5, hours: [3, 20, 40] });
  await room.watch.start(null, ANA, room.place);
  await room.watch.poll();
  await room.pass(DAY / 2, 6 * HOUR);
  const caseId = room.watch.caseOf() ?? '';
  await room.alerts.here(room.place, { caseId, floor: 'info', quiet: null }, ANA);
  await room.pass(9 * DAY, 6 * HOUR);
  await room.restart();
  await room.pass(6 * DAY, 12 * HOUR);
  await room.quiet();
  const counts = await recordCount(room);
  console.info('a week of the feed', room.counted(), counts);
  expect(room.faults).toEqual([]);

  expect(counts.records).toBe(wantedOf(room).size);
  expect(counts.duplicates).toBeGreaterThan(0);

  const told = alertsOf(room);
  expect(told.length).toBeGreaterThan(0);
  expect(new Set(told).size).toBe(told.length);
  const { findings } = await room.engine.section(caseId, 'findings', { limit: 1_000 });
  const known = Object.keys(room.store.read().audiences[room.place.conversationId]?.watch?.told ?? {});
  expect(known).toEqual(expect.arrayContaining(findings.items.map(({ id }) => id)));
  // The case is told how far the watch is as often as is worth working it out anew.
  const { pulls } = await room.engine.section(caseId, 'pulls', {});
  expect(pulls.items.every(({ source }) => source === 'activity-feed')).toBe(true);
  expect(pulls.total).toBeGreaterThan(0);
}, 120_000);

/** The finding of each alert that was posted, by the ids its buttons carry. */
function alertsOf({ connector }: WatchRoom): string[] {
  return connector.sent
    .filter(({ method, isRoot }) => method === 'POST' && isRoot)
    .flatMap(({ activity }) => {
      const id = /"id":"([0-9a-f]{16})"/.exec(JSON.stringify(activity.attachments ?? ''))?.[1];
      return id === undefined ? [] : [id];
    });
}

/** The records the product reads, of all there are. */
function wantedOf({ demo }: WatchRoom): Set<string> {
  const wanted = demo.world.records.filter(
    ({ record }) => KEPT.has(operationKey(record.Operation)) && READ.has(record.RecordType),
  );
  return new Set(wanted.map(({ record }) => record.Id));
}

test('a crash in the middle of a poll, and one after an analysis, lose and double nothing', async () => {
  room = await watchRoom({ at: '2026-05-06T12:00:00Z', days: 2, people: 2 }, { real: true });
  await room.watch.start(null, ANA, room.place);
  const polling = room.watch.poll();
  await vi.waitFor(() => expect(room?.demo.requests.length).toBeGreaterThan(12), {
    timeout: 20_000,
    interval: 1,
  });
  await room.restart();
  await polling;
  expect(room.store.read().watch.caseId).toBeNull();
  room.crashAfter.analyze = true;
  await room.watch.poll();
  expect(room.faults.map(String)).toEqual(['Error: crash after analyze']);
  await room.restart();
  await room.watch.poll();
  const wanted = wantedOf(room);
  const since = Date.parse('2026-05-06T12:00:00Z') - 22 * HOUR;
  const ids = new Set(room.given);
  console.info('a crash', room.counted(), await recordCount(room));
  // It begins with what the service has from before its subscription.
  const listed = room.demo.world.records.filter(
    ({ arrivedAt, record }) => createdAt(arrivedAt) >= since && wanted.has(record.Id),
  );
  expect([...ids].sort()).toEqual([...new Set(listed.map(({ record }) => record.Id))].sort());
  expect((await recordCount(room)).records).toBe(ids.size);
  expect((await room.engine.cases()).length).toBe(1);
}, 120_000);

test('two days without an answer are a gap until they are caught up; what expired meanwhile stays one', async () => {
  room = await watchRoom(
    { at: '2026-05-04T06:00:00Z', days: 4, people: 2 },
    { real: true, analyseEvery: 90 * DAY, behind: 5 * HOUR },
  );
  const { demo, clock } = room;
  await room.watch.start(null, ANA, room.place);
  await room.watch.poll();
  await room.pass(12 * HOUR, 4 * HOUR);
  const caseId = room.watch.caseOf() ?? '';
  await room.alerts.here(room.place, { caseId, floor: 'critical', quiet: null }, ANA);
  const outages = async () => {
    const { gaps } = await (room as WatchRoom).engine.section(caseId, 'gaps', { limit: 100 });
    return gaps.items.filter(({ kind }) => kind === 'collection-outage').map(({ from, to }) => [from, to]);
  };
  expect(await outages()).toEqual([]);

  const before = clock.now.toISOString();
  demo.world.faults.set('http/500');
  await room.pass(2 * DAY, DAY);
  const [gap] = await outages();
  expect(gap).toEqual([before.replace('.000Z', 'Z'), clock.now.toISOString().replace('.000Z', 'Z')]);
  await room.quiet();
  expect(posted(room, 'has fallen behind')).toBe(1);

  demo.world.faults.clear();
  await room.pass(8 * HOUR, 4 * HOUR);
  expect(await outages()).toEqual([]);
  await room.quiet();
  expect(posted(room, 'has fallen behind')).toBe(1);
  expect(room.words().filter((words) => words.includes('This is over'))).toHaveLength(1);

  const stopped = room.store.read().watch.feeds['Audit.Exchange']?.listedTo ?? '';
  clock.now = new Date(Date.parse(stopped) + 9 * DAY);
  await room.restart();
  await room.watch.poll();
  const [left, ...more] = await outages();
  expect(more).toEqual([]);
  expect(left?.[0]).toBe(stopped.replace('.000Z', 'Z'));
  const days = (Date.parse(left?.[1] ?? '') - Date.parse(stopped)) / DAY;
  expect(days).toBeCloseTo(2, 1);
  console.info('outages', room.counted());
}, 120_000);

/** Blobs are made every ten minutes. */
const createdAt = (arrivedAt: number) => (Math.floor(arrivedAt / (10 * MINUTE)) + 1) * 10 * MINUTE;

/** Messages of their own with these words. */
function posted({ connector }: WatchRoom, words: string): number {
  return connector.sent.filter((one) => one.isRoot && wordsOf(one).includes(words)).length;
}

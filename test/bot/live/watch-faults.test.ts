/** What the feed and the network do to the watch, with an engine in memory: who is asked, what is told, what is owed. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createWatch } from '../../../bot/live/watch/index.ts';
import { wordsOf } from '../helpers/connector.ts';
import { ANA, DAY, HOUR, MINUTE, type WatchRoom, watchRoom } from './watch-room.ts';

let room: WatchRoom | null = null;
afterEach(async () => {
  await room?.close();
  room = null;
});

/** A watch that has been going on for two hours, told to a channel. */
async function watching(): Promise<WatchRoom> {
  const made = await watchRoom({ at: '2026-05-05T08:00:00Z', days: 3, people: 2 }, { analyseEvery: 1 });
  room = made;
  await made.watch.start(null, ANA, made.place);
  await made.pass(2 * HOUR);
  expect(made.faults).toEqual([]);
  await made.alerts.here(made.place, { caseId: made.watch.caseOf(), floor: 'high', quiet: null }, ANA);
  made.demo.requests.length = 0;
  return made;
}

const posted = ({ connector }: WatchRoom, words: string) =>
  connector.sent.filter((one) => one.isRoot && wordsOf(one).includes(words)).length;
const listedTo = ({ store }: WatchRoom) => store.read().watch.feeds['Audit.Exchange']?.listedTo ?? '';
const missing = ({ store }: WatchRoom) =>
  Object.values(store.read().watch.days).flatMap((day) => day.missing);

test('subscriptions are started once, and every request says who asks', async () => {
  const { demo, watch } = await watching();
  expect(await watch.standing()).toMatchObject({
    on: true,
    subscribed: ['Audit.Exchange', 'Audit.AzureActiveDirectory'],
    trouble: null,
  });
  await (room as WatchRoom).pass(2 * HOUR);
  expect(demo.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  expect(demo.requests.length).toBeGreaterThan(20);
  for (const { url } of demo.requests) {
    expect(new URL(url, demo.root).searchParams.getAll('PublisherIdentifier')).toEqual([demo.tenant.id]);
  }
});

test('of what arrived before it subscribed it takes what there is, and claims nothing', async () => {
  const here = await watching();
  expect(here.given.length).toBeGreaterThan(0);
  const days = Object.values(here.store.read().watch.days);
  expect(days.map(({ from }) => (from ?? '') >= '2026-05-05T08:00:00.000Z')).toEqual([true]);
});

test('a next page or a blob on another host never gets the token', async () => {
  const { demo, connector } = await watching();
  const asked: string[] = [];
  const foreign = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization}`);
    response.end('[]');
  });
  await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
  const elsewhere = `http://127.0.0.1:${(foreign.address() as AddressInfo).port}`;
  try {
    const here = room as WatchRoom;
    demo.world.faults.set('feed/foreign-page', Number.POSITIVE_INFINITY, elsewhere);
    const before = listedTo(here);
    // Enough for a second page.
    await here.pass(DAY, DAY);
    expect(here.store.read().watch.poll?.words).toContain('not on its own');
    expect(listedTo(here)).toBe(before);
    await here.quiet();
    expect(posted(here, 'has fallen behind')).toBe(1);

    demo.world.faults.clear();
    demo.world.faults.set('feed/foreign-blob', Number.POSITIVE_INFINITY, elsewhere);
    await here.pass(20 * MINUTE);
    expect(listedTo(here) > before).toBe(true);
    expect(missing(here).length).toBeGreaterThan(0);
    for (const { why } of missing(here)) expect(why).toContain('not on its own');
    expect(asked).toEqual([]);
    await here.quiet();
    expect(connector.sent.filter((one) => wordsOf(one).includes('This is over'))).toHaveLength(1);
  } finally {
    await new Promise((resolve) => foreign.close(resolve));
  }
});

test('throttled as 403 with AF429 and as 429, and failing, it goes on within the poll', async () => {
  const here = await watching();
  const { demo } = here;
  demo.world.faults.set('feed/af429', 3);
  await here.pass(20 * MINUTE);
  expect(here.store.read().watch.poll?.words).toBeNull();
  demo.world.faults.set('http/429', 3, { after: '0' });
  await here.pass(20 * MINUTE);
  expect(here.store.read().watch.poll?.words).toBeNull();
  demo.world.faults.set('http/503', 4);
  await here.pass(20 * MINUTE);
  expect(here.store.read().watch.poll?.words).toBeNull();
  console.info('throttled', here.counted());
  expect(here.faults).toEqual([]);
});

test('a missing permission is named, told once, and its end too', async () => {
  const here = await watching();
  here.demo.world.faults.set('feed/refused');
  await here.pass(HOUR);
  expect((await here.watch.standing())?.trouble?.words).toContain('ActivityFeed.Read');
  await here.quiet();
  expect(posted(here, 'ActivityFeed.Read')).toBe(1);
  here.demo.world.faults.clear();
  await here.pass(HOUR);
  await here.quiet();
  expect((await here.watch.standing())?.trouble).toBeNull();
  expect(here.words().filter((words) => words.includes('This is over'))).toHaveLength(1);
});

test('a broken blob is fetched again until it is whole; one that expired is missing', async () => {
  const here = await watching();
  const { demo } = here;
  demo.world.faults.set('feed/malformed', 1);
  const owed = () => here.store.read().watch.owed.length;
  for (let polls = 0; owed() === 0 && polls < 20; polls += 1) await here.pass(10 * MINUTE, 10 * MINUTE);
  expect(owed()).toBe(1);
  await here.pass(2 * HOUR);
  expect(here.store.read().watch.owed).toEqual([]);
  expect(missing(here)).toEqual([]);

  demo.world.faults.set('feed/expired', 1);
  await here.pass(HOUR);
  expect(missing(here)).toMatchObject([{ why: expect.stringContaining('AF20051') }]);
});

test('a subscription that somebody stopped is started again, and the time between is missing', async () => {
  const here = await watching();
  const { demo, clock } = here;
  const stop = `${demo.tenant.cloud.management}/api/v1.0/${demo.tenant.id}/activity/feed/subscriptions/stop?contentType=Audit.Exchange`;
  await fetch(stop, { method: 'POST', headers: { authorization: 'Bearer demo' } });
  const from = clock.now.getTime();
  await here.pass(2 * HOUR);
  expect(demo.requests.filter(({ url }) => url.includes('subscriptions/start'))).toHaveLength(1);
  const [gap, ...more] = missing(here);
  expect(more).toEqual([]);
  expect(gap?.why).toContain('was off');
  expect(Date.parse(gap?.from ?? '')).toBeLessThanOrEqual(from);
  expect(Date.parse(gap?.to ?? '')).toBeGreaterThan(from);
});

test('stopped and started again it goes on where it was; another case cannot be watched meanwhile', async () => {
  const here = await watching();
  await expect(here.watch.start('c-other', ANA, here.place)).rejects.toThrow('Another case is watched');
  expect(await here.watch.stop()).toBe(true);
  expect(await here.watch.stop()).toBe(false);
  const ids = new Set(here.given);
  await here.pass(4 * HOUR);
  expect(here.demo.requests).toEqual([]);
  await here.watch.start(here.watch.caseOf(), ANA, here.place);
  await here.watch.poll();
  expect(here.given.length).toBe(new Set(here.given).size);
  expect(here.given.length).toBeGreaterThan(ids.size);
});

test('what was taken is known to the next poll, although somebody asked how it stands during the first', async () => {
  room = await watchRoom({ at: '2026-05-05T08:00:00Z', days: 3, people: 2 });
  await room.watch.start(null, ANA, room.place);
  await Promise.all([room.watch.standing(), room.watch.poll()]);
  await room.pass(HOUR);
  const blobs = room.demo.requests.filter(({ route }) => route?.includes('/audit/')).map(({ url }) => url);
  expect(blobs.length).toBeGreaterThan(10);
  expect(new Set(blobs).size).toBe(blobs.length);
});

test('a watch of another tenant is not gone on with: its case is not that of this one', async () => {
  const here = await watching();
  await here.watch.close();
  here.demo.requests.length = 0;
  const watch = createWatch({
    tenant: { ...here.demo.tenant, id: '00000000-0000-4000-8000-00000000beef' },
    store: here.store,
    engine: here.engine,
    audit: { append: async (deed) => void here.trail.push(deed) },
    onMade: async () => undefined,
    reconcile: async () => false,
    tell: async () => undefined,
    folder: '',
    onFault: (error) => here.faults.push(error),
  });
  await watch.resume();
  await watch.close();
  expect([await watch.standing(), watch.caseOf(), here.demo.requests]).toEqual([null, null, []]);
  expect(here.trail.at(-1)).toMatchObject({
    what: 'watch ended',
    why: 'Mailtrail is connected to another tenant',
  });
});

test('where a cloud has no feed, it is said', async () => {
  const here = await watching();
  const tenant = { ...here.demo.tenant, cloud: { ...here.demo.tenant.cloud, management: null } };
  const watch = createWatch({
    tenant,
    store: here.store,
    engine: here.engine,
    audit: { append: async () => undefined },
    onMade: async () => undefined,
    reconcile: async () => false,
    tell: async () => undefined,
    folder: '',
    onFault: () => undefined,
  });
  await expect(watch.start(null, ANA, here.place)).rejects.toThrow('no activity feed');
});

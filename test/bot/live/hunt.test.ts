/** Hunts in the audit log: the real Graph client against the demo tenant, and the real engine. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HUNT_OPERATIONS } from '../../../bot/live/hunt/operations.ts';
import { CONTRACT_NOTE } from '../demo/contract.ts';
import { type HuntRoom, huntRoom, PATIENCE, type RoomOptions, requestsOf } from './hunt-room.ts';

let room: HuntRoom;
const open = async (options?: RoomOptions) => {
  room = await huntRoom(options);
  return room;
};
afterEach(() => room.close());

const ASKED = new Set(HUNT_OPERATIONS.map((one) => one.toLowerCase()));
const wanted = () => room.records.filter(({ Operation }) => ASKED.has(Operation.toLowerCase()));
const inCase = async (caseId: string | null) => {
  if (caseId === null) throw new Error('There is no case');
  const { inputs } = await room.engine.section(caseId, 'inputs', { offset: 0, limit: 200 });
  return inputs.items.reduce((sum, { records }) => sum + records, 0);
};
const pullOf = async (caseId: string | null) => {
  const { pulls } = await room.engine.section(caseId ?? '', 'pulls', { offset: 0, limit: 10 });
  expect(pulls.items).toHaveLength(1);
  return pulls.items[0]!;
};
const creates = () => room.demo.requests.filter(({ method }) => method === 'POST');

describe(`a hunt${CONTRACT_NOTE}`, () => {
  test('of the tenant brings every record of the operations into a case of its own, read twice', {
    timeout: PATIENCE,
  }, async () => {
    const { hunt, made, shown } = await open({ engine: 'real' });
    const done = await hunt('tenant');
    expect(done.end).toBe('done');
    expect(made).toEqual([done.caseId]);
    expect(await inCase(done.caseId)).toBe(wanted().length);
    const pull = await pullOf(done.caseId);
    expect(pull).toMatchObject({
      source: 'audit-query',
      distinct: wanted().length,
      differing: 0,
      missing: [],
    });
    expect(pull.passes[0]).toEqual(pull.passes[1]);
    expect(pull.requestIds).toHaveLength((pull.passes[0]?.pages ?? 0) * 2);
    expect(pull.queries).toHaveLength(3);
    for (const { body } of creates()) {
      expect(body).not.toHaveProperty('recordTypeFilters');
      expect(body).not.toHaveProperty('userPrincipalNameFilters');
    }
    expect(shown.at(0)).toContain('cancel-hunt');
    expect(shown.join()).toContain('Both readings gave the same.');
    console.info('requests of a hunt in the tenant, 3 days:', requestsOf(room));
  });

  test('for a mailbox finds what others read there, too', async () => {
    const { hunt, records } = await open();
    const others = records.find(
      ({ Operation, UserId, MailboxOwnerUPN }) =>
        Operation === 'MailItemsAccessed' &&
        MailboxOwnerUPN !== UserId &&
        String(MailboxOwnerUPN).includes('@'),
    );
    const mailbox = String(others?.MailboxOwnerUPN).toLowerCase();
    const done = await hunt(mailbox);
    const expected = wanted().filter((one) => JSON.stringify(one).toLowerCase().includes(mailbox));
    expect(expected.some(({ Id }) => Id === others?.Id)).toBe(true);
    expect(await inCase(done.caseId)).toBe(expected.length);
    console.info('requests of a hunt for a mailbox, 3 days:', requestsOf(room));
  });

  test('for an application reads everything and keeps what names it', async () => {
    const { hunt, records } = await open();
    const app = String(records.find(({ ClientAppId }) => ClientAppId !== undefined)?.ClientAppId);
    const done = await hunt(app);
    const about = wanted().filter((one) => JSON.stringify(one).includes(app));
    expect(await inCase(done.caseId)).toBe(about.length);
    expect((await pullOf(done.caseId)).distinct).toBe(about.length);
  });

  test('for an address finds records that name it only where the filter does not look', async () => {
    const { hunt, records } = await open();
    const ip = String(records.find(({ Operation }) => Operation === 'MailItemsAccessed')?.ClientIPAddress);
    const done = await hunt(ip);
    const about = wanted().filter((one) => JSON.stringify(one).includes(`"${ip}"`));
    expect(about.length).toBeGreaterThan(0);
    expect(await inCase(done.caseId)).toBe(about.length);
  });

  test('that finds nothing says that nothing is shown by it', async () => {
    const { hunt, demo, shown } = await open();
    demo.world.faults.set('audit-queries/off');
    const done = await hunt('tenant');
    expect(done).toMatchObject({ end: 'done', caseId: null });
    expect(shown.at(-1)).toContain('no records, so nothing is shown');
    expect(shown.at(-1)).toContain('coverage');
  });
});

describe(`Microsoft's faults${CONTRACT_NOTE}`, () => {
  test.each([
    ['a state that no document names', 'audit-queries/queued', 40],
    ['an answer wrapped in value', 'audit-queries/wrapped', 5],
    ['record types in the other casing', 'audit-queries/camel', undefined],
    ['pages that answer 500 now and then', 'audit-queries/paging-500', 6],
    ['a page that is broken once', 'audit-queries/malformed', 1],
    ['records that come again on the next page', 'audit-queries/duplicates', undefined],
    ['queries made too quickly', 'audit-queries/rapid', 8],
    ['a 500 although the query was made', 'audit-queries/create-500', 1],
  ])('%s changes nothing of what comes', async (_what, fault, times) => {
    const { hunt, demo } = await open();
    demo.world.faults.set(fault, times);
    const done = await hunt('tenant');
    expect(done.end).toBe('done');
    expect(await inCase(done.caseId)).toBe(wanted().length);
    const pull = await pullOf(done.caseId);
    expect(pull).toMatchObject({ distinct: wanted().length, missing: [] });
    if (fault === 'audit-queries/duplicates') expect(pull.duplicates).toBeGreaterThan(0);
    if (fault === 'audit-queries/create-500') expect(creates()).toHaveLength(3);
  });

  test('a storm of 429 ends in success', async () => {
    const { hunt, demo } = await open();
    demo.world.faults.set('http/429', 60, { after: '20' });
    const done = await hunt('tenant');
    expect(done.end).toBe('done');
    expect(await inCase(done.caseId)).toBe(wanted().length);
    console.info('requests of a hunt through 60 throttled ones:', requestsOf(room));
  });

  test('beta is asked where v1.0 has no audit queries, and from then on at once', async () => {
    const { hunt, demo, store } = await open();
    demo.world.faults.set('audit-queries/no-v1');
    await hunt('tenant');
    const before = demo.requests.length;
    const second = await hunt('tenant');
    expect(second.end).toBe('done');
    expect(store.read().hunt.versions).toEqual({ [demo.tenant.id]: 'beta' });
    expect(demo.requests.slice(before).filter(({ url }) => url.startsWith('/v1.0'))).toEqual([]);
  });

  test('readings that differ are united, and it is said', async () => {
    const { hunt, demo, shown } = await open();
    demo.world.faults.set('audit-queries/differs');
    const done = await hunt('tenant');
    expect(await inCase(done.caseId)).toBe(wanted().length);
    const pull = await pullOf(done.caseId);
    expect(pull.onlyFirst).toBeGreaterThan(0);
    expect(pull.onlySecond).toBeGreaterThan(0);
    expect(shown.join()).toContain('What neither gave cannot be excluded');
  });

  test.each([
    ['failed', 'failed at Microsoft'],
    ['cancelled', 'cancelled at Microsoft'],
    ['unknown', 'had not ended when the time of the hunt was over'],
  ])('a query that ends as %s is a gap, the others are read', async (fate, why) => {
    const { hunt, demo } = await open({ limits: { deadline: 3_600_000 } });
    demo.world.faults.set(`audit-queries/${fate}`, 1);
    const done = await hunt('tenant');
    expect(done.end).toBe('done');
    const pull = await pullOf(done.caseId);
    expect(pull.missing).toHaveLength(1);
    expect(pull.missing[0]?.why).toContain(why);
    expect(pull.missing[0]).toMatchObject({ from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' });
    expect(await inCase(done.caseId)).toBe(
      wanted().filter(({ CreationTime }) => CreationTime >= '2026-05-05').length,
    );
  });

  test.each(['audit-queries/cap', 'audit-queries/cap-unsaid'])('%s halves the windows', async (fault) => {
    const cap = 120;
    const { hunt, demo } = await open({ limits: { mostRecords: cap } });
    demo.world.faults.set(fault, undefined, cap);
    const done = await hunt('tenant');
    expect(await inCase(done.caseId)).toBe(wanted().length);
    const pull = await pullOf(done.caseId);
    expect(pull).toMatchObject({ distinct: wanted().length, missing: [] });
    expect(pull.queries.filter(({ outcome }) => outcome === 'over-the-cap').length).toBeGreaterThan(0);
  });

  test('a page that stays broken costs an hour, which is named', async () => {
    const { hunt, demo, shown } = await open();
    const period = { from: '2026-05-05T10:00:00Z', to: '2026-05-05T14:00:00Z' };
    const inPeriod = wanted().filter(({ CreationTime }) => {
      const at = `${CreationTime}Z`;
      return at >= period.from && at <= period.to;
    });
    const bad = inPeriod[Math.floor(inPeriod.length / 2)]!;
    demo.world.faults.set('audit-queries/malformed', undefined, bad.Id);
    const done = await hunt('tenant', period);
    expect(done.end).toBe('done');
    const pull = await pullOf(done.caseId);
    expect(pull.missing).toHaveLength(1);
    const [gap] = pull.missing;
    expect(Date.parse(gap?.to ?? '') - Date.parse(gap?.from ?? '')).toBeLessThanOrEqual(3_600_000);
    const at = `${bad.CreationTime}Z`;
    expect(at >= (gap?.from ?? '') && at <= (gap?.to ?? '')).toBe(true);
    const outside = inPeriod.filter(
      ({ CreationTime }) => `${CreationTime}Z` < (gap?.from ?? '') || `${CreationTime}Z` > (gap?.to ?? ''),
    );
    expect(await inCase(done.caseId)).toBeGreaterThanOrEqual(outside.length);
    expect(shown.join()).toContain('Not obtained');
  });

  test('a permission that is missing ends it at once, with its words', async () => {
    const { hunt, demo } = await open();
    demo.world.faults.set('http/403');
    const done = await hunt('tenant');
    expect(done.end).toBe('failed');
    expect(done.why).toContain('403');
    expect(done.why).toContain('AuditLogsQuery-Exchange.Read.All');
    expect(demo.requests.length).toBeLessThanOrEqual(3);
  });

  test('a period that a watch could not list is read into its case, without a card', async () => {
    const { hunts, store, shown, demo } = await open();
    const { caseId } = await room.hunt('tenant', {
      from: '2026-05-04T00:00:00Z',
      to: '2026-05-05T00:00:00Z',
    });
    const cards = shown.length;
    const period = { from: '2026-05-05T00:00:00.000Z', to: '2026-05-07T00:00:00.000Z' };
    expect(await hunts.reconcile(caseId ?? '', period)).toBe(true);
    await vi.waitFor(() => {
      const all = Object.values(store.read().hunt.hunts);
      expect(all.map(({ end }) => end)).toEqual(['done', 'done']);
    }, PATIENCE);
    expect(await inCase(caseId)).toBe(wanted().length);
    expect(shown).toHaveLength(cards);
    Object.assign(demo.tenant.cloud, { auditQueries: false });
    expect(await hunts.reconcile(caseId ?? '', period)).toBe(false);
  });

  test("a day's allowance that is used up is waited for", async () => {
    const { hunt, store, clock } = await open({ limits: { perDay: 2, deadline: 3 * 86_400_000 } });
    const begun = clock.now();
    const done = await hunt('tenant');
    expect(await inCase(done.caseId)).toBe(wanted().length);
    expect(clock.now() - begun).toBeGreaterThanOrEqual(86_400_000);
    expect(Object.values(store.read().hunt.submitted)[0]?.length).toBeLessThanOrEqual(2);
  });
});

/** What pulls and outages left out, against a count by the hour. */
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PulledError } from '../../../analysis/pulled/given.ts';
import { notObtained, without } from '../../../analysis/pulled/not-obtained.ts';
import { keepOutage, listOutages } from '../../../analysis/pulled/outages.ts';
import { countPulls, keepPull, pagePulls } from '../../../analysis/pulled/pulls.ts';
import { Database } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';
import { hour, missing, pull, query } from './told.ts';

let db: Database;
beforeAll(async () => {
  db = await Database.open(':memory:', tmpdir());
  await db.run(TABLES);
});
beforeEach(async () => {
  await db.run('DELETE FROM pull; DELETE FROM outage_told');
});
afterAll(() => db.close());

/** Hours that are left, as 'mailbox hour'. */
async function hoursLeft(): Promise<string[]> {
  return (await notObtained(db)).flatMap(({ mailbox, from, to }) =>
    Array.from({ length: Math.ceil((to - from) / 3600) }, (_, n) => `${mailbox ?? '*'} ${from / 3600 + n}`),
  );
}
const hours = (mailbox: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `${mailbox} ${Date.parse(hour(from + n)) / 3_600_000}`);

describe('kept as it was told', () => {
  test('the newest first, one of the same id replaced', async () => {
    await keepPull(db, pull('a', { begun: hour(1) }));
    await keepPull(db, pull('b', { begun: hour(2), requestIds: ["it's one"] }));
    await keepPull(db, pull('a', { begun: hour(1), distinct: 7, missing: [missing(2, 3)] }));
    const pulls = await pagePulls(db, 0, 10);
    expect(pulls.map(({ id, distinct }) => [id, distinct])).toEqual([
      ['b', 0],
      ['a', 7],
    ]);
    expect(pulls[0]?.requestIds).toEqual(["it's one"]);
    expect(await countPulls(db)).toBe(2);
    expect((await pagePulls(db, 1, 1)).map(({ id }) => id)).toEqual(['a']);
  });

  test.each([
    ['no id', pull('')],
    ['a begin that is no time', pull('a', { begun: 'yesterday' })],
    ['a stretch that ends before it begins', pull('a', { missing: [missing(3, 2)] })],
    ['a query without a period', pull('a', { queries: [{ ...query(1, 2), from: '' }] })],
    ['parts without end', pull('a', { requestIds: Array.from({ length: 20_001 }, String) })],
  ])('not with %s', async (_what, told) => {
    await expect(keepPull(db, told)).rejects.toThrow(PulledError);
    expect(await countPulls(db)).toBe(0);
  });

  test('an outage that goes on grows', async () => {
    await keepOutage(db, { from: hour(1), to: hour(2), why: 'off' });
    await keepOutage(db, { from: hour(1), to: hour(4), why: 'x'.repeat(10_000) });
    const [outage, ...others] = await listOutages(db);
    expect(others).toEqual([]);
    expect(outage).toMatchObject({ from: hour(1), to: hour(4) });
    expect(outage?.why.length).toBe(500);
  });
});

describe('another pull stands in', () => {
  const left = pull('left', { missing: [missing(10, 14)] });

  test.each([
    ['nobody asked again', [], hours('*', 10, 14)],
    ['it obtained all of it', [pull('later')], []],
    ['it is missing a part itself', [pull('later', { missing: [missing(11, 12)] })], hours('*', 11, 12)],
    ['it asked for a part', [pull('later', { from: hour(12), to: hour(20) })], hours('*', 10, 12)],
    ['it still runs', [pull('later', { ended: null })], hours('*', 10, 14)],
    ['it had ended before', [pull('later', { ended: hour(12) })], hours('*', 10, 14)],
    ['it asked for one mailbox', [pull('later', { only: ['ana@contoso.com'] })], hours('*', 10, 14)],
    ['it asked for sign-ins', [pull('later', { source: 'sign-ins' })], hours('*', 10, 14)],
    ['it asked advanced hunting', [pull('later', { source: 'defender' })], hours('*', 10, 14)],
    [
      'it asked for other operations',
      [pull('later', { queries: [query(0, 99, 'New-InboxRule')] })],
      hours('*', 10, 14),
    ],
    ['it asked for mail access', [pull('later', { queries: [query(0, 99, 'MailItemsAccessed')] })], []],
  ])('%s', async (_what, others, expected) => {
    for (const told of [left, ...others]) await keepPull(db, told);
    expect([...new Set(await hoursLeft())].sort()).toEqual(expected.sort());
  });

  test('a hunt of one mailbox leaves the others as they were', async () => {
    await keepPull(db, { ...left, only: ['Ana@contoso.com'] });
    expect(await hoursLeft()).toEqual(hours('ana@contoso.com', 10, 14));
    await keepPull(db, pull('same', { only: ['ANA@contoso.com', 'ben@contoso.com'] }));
    expect(await hoursLeft()).toEqual([]);
  });

  test('a moment is missing for a second, and another pull that misses it does not stand in', async () => {
    await keepPull(db, pull('one', { missing: [missing(5, 5)] }));
    await keepPull(db, pull('two', { missing: [missing(5, 5)] }));
    const left = (await notObtained(db)).map(({ from, to }) => to - from);
    expect(left).toEqual([1, 1]);
    await keepPull(db, pull('three'));
    expect(await notObtained(db)).toEqual([]);
  });

  test('sign-ins that did not come are no gap of mail access', async () => {
    await keepPull(db, { ...left, source: 'sign-ins' });
    expect(await notObtained(db)).toEqual([]);
  });

  test('an outage ends where a query obtained that time', async () => {
    await keepOutage(db, { from: hour(10), to: hour(14), why: 'off' });
    expect(await hoursLeft()).toEqual(hours('*', 10, 14));
    await keepPull(db, pull('later', { queries: [query(0, 99, 'MailItemsAccessed')] }));
    expect(await hoursLeft()).toEqual([]);
  });
});

/** What is missing for a moment is missing for a second, not for an hour: told above. */
const longer = fc
  .tuple(fc.nat(40), fc.integer({ min: 1, max: 12 }))
  .map(([from, length]) => ({ from, to: from + length }));
const stretch = fc.tuple(fc.nat(40), fc.nat(12)).map(([from, length]) => ({ from, to: from + length }));

test('what is left of a stretch is what nobody took', () => {
  fc.assert(
    fc.property(stretch, fc.array(stretch, { maxLength: 6 }), (whole, taken) => {
      const hoursOf = ({ from, to }: { from: number; to: number }) =>
        Array.from({ length: to - from }, (_, n) => from + n);
      const gone = new Set(taken.flatMap(hoursOf));
      expect(without(whole, taken).flatMap(hoursOf)).toEqual(hoursOf(whole).filter((one) => !gone.has(one)));
    }),
  );
});

test('an hour is left exactly when somebody missed it and no other pull obtained it', async () => {
  const told = fc.array(fc.record({ missing: fc.array(longer, { maxLength: 3 }), period: stretch }), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(told, async (pulls) => {
      await db.run('DELETE FROM pull');
      for (const [index, one] of pulls.entries()) {
        const stretches = one.missing.map(({ from, to }) => missing(from, to));
        await keepPull(
          db,
          pull(`p${index}`, { from: hour(one.period.from), to: hour(one.period.to), missing: stretches }),
        );
      }
      const inside = (at: number, { from, to }: { from: number; to: number }) => from <= at && at < to;
      const lost = Array.from({ length: 60 }, (_, at) => at).filter((at) =>
        pulls.some(
          (one) =>
            one.missing.some((hole) => inside(at, hole)) &&
            !pulls.some(
              (other) =>
                other !== one && inside(at, other.period) && !other.missing.some((hole) => inside(at, hole)),
            ),
        ),
      );
      expect([...new Set(await hoursLeft())].sort()).toEqual(
        lost.flatMap((at) => hours('*', at, at + 1)).sort(),
      );
    }),
    { numRuns: 60 },
  );
});

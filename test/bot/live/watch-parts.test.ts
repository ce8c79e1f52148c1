/** The parts of the watch that can be wrong by themselves: windows of arrival, blobs taken apart. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elementsOf, takeApart } from '../../../bot/live/watch/blob.ts';
import { beginFeed, type Listing, listed, lostUntil, plan } from '../../../bot/live/watch/plan.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEGIN = Date.parse('2026-05-04T00:00:00Z');

const length = ({ from, to }: Listing) => to.getTime() - from.getTime();

test('whatever pauses there are, every window may be asked for, and none is left out but what expired', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1_000, max: 9 * DAY }), { minLength: 1, maxLength: 20 }),
      (pauses) => {
        let now = new Date(BEGIN);
        let feed = beginFeed(new Date(BEGIN - DAY), now);
        for (const pause of pauses) {
          now = new Date(now.getTime() + pause);
          const lost = lostUntil(feed, now);
          const listings = plan(feed, now);
          for (const one of listings) {
            expect(length(one)).toBeGreaterThan(0);
            expect(length(one)).toBeLessThan(DAY);
            expect(now.getTime() - one.from.getTime()).toBeLessThan(7 * DAY);
          }
          const first = listings.filter(({ round }) => round === 0);
          const begin = lost ?? new Date(feed.listedTo);
          expect(first[0]?.from.getTime()).toBeLessThanOrEqual(begin.getTime());
          for (const [i, one] of first.entries()) {
            if (i > 0) expect(one.from).toEqual(first[i - 1]?.to);
          }
          for (const one of listings) feed = listed(feed, one, now);
          expect(now.getTime() - Date.parse(feed.listedTo)).toBeLessThan(1_000);
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('every hour of arrival is listed again at 24 h, 48 h and 6.5 days', () => {
  let now = BEGIN;
  let feed = beginFeed(new Date(BEGIN), new Date(BEGIN));
  const hour = BEGIN + 30 * HOUR;
  const ages = new Map<number, number>();
  for (; now < BEGIN + 12 * DAY; now += HOUR / 2) {
    for (const one of plan(feed, new Date(now))) {
      if (one.round > 0 && one.from.getTime() <= hour && one.to.getTime() > hour) {
        expect(ages.has(one.round)).toBe(false);
        ages.set(one.round, (now - hour) / HOUR);
      }
      feed = listed(feed, one, new Date(now));
    }
  }
  expect([...ages.keys()].sort((a, b) => a - b)).toEqual([24, 48, 156]);
  for (const [round, age] of ages) {
    expect(age).toBeGreaterThanOrEqual(round);
    expect(age).toBeLessThan(round + 2);
  }
});

test('members of an array come out as they stand in it', () => {
  fc.assert(
    fc.property(fc.array(fc.json()), fc.constantFrom(',', ' ,\n', '\t,'), (members, comma) => {
      const { elements, whole } = elementsOf(`\uFEFF [${members.join(comma)}]\n`);
      expect(whole).toBe(true);
      expect(elements).toEqual(members.map((one) => one.trim()));
    }),
  );
});

test('nothing that is no array, or ends early, counts as whole', () => {
  fc.assert(
    fc.property(fc.array(fc.json(), { minLength: 1 }), fc.nat(), (members, cut) => {
      const text = `[${members.join(',')}]`;
      expect(elementsOf(text.slice(0, cut % text.length)).whole).toBe(false);
    }),
  );
  for (const text of ['', '{}', 'null', '[] []', '<html>']) expect(elementsOf(text).whole, text).toBe(false);
});

test('what the product reads is kept, the rest counted', () => {
  const record = (Operation: string) => ({ Operation, CreationTime: '2026-05-04T10:00:00', Big: 1 });
  const blob = JSON.stringify([
    record('MailItemsAccessed'),
    record('MoveToDeletedItems'),
    record('FileAccessed'),
  ]);
  const exact = blob.replace('"Big":1', '"Big":12345678901234567890');
  const { kept, records, broken, times } = takeApart(exact);
  expect([kept.length, records, broken]).toEqual([2, 3, false]);
  expect(kept[0]).toContain('12345678901234567890');
  expect(times[0]).toBe(Date.parse('2026-05-04T10:00:00Z'));
  expect(takeApart('[{"Operation":"MailItemsAccessed"},{"Operation":"Mail')).toMatchObject({
    records: 1,
    broken: true,
  });
});

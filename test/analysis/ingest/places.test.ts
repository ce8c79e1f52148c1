/** Many new networks are joined with the tables of ranges, few are looked up one by one: both must say the same. */
import { expect, test } from 'vitest';
import { lines, openDesk } from '../case/desk.ts';
import { bind } from '../case/records.ts';

const desk = await openDesk();

/** Spread over what is given out, and some of what is not. */
const ADDRESSES = Array.from({ length: 600 }, (_, n) => [
  `${1 + ((n * 37) % 223)}.${(n * 91) % 256}.${(n * 53) % 256}.9`,
  `2${(0xa00 + ((n * 7) % 0x210)).toString(16).padStart(3, '0')}:${((n * 977) % 0x10000).toString(16)}:${n.toString(16)}::1`,
]).flat();

const records = ADDRESSES.map((ip) => bind({ ip, session: null }));

async function placesOf(...contents: string[]) {
  const { report } = await desk.analyse(...contents);
  return new Map(report.contexts.map(({ ip, country, asn }) => [ip, { country, asn }]));
}

test('where an address is does not hang on how many came with it', async () => {
  const together = await placesOf(lines(records));
  const parts = [0, 300, 600, 900].map((from) => lines(records.slice(from, from + 300)));
  const apart = await placesOf(...parts);
  expect(apart).toEqual(together);
  const located = [...together.values()].filter(({ country, asn }) => country !== null && asn !== null);
  expect(located.length).toBeGreaterThan(400);
  expect(new Set(located.map(({ country }) => country)).size).toBeGreaterThan(30);
});

test('nor on how many came from the same provider', async () => {
  // One range of each table, several, none at all, and none but a gap between two.
  const providers = ['2603:10a6', '2603:1000', '2603:1063', '2a02:8109', '3fff:ffff', '2001:db8'];
  const addresses = providers.flatMap((provider) =>
    Array.from(
      { length: 1_100 },
      (_, n) => `${provider}:${((n * 977) % 0x10000 || 1).toString(16)}:1::${(n + 1).toString(16)}`,
    ),
  );
  const many = await placesOf(lines(addresses.map((ip) => bind({ ip, session: null }))));
  const few = addresses.filter((_, n) => n % 7 === 0);
  const parts = [0, 300, 600, 900].map((from) =>
    lines(few.slice(from, from + 300).map((ip) => bind({ ip, session: null }))),
  );
  const apart = await placesOf(...parts);
  expect(apart.size).toBeGreaterThan(900);
  expect(new Map([...many].filter(([ip]) => apart.has(ip)))).toEqual(apart);
  expect(new Set([...many.values()].map(({ country }) => country)).size).toBeGreaterThan(2);
});

test('nor on a range of the table of countries that lies within the range of most', async () => {
  const of = (start: string, count: number) =>
    Array.from({ length: count }, (_, n) => `${start}:1::${(n + 1).toString(16)}`);
  const addresses = [...of('2402:4160:1', 1_100), ...of('2402:4160:100', 5)];
  const together = await placesOf(lines(addresses.map((ip) => bind({ ip, session: null }))));
  const few = addresses.slice(1_000);
  const apart = await placesOf(lines(few.map((ip) => bind({ ip, session: null }))));
  expect(new Map([...together].filter(([ip]) => apart.has(ip)))).toEqual(apart);
  expect(new Set([...apart.values()].map(({ country }) => country)).size).toBe(2);
});

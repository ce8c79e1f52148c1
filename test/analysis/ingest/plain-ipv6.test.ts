import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPlainIpv6, PLAIN_IPV6_ADDRESSES } from '../../../analysis/ingest/plain-ipv6.ts';
import {
  addressNumber,
  normaliseAddress,
  SPECIAL_ADDRESSES,
  specialAddress,
} from '../../../analysis/reference/addresses.ts';
import { isMicrosoftAddress, MICROSOFT_ADDRESSES } from '../../../analysis/reference/networks.ts';
import { Database, literal } from '../../../analysis/store/database.ts';

/** The texts DuckDB takes for plain IPv6, each with what it says of them. */
async function toldBySql(texts: readonly string[]) {
  const db = await Database.open(':memory:', '');
  try {
    await db.run(
      `CREATE TEMP TABLE new_text AS SELECT raw, ${isPlainIpv6('raw')} AS is_plain FROM (VALUES ${texts.map((text) => `(${literal(text)})`).join(', ')}) t(raw)`,
    );
    return await db.rows(
      `SELECT * REPLACE (CAST(number AS VARCHAR) AS number) FROM (${PLAIN_IPV6_ADDRESSES}) p`,
    );
  } finally {
    db.close();
  }
}

function toldByCode(raw: string) {
  const { ip, network } = normaliseAddress(raw);
  if (ip === null) return { raw };
  const number = addressNumber(ip);
  return {
    raw,
    ip,
    network,
    number: specialAddress(ip, number) === null ? number.toString() : null,
    is_front_end: String(isMicrosoftAddress(ip, number)),
  };
}

const group = fc.constantFrom(
  '',
  '0',
  '1',
  '17',
  '27d',
  '10a6',
  '0db8',
  'ffff',
  'FE80',
  '2001',
  '12345',
  'g',
);
const text = fc.array(group, { minLength: 2, maxLength: 9 }).map((groups) => groups.join(':'));

/** The first and last address of every range and their neighbours, written in eight groups. */
const borders = [...SPECIAL_ADDRESSES, ...MICROSOFT_ADDRESSES]
  .filter(({ isIPv6 }) => isIPv6)
  .flatMap(({ first, last }) => [first - 1n, first, last, last + 1n])
  .filter((number) => number >= 0n && number < 1n << 128n)
  .map((number) => (number.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).map(short).join(':'));

function short(group: string): string {
  return group.replace(/^0+(?=.)/, '');
}

test('says of plain IPv6 what the code says', async () => {
  const wild = fc.sample(text, { numRuns: 3000, seed: 7 });
  const plain = fc.sample(
    fc.tuple(
      fc.array(fc.integer({ min: 1, max: 0xffff }), { minLength: 5, maxLength: 5 }),
      fc.constantFrom('::', ':1:2:3:'),
    ),
    { numRuns: 300, seed: 7 },
  );
  const written = plain.map(([groups, middle]) => {
    const hex = groups.map((value) => value.toString(16));
    return `${hex.slice(0, 4).join(':')}${middle}${hex[4]}`;
  });
  const texts = [...new Set([...wild, ...written, ...borders])];
  const told = await toldBySql(texts);
  expect(told).toEqual(told.map(({ raw }) => toldByCode(String(raw))));
  expect(told.map(({ raw }) => raw)).toEqual(expect.arrayContaining(written));
  // Ranges end in ffff, which is plain: both sides of a border are among them.
  expect(told.filter(({ is_front_end }) => is_front_end === 'true').length).toBeGreaterThan(0);
  expect(told.filter(({ number }) => number === null).length).toBeGreaterThan(0);
});

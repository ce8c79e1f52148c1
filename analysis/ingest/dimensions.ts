/**
 * What each distinct address and client string means, worked out once and kept in the case: `address` and
 * `client_string`. An export has few of them, however many records it has.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { addressNumber, normaliseAddress, specialAddress } from '../reference/addresses.ts';
import { parseClientString } from '../reference/clients.ts';
import { isMicrosoftAddress, networkKind } from '../reference/networks.ts';
import { lookUp, type Placed } from '../reference/range-table.ts';
import { type Database, literal, values } from '../store/database.ts';
import { isPlainIpv6, PLAIN_IPV6_ADDRESSES } from './plain-ipv6.ts';

/** Distinct texts handled at a time, so that a hostile file with millions of them stays within memory. */
const BATCH = 50_000;

/** Networks up to which looking each up by itself is quicker than joining them with the tables. */
const FEW = 500;

/** Adds the addresses of `stage` that the case does not know yet. */
export async function fillAddresses(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE new_address (raw VARCHAR, ip VARCHAR, network VARCHAR, number UHUGEINT, is_front_end VARCHAR)`);
  await findNewTexts(db, 'address_raw', 'address', isPlainIpv6('raw'));
  await db.run(`INSERT INTO new_address ${PLAIN_IPV6_ADDRESSES}`);
  for await (const raws of newTexts(db)) {
    await db.append(
      'new_address',
      raws.map((raw) => {
        const { ip, network } = normaliseAddress(raw);
        if (ip === null) return [raw, null, null, null, null];
        const number = addressNumber(ip);
        return [
          raw,
          ip,
          visitNetwork(ip, network),
          // Nobody holds a private or reserved address: the tables need not be read for it.
          specialAddress(ip, number) === null ? number.toString() : null,
          String(isMicrosoftAddress(ip, number)),
        ];
      }),
    );
  }
  await locate(db);
  await db.run('DROP TABLE new_address');
}

/** Adds the client strings of `stage` that the case does not know yet. */
export async function fillClientStrings(db: Database): Promise<void> {
  await db.run(
    `CREATE OR REPLACE TEMP TABLE new_client (${'raw client protocol family app_id is_system os browser device product'
      .split(' ')
      .map((name) => `${name} VARCHAR`)
      .join(', ')})`,
  );
  await findNewTexts(db, 'client_raw', 'client_string');
  for await (const raws of newTexts(db)) {
    const rows = raws.map((raw) => {
      const parsed = parseClientString(raw);
      return [
        raw,
        raw,
        parsed.protocol,
        parsed.family,
        parsed.appId,
        String(parsed.system),
        parsed.os,
        parsed.browser,
        parsed.device,
        parsed.product,
      ];
    });
    await db.append('new_client', rows);
    await db.run(
      'INSERT INTO client_string SELECT * REPLACE (CAST(is_system AS BOOLEAN) AS is_system) FROM new_client',
    );
    await db.run('DELETE FROM new_client');
  }
  await db.run('DROP TABLE new_client');
}

/**
 * Makes temp table `new_text`; `newTexts` reads those that are not plain.
 * @param isPlain SQL over `raw`: what need not be read out
 */
async function findNewTexts(db: Database, column: string, known: string, isPlain = 'false'): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE new_text AS
    SELECT raw, ${isPlain} AS is_plain FROM (
      SELECT DISTINCT ${column} AS raw FROM staged f
      WHERE ${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${known} k WHERE k.raw = f.${column})
    ) t`);
}

async function* newTexts(db: Database): AsyncGenerator<string[]> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE numbered_text AS
    SELECT raw, row_number() OVER () AS number FROM new_text WHERE NOT is_plain`);
  for (let before = 0; ; before += BATCH) {
    const rows = await db.rows<{ raw: string }>(
      `SELECT raw FROM numbered_text WHERE number > ${before} AND number <= ${before + BATCH}`,
    );
    if (rows.length === 0) break;
    yield rows.map(({ raw }) => raw);
  }
  await db.run('DROP TABLE numbered_text; DROP TABLE new_text');
}

/** An IPv4 address is a network of its own here; an IPv6 one moves within its /64. */
function visitNetwork(ip: string, network: string | null): string | null {
  return ip.includes(':') ? network : ip;
}

/**
 * Country and autonomous system from the offline tables of the ip-location-db packages. Looked up by network: a /64 of
 * IPv6 is one line or machine, and told by its lowest address seen (8 ranges in 1,000 are smaller).
 */
async function locate(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE located (network VARCHAR, country VARCHAR, asn BIGINT, organisation VARCHAR);
    CREATE OR REPLACE TEMP TABLE located_block (block UHUGEINT, country VARCHAR, asn BIGINT, organisation VARCHAR)`);
  await locateBlocks(db);
  for (const version of ['ipv4', 'ipv6'] as const) await locateNetworks(db, version);
  const systems = `(SELECT asn, organisation FROM located UNION ALL SELECT asn, organisation FROM located_block) s`;
  const asns = await db.rows<{ asn: number }>(`SELECT DISTINCT asn FROM ${systems} WHERE asn IS NOT NULL`);
  const kinds = asns.map(({ asn }) => `WHEN ${asn} THEN ${literal(networkKind(asn))}`).join(' ');
  await db.run(`
    INSERT INTO address
    SELECT raw, ip, network, country, asn,
      CASE WHEN ip IS NULL THEN NULL WHEN is_front_end = 'true' THEN 'microsoft'
        ${kinds === '' ? '' : `WHEN asn IS NOT NULL THEN CASE asn ${kinds} END`} ELSE 'other' END,
      coalesce(is_front_end = 'true', false)
    FROM (
      SELECT a.raw, a.ip, a.network, coalesce(b.country, l.country) AS country, coalesce(b.asn, l.asn) AS asn, a.is_front_end
      FROM new_address a LEFT JOIN located l ON l.network = a.network
      LEFT JOIN located_block b ON b.block = a.number >> ${BLOCK_BITS} AND a.${IS_IPV6}
    ) a`);
  await db.run(`
    INSERT INTO network_name SELECT asn, min(organisation) FROM ${systems}
    WHERE asn IS NOT NULL AND organisation IS NOT NULL AND asn NOT IN (SELECT asn FROM network_name) GROUP BY asn`);
  await db.run('DROP TABLE located; DROP TABLE located_block');
}

/** What of an IPv6 address a provider's customers do not share. */
const BLOCK_BITS = 96;
const IS_IPV6 = "network LIKE '%:%'";
/** From so many addresses on, looking their block up saves time; and no more blocks, the fullest, so that it stays little. */
const FULL_BLOCK = 1_000;
const MOST_BLOCKS = 50;

/**
 * Exchange Online's own machines, one to nearly every record, stand in a few /32: where the lowest and the highest
 * address seen of one lie in the same range of each table, or between the same two, so do all.
 */
async function locateBlocks(db: Database): Promise<void> {
  const blocks = await db.rows<Record<'block' | 'lowest' | 'highest', string>>(`
    SELECT CAST(number >> ${BLOCK_BITS} AS VARCHAR) AS block, CAST(min(number) AS VARCHAR) AS lowest, CAST(max(number) AS VARCHAR) AS highest
    FROM new_address WHERE number IS NOT NULL AND ${IS_IPV6}
    GROUP BY number >> ${BLOCK_BITS} HAVING count(*) >= ${FULL_BLOCK} ORDER BY count(*) DESC, block LIMIT ${MOST_BLOCKS}`);
  const looked = lookedUp(
    'ipv6',
    blocks.map(({ lowest }) => BigInt(lowest)),
  );
  const whole = blocks.flatMap(({ block, highest }, index) => {
    const { until, fields } = looked[index] as LookedUp;
    return until.every((last) => BigInt(highest) <= last) ? [[block, ...fields]] : [];
  });
  if (whole.length > 0) await db.run(`INSERT INTO located_block VALUES ${values(whole)}`);
}

/** Those of no such block: joined with the tables in DuckDB, or looked up one by one where they are few. */
async function locateNetworks(db: Database, version: 'ipv4' | 'ipv6'): Promise<void> {
  const own = `SELECT network, min(number) AS number FROM new_address
    WHERE number IS NOT NULL AND (${IS_IPV6}) = ${version === 'ipv6'}
      ${version === 'ipv6' ? `AND number >> ${BLOCK_BITS} NOT IN (SELECT block FROM located_block)` : ''} GROUP BY network`;
  const { found } = await db.one<{ found: number }>(`SELECT count(*) AS found FROM (${own})`);
  if (found === 0) return;
  if (found <= FEW) {
    const networks = await db.rows<{ network: string; number: string }>(
      `SELECT network, CAST(number AS VARCHAR) AS number FROM (${own})`,
    );
    const looked = lookedUp(
      version,
      networks.map(({ number }) => BigInt(number)),
    );
    await db.run(
      `INSERT INTO located VALUES ${values(networks.map(({ network }, index) => [network, ...(looked[index] as LookedUp).fields]))}`,
    );
    return;
  }
  await db.run(`
    INSERT INTO located
    SELECT o.network,
      CASE WHEN o.number <= c.last THEN c.country END,
      CASE WHEN o.number <= n.last THEN n.asn END,
      CASE WHEN o.number <= n.last THEN n.organisation END
    FROM (${own}) o
    ASOF LEFT JOIN (${ranges('geo-whois-asn-country', version, 'country VARCHAR')}) c ON o.number >= c.first
    ASOF LEFT JOIN (${ranges('asn', version, 'asn BIGINT, organisation VARCHAR')}) n ON o.number >= n.first`);
}

interface LookedUp {
  fields: [country: string | null, asn: number | null, organisation: string | null];
  /** for each table the greatest number of which it says the same, as of all in between */
  until: bigint[];
}

/** Few networks are looked up in the files one by one: reading them whole takes longer than all else of a small export. */
function lookedUp(version: 'ipv4' | 'ipv6', numbers: bigint[]): LookedUp[] {
  const countries = lookUp(tableFile('geo-whois-asn-country', version), numbers);
  const systems = lookUp(tableFile('asn', version), numbers);
  return numbers.map((_, index) => {
    const country = countries[index] as Placed;
    const system = systems[index] as Placed;
    const [asn, organisation] = system.fields ?? [];
    return {
      fields: [country.fields?.[0] ?? null, asn === undefined ? null : Number(asn), organisation ?? null],
      until: [country.until, system.until],
    };
  });
}

function tableFile(packageName: string, version: string): string {
  const folder = dirname(
    createRequire(import.meta.url).resolve(`@ip-location-db/${packageName}/package.json`),
  );
  return join(folder, `${packageName}-${version}-num.csv`);
}

function ranges(packageName: string, version: string, fields: string): string {
  const columns = `first UHUGEINT, last UHUGEINT, ${fields}`
    .split(', ')
    .map((column) => column.split(' '))
    .map(([name, type]) => `'${name}': '${type}'`);
  const file = literal(tableFile(packageName, version));
  return `SELECT * FROM read_csv(${file}, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${columns.join(', ')}})`;
}

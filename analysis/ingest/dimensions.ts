/**
 * What each distinct address and client string means, worked out once and kept in the case: `address` and
 * `client_string`. An export has few of them, however many records it has.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { addressNumber, normaliseAddress, specialAddress } from '../reference/addresses.ts';
import { parseClientString } from '../reference/clients.ts';
import { isMicrosoftAddress, networkKind } from '../reference/networks.ts';
import { lookUp } from '../reference/range-table.ts';
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
  await findNewTexts(db, 'address_raw', 'address');
  await db.run(`INSERT INTO new_address ${PLAIN_IPV6_ADDRESSES}`);
  for await (const raws of newTexts(db, `NOT ${isPlainIpv6('raw')}`)) {
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

/** Makes temp table `new_text`, which `newTexts` reads. */
async function findNewTexts(db: Database, column: string, known: string): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE new_text AS
    SELECT DISTINCT ${column} AS raw FROM staged f
    WHERE ${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${known} k WHERE k.raw = f.${column})`);
}

async function* newTexts(db: Database, condition = 'true'): AsyncGenerator<string[]> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE numbered_text AS
    SELECT raw, row_number() OVER () AS number FROM new_text WHERE ${condition}`);
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
 * Country and autonomous system from the offline tables of the ip-location-db packages, joined in DuckDB. Looked up
 * by network: a /64 of IPv6 is one line or machine, and told by its lowest address seen (8 ranges in 1,000 are smaller).
 */
async function locate(db: Database): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE located (network VARCHAR, country VARCHAR, asn BIGINT, organisation VARCHAR)',
  );
  for (const version of ['ipv4', 'ipv6']) {
    const own = `SELECT network, min(number) AS number FROM new_address
      WHERE number IS NOT NULL AND (network LIKE '%:%') = ${version === 'ipv6'} GROUP BY network`;
    const { found } = await db.one<{ found: number }>(`SELECT count(*) AS found FROM (${own})`);
    if (found === 0) continue;
    if (found <= FEW) {
      const networks = await db.rows<{ network: string; number: string }>(
        `SELECT network, CAST(number AS VARCHAR) AS number FROM (${own})`,
      );
      await db.run(`INSERT INTO located VALUES ${values(lookedUp(version, networks))}`);
      continue;
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
  const asns = await db.rows<{ asn: number }>('SELECT DISTINCT asn FROM located WHERE asn IS NOT NULL');
  const kinds = asns.map(({ asn }) => `WHEN ${asn} THEN ${literal(networkKind(asn))}`).join(' ');
  await db.run(`
    INSERT INTO address
    SELECT a.raw, a.ip, a.network, l.country, l.asn,
      CASE WHEN a.ip IS NULL THEN NULL WHEN a.is_front_end = 'true' THEN 'microsoft'
        ${kinds === '' ? '' : `WHEN l.asn IS NOT NULL THEN CASE l.asn ${kinds} END`} ELSE 'other' END,
      coalesce(a.is_front_end = 'true', false)
    FROM new_address a LEFT JOIN located l ON l.network = a.network`);
  await db.run(`
    INSERT INTO network_name SELECT asn, min(organisation) FROM located
    WHERE asn IS NOT NULL AND organisation IS NOT NULL AND asn NOT IN (SELECT asn FROM network_name) GROUP BY asn`);
  await db.run('DROP TABLE located');
}

/** Few networks are looked up in the files one by one: reading them whole takes longer than all else of a small export. */
function lookedUp(
  version: string,
  networks: { network: string; number: string }[],
): (string | number | null)[][] {
  const numbers = networks.map(({ number }) => BigInt(number));
  const countries = lookUp(tableFile('geo-whois-asn-country', version), numbers);
  const systems = lookUp(tableFile('asn', version), numbers);
  return networks.map(({ network }, index) => {
    const [asn, organisation] = systems[index] ?? [];
    return [
      network,
      countries[index]?.[0] ?? null,
      asn === undefined ? null : Number(asn),
      organisation ?? null,
    ];
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

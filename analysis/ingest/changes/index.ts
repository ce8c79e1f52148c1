/**
 * Fills the tables `change` and `sign_in` from the records of other operations. They are few beside MailItemsAccessed;
 * where there are none, one look at their names is all it costs.
 */
import { loadFolder } from '../../load-folder.ts';
import { operationKey } from '../../reference/operations.ts';
import { type Database, literal } from '../../store/database.ts';
import { type ChangeReader, type Effect, isObject, type RuleRecord } from './_change.ts';
import { NAME_FIELDS, namesIn, resolveNames } from './_names.ts';

/** By operation key; several files may read the same operation. */
const READERS = new Map<string, ChangeReader[]>();
for (const { unit } of await loadFolder(
  new URL('./', import.meta.url),
  (module) => module.reader as ChangeReader | undefined,
)) {
  for (const operation of unit.operations) {
    const key = operationKey(operation);
    READERS.set(key, [...(READERS.get(key) ?? []), unit]);
  }
}

/** How much JSON is read at a time, and the longest that is read at all: no real one comes near. Bytes. */
const BATCH = 8_000_000;
const LONGEST = 200_000;
/** Records whose JSON is never parted: 26 MB of the longest. */
const STRETCH = 128;
const DETAIL_LENGTH = 300;
const KEY = "lower(rtrim(trim(operation), '.'))";
const IS_READ = `${KEY} IN (${[...READERS.keys()].map(literal).join(', ')})`;

/**
 * Reads the records of the batch, those with a number above `base`. The view `staged` must still be there.
 * @param picked whether its `raw` holds no more than `whatIsRead`
 */
export async function fillChanges(db: Database, base: number, picked: boolean): Promise<void> {
  const { fresh, held } = await db.one<{ fresh: boolean; held: boolean }>(`
    SELECT EXISTS (SELECT 1 FROM staged WHERE raw IS NOT NULL AND ${IS_READ}) AS fresh,
      EXISTS (SELECT 1 FROM change) AS held`);
  if (!fresh && !held) return;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE new_change (record_no VARCHAR, kind VARCHAR, mailbox VARCHAR, app_id VARCHAR,
      grantee VARCHAR, detail VARCHAR, part VARCHAR, user_agent VARCHAR);
    CREATE OR REPLACE TEMP TABLE new_name (name VARCHAR, upn VARCHAR)`);
  if (fresh) {
    await readBatches(db, base, picked);
    await insertChanges(db);
  }
  await resolveNames(db);
  await db.run('DROP TABLE new_change; DROP TABLE new_name');
}

/**
 * Stretches of record numbers that hold about as much JSON each: a file may be nothing but such records. While one is
 * gone through here, DuckDB reads the next.
 */
async function readBatches(db: Database, base: number, picked: boolean): Promise<void> {
  // By its few spellings: looking each record's up in the long list would take longer than all else.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE read_operation AS
    SELECT operation, ${KEY} AS key FROM (
      SELECT DISTINCT operation FROM staged WHERE raw IS NOT NULL
    ) o WHERE ${IS_READ}`);
  await db.inAnyOrder(() =>
    db.run(`
      CREATE OR REPLACE TEMP TABLE change_line AS
      SELECT r.record_no, ${RECORD_LINE} AS line
      FROM (
        SELECT f.ordinal + ${base} AS record_no, o.key, ${picked ? 'f.raw' : whatIsRead('o.key', 'f.raw')} AS data
        FROM staged f JOIN read_operation o ON o.operation = f.operation
      ) f JOIN other_record r ON r.record_no = f.record_no
      WHERE f.data IS NOT NULL`),
  );
  const stretches = await db.rows<{ stretch: number; bytes: number }>(
    `SELECT record_no // ${STRETCH} AS stretch, CAST(sum(strlen(line)) AS BIGINT) AS bytes FROM change_line
     GROUP BY stretch ORDER BY stretch`,
  );
  const batches: { first: number; last: number; bytes: number }[] = [];
  for (const { stretch, bytes } of stretches) {
    const open = batches.at(-1);
    if (open === undefined || open.bytes + bytes > BATCH)
      batches.push({ first: stretch, last: stretch, bytes });
    else Object.assign(open, { last: stretch, bytes: open.bytes + bytes });
  }
  const lines = ({ first, last }: { first: number; last: number }) =>
    db.rows<{ line: string }>(`
      SELECT line FROM change_line WHERE record_no >= ${first} * ${STRETCH} AND record_no < (${last} + 1) * ${STRETCH}
      ORDER BY record_no`);
  let [batch, ...others] = batches;
  let reading = batch === undefined ? null : lines(batch);
  while (reading !== null) {
    const rows = await reading;
    [batch, ...others] = others;
    reading = batch === undefined ? null : lines(batch);
    const found = find(rows);
    // What is added must wait for the reading all the same: both go by one connection.
    await reading;
    await db.append('new_change', found.changes);
    await db.append('new_name', found.names);
  }
  await db.run('DROP TABLE read_operation; DROP TABLE change_line');
}

/**
 * SQL: what readers look at of the AuditData `json` of an operation, by its key; null where none does. Of frequent records
 * it is not all, which would take longer to hand over than to judge. Without IN and its long list, of which DuckDB makes a
 * join: rows of a file are numbered in the order they come out of the query that uses this.
 */
export function whatIsRead(key: string, json: string): string {
  const cases = [...READERS].map(([operation, [only, ...others]]) => {
    const part =
      only?.fields === undefined || others.length > 0
        ? json
        : `CAST(to_json(try(json_transform(${json}, ${literal(JSON.stringify({ ...NAME_FIELDS, ...only.fields }))}))) AS VARCHAR)`;
    return { operation, part };
  });
  const whole = cases.filter(({ part }) => part === json).map(({ operation }) => literal(operation));
  const parts = cases.filter(({ part }) => part !== json);
  return `CASE WHEN strlen(${json}) > ${LONGEST} THEN NULL
    ${parts.map(({ operation, part }) => `WHEN ${key} = ${literal(operation)} THEN ${part}`).join(' ')}
    WHEN list_contains([${whole.join(', ')}], ${key}) THEN ${json} END`;
}

/** A record as one JSON text, [number, seconds, …, AuditData]: DuckDB's columns take longer to read than that to parse. */
const RECORD_LINE = `'[' || r.record_no || ',' || r.at_s || ',' || ${[
  'f.key',
  'r.user_id',
  'r.mailbox',
  'r.app_id',
  'r.object_id',
]
  .map((column) => `coalesce(CAST(to_json(${column}) AS VARCHAR), 'null')`)
  .join(" || ',' || ")} || ',' || f.data || ']'`;

function find(rows: { line: string }[]): { changes: (string | null)[][]; names: string[][] } {
  const changes: (string | null)[][] = [];
  /** by both: a person signs in again and again */
  const names = new Map<string, string[]>();
  for (const row of rows) {
    const [recordNo, record] = recordOf(row.line) ?? [];
    if (recordNo === undefined || record === undefined) continue;
    for (const reader of READERS.get(record.operation) ?? []) {
      for (const effect of reader.read(record)) changes.push(line(recordNo, effect));
    }
    for (const pair of namesIn(record)) names.set(pair.join(' '), pair);
  }
  return { changes, names: [...names.values()] };
}

/** Null where the JSON is none, or more than one: the record itself was accepted by what could be read of it. */
function recordOf(text: string): [number, RuleRecord] | null {
  try {
    const [recordNo, at, operation, actor, mailbox, appId, objectId, data, ...more] = parsed(text);
    if (!isObject(data) || more.length > 0) return null;
    return [recordNo, { operation, at, actor, mailbox, appId, objectId, data }];
  } catch {
    return null;
  }
}

/** DuckDB takes NaN, Infinity and commas before an end; so do exports of some tools, and what they hold must be read. */
const TOLERATED = /"(?:[^"\\]|\\.)*"|-?\b(?:nan|inf(?:inity)?)\b|,(?=\s*[}\]])/gi;

/** @throws SyntaxError where it is no JSON even so */
function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(
      text.replace(TOLERATED, (part) => (part[0] === '"' ? part : part === ',' ? '' : 'null')),
    );
  }
}

function line(recordNo: number, effect: Effect): (string | null)[] {
  const {
    kind,
    mailbox = null,
    appId = null,
    grantee = null,
    detail = '',
    part = null,
    userAgent = null,
  } = effect;
  return [
    String(recordNo),
    kind,
    mailbox?.toLowerCase() || null,
    appId?.toLowerCase() || null,
    grantee?.toLowerCase() || null,
    short(detail),
    part,
    userAgent,
  ];
}

const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/** Cut between whole characters, without control characters: it is shown to people. */
function short(detail: string): string {
  if (detail.length <= DETAIL_LENGTH && PLAIN.test(detail)) return detail;
  const clean = detail.replace(/\p{Cc}+/gu, ' ').trim();
  const letters = [...clean.slice(0, 2 * DETAIL_LENGTH)];
  return letters.length <= DETAIL_LENGTH
    ? letters.join('')
    : `${letters.slice(0, DETAIL_LENGTH - 1).join('')}…`;
}

/** Microsoft's own machinery, by name or by type (3 DcAdmin, 4 System, 7 and 8 policies); then applications. */
const ACTOR_KIND = `CASE
  WHEN r.user_id LIKE 'nt authority%' OR r.user_id = 's-1-5-18' OR r.user_id = 'system' OR r.user_id LIKE 'microsoft operator%'
    OR r.user_id LIKE 'microsoft substrate management%' OR r.user_id LIKE 'spoolsprovisioning-applicationaccount@%'
    OR r.user_type IN (3, 4, 7, 8) THEN 'system'
  WHEN r.user_id LIKE 'serviceprincipal_%' ESCAPE '' OR r.user_id LIKE 'app@%' OR r.user_type IN (5, 6)
    OR regexp_full_match(r.user_id, '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}') THEN 'app'
  ELSE 'user' END`;

const SUCCEEDED = `lower(coalesce(r.result_status, 'true')) NOT IN ('false', 'failed', 'failure') AND n.kind <> 'sign-in-failed'`;

async function insertChanges(db: Database): Promise<void> {
  await db.run(`
    INSERT INTO change
    SELECT r.record_no, r.at_s, n.kind, r.user_id, ${ACTOR_KIND}, r.ip, r.session_id, n.mailbox,
      coalesce(n.app_id, lower(r.app_id)), n.grantee, n.detail, ${SUCCEEDED}, n.part, NULL, NULL
    FROM new_change n JOIN other_record r ON r.record_no = CAST(n.record_no AS BIGINT)`);
  // The audit log itself holds interactive sign-ins alone, without their token.
  await db.run(`
    INSERT INTO sign_in
    SELECT r.record_no, r.at_s, 'interactive', r.user_id, coalesce(n.app_id, lower(r.app_id)), r.ip, a.network,
      r.session_id, NULL, n.user_agent, ${SUCCEEDED}
    FROM new_change n JOIN other_record r ON r.record_no = CAST(n.record_no AS BIGINT)
    LEFT JOIN (
      SELECT ip, min(network) AS network FROM address WHERE ip IN (
        SELECT r.ip FROM new_change n JOIN other_record r ON r.record_no = CAST(n.record_no AS BIGINT)
        WHERE n.kind IN ('sign-in', 'sign-in-failed')) GROUP BY ip) a ON a.ip = r.ip
    WHERE n.kind IN ('sign-in', 'sign-in-failed')`);
}

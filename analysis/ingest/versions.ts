/**
 * One version of each record. Order of arrival never decides: the fullest version is kept, and between equally full
 * ones the same one whatever came first.
 */
import { createHash } from 'node:crypto';
import { type Database, literal } from '../store/database.ts';
import { CONTENT_RULE, versionOf } from './flat.ts';

/**
 * What records say is compared by digests, which another version of Mailtrail or DuckDB may have made of the same records
 * otherwise. Forgets those of a case that was kept by one: that two rows differ is then not told of its records, which
 * is better than differences that are none.
 */
export async function forgetOtherDigests(db: Database): Promise<void> {
  const { version, rules } = await db.one<{ version: string; rules: string[] }>(
    'SELECT version() AS version, (SELECT coalesce(list(rule), []) FROM content_rule) AS rules',
  );
  const rule = createHash('sha256').update(`${version}\n${CONTENT_RULE}`).digest('hex');
  if (rules.length === 1 && rules[0] === rule) return;
  await db.run(`
    UPDATE mail_access SET content = NULL; UPDATE other_record SET content = NULL;
    DELETE FROM content_rule; INSERT INTO content_rule VALUES (${literal(rule)})`);
}

/**
 * Makes the temp tables `contested` and `left_out`. `contested`: of every record id that several rows of the batch offer,
 * or that the case holds already, the row to keep, how many rows offered it, how many of those said something else, the
 * number of the record held, and how this version stands to that one. Every other id has one row, which is kept.
 * `left_out`: the numbers of the rows that are not kept, whether another one is or they cannot be used.
 */
export async function chooseVersions(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE contested AS
    SELECT b.*, r.record_no AS held_no, b.version > ${versionOf('r')} AS is_fuller, (b.version = ${versionOf('r')} OR (r.content IS NULL AND b.fullness = r.fullness)) AS is_same
    FROM (
      SELECT record_id, max(version) AS version, max(fullness) AS fullness, max_by(ordinal, version) AS ordinal,
        CAST(sum(rows) AS BIGINT) AS offered, CAST(sum(rows) - max_by(rows, version) AS BIGINT) AS differing
      FROM (
        SELECT record_id, version, fullness, min(ordinal) AS ordinal, count(*) AS rows FROM staged
        WHERE reason IS NULL AND record_id IN (
          SELECT record_id FROM staged WHERE reason IS NULL GROUP BY record_id HAVING count(*) > 1
          UNION ALL SELECT record_id FROM record)
        GROUP BY record_id, version, fullness
      ) v GROUP BY record_id
    ) b LEFT JOIN record r ON r.record_id = b.record_id`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE left_out AS
    SELECT ordinal FROM staged WHERE reason IS NOT NULL
    UNION ALL SELECT f.ordinal FROM staged f JOIN contested c ON c.record_id = f.record_id
      WHERE f.reason IS NULL AND (f.ordinal <> c.ordinal OR (c.held_no IS NOT NULL AND NOT c.is_fuller))`);
}

/** Whether the batch has two versions of some record, by whatever its versions are told apart. */
export async function versionsDiffer(db: Database): Promise<boolean> {
  const { differ } = await db.one<{ differ: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM contested WHERE differing > 0) AS differ',
  );
  return differ;
}

export interface VersionCounts {
  records: number;
  duplicates: number;
  conflicts: number;
}

/** A conflict is a duplicate row that says something else than the version that is kept. */
export async function countVersions(db: Database): Promise<VersionCounts> {
  return await db.one<VersionCounts>(`
    SELECT (SELECT count(*) FROM staged WHERE reason IS NULL) - coalesce(sum(offered), 0) + count(CASE WHEN held_no IS NULL THEN 1 END) AS records,
      coalesce(sum(CASE WHEN held_no IS NULL THEN offered - 1 ELSE offered END), 0) AS duplicates,
      coalesce(sum(CASE
        WHEN held_no IS NULL OR is_same THEN differing
        WHEN is_fuller THEN differing + 1
        ELSE offered END), 0) AS conflicts
    FROM contested`);
}

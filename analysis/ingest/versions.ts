/**
 * One version of each record. Order of arrival never decides: the fullest version is kept, and between equally full
 * ones the same one whatever came first.
 */
import type { Database } from '../store/database.ts';

/**
 * Makes temp table `kept`: for each record id of the batch the row to keep, how many rows offered it, how many of
 * those said something else, and what the case already holds of it.
 */
export async function chooseVersions(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE best AS
    SELECT record_id, max(version) AS version, count(*) AS offered FROM staged WHERE reason IS NULL GROUP BY record_id`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE kept AS
    SELECT b.record_id, min(f.ordinal) AS ordinal, any_value(b.version) AS version,
      any_value(b.offered) AS offered, any_value(b.offered) - count(*) AS differing,
      any_value(r.record_no) AS held_no,
      any_value(CAST(r.fullness AS HUGEINT) * 18446744073709551616 + CAST(r.content AS HUGEINT)) AS held_version
    FROM best b
    JOIN staged f ON f.record_id = b.record_id AND f.version = b.version AND f.reason IS NULL
    LEFT JOIN record r ON r.record_id = b.record_id
    GROUP BY b.record_id`);
  await db.run('DROP TABLE best');
}

export interface VersionCounts {
  records: number;
  duplicates: number;
  conflicts: number;
}

/** A conflict is a duplicate row that says something else than the version that is kept. */
export async function countVersions(db: Database): Promise<VersionCounts> {
  return await db.one<VersionCounts>(`
    SELECT
      coalesce(sum(CASE WHEN held_no IS NULL THEN 1 ELSE 0 END), 0) AS records,
      coalesce(sum(CASE WHEN held_no IS NULL THEN offered - 1 ELSE offered END), 0) AS duplicates,
      coalesce(sum(CASE
        WHEN held_no IS NULL OR held_version = version THEN differing
        WHEN version > held_version THEN differing + 1
        ELSE offered END), 0) AS conflicts
    FROM kept`);
}

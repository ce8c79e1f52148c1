/**
 * One version of each record. Order of arrival never decides: the fullest version is kept, and between equally full
 * ones the same one whatever came first.
 */
import type { Database } from '../store/database.ts';
import { versionOf } from './flat.ts';

/**
 * Makes temp table `kept`: for each record id of the batch the row to keep, how many rows offered it, how many of those
 * said something else, the number of the record where the case holds it already, and how this version stands to that one.
 */
export async function chooseVersions(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE kept AS
    SELECT b.ordinal, b.offered, b.differing, r.record_no AS held_no, b.version > ${versionOf('r')} AS is_fuller,
      b.version = ${versionOf('r')} AS is_same
    FROM (
      SELECT record_id, max(version) AS version, max_by(ordinal, version) AS ordinal,
        CAST(sum(rows) AS BIGINT) AS offered, CAST(sum(rows) - max_by(rows, version) AS BIGINT) AS differing
      FROM (
        SELECT record_id, version, min(ordinal) AS ordinal, count(*) AS rows
        FROM staged WHERE reason IS NULL GROUP BY record_id, version
      ) v GROUP BY record_id
    ) b LEFT JOIN record r ON r.record_id = b.record_id`);
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
        WHEN held_no IS NULL OR is_same THEN differing
        WHEN is_fuller THEN differing + 1
        ELSE offered END), 0) AS conflicts
    FROM kept`);
}

/**
 * From staged rows to one version of each record. Order of arrival never decides: the fullest version is kept,
 * and between equally full ones the same one whatever came first.
 */
import { type Database, literal } from '../store/database.ts';
import { AUDIT, CONTENT, FULLNESS } from './audit-data.ts';

/** One number that orders versions of a record: fullness first, then content. */
export function rank(fullness: string, content: string): string {
  return `CAST(${fullness} AS HUGEINT) * 18446744073709551616 + CAST(${content} AS HUGEINT)`;
}

/** Records before this cannot be: Exchange Online is younger. Later than tomorrow cannot be either. */
const EARLIEST = '2010-01-01';

/**
 * Makes temp table `keyed` (one row per usable staged row) and `unusable` (row_no, reason, excerpt).
 * @param stage temp table with `ordinal, a, raw`
 */
export async function keyRows(db: Database, stage: string): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE timed AS
    SELECT ordinal AS row_no, ${AUDIT.time} AS time_utc, ${AUDIT.operation} AS operation FROM ${stage}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE unusable AS
    SELECT t.row_no, ${REASON} AS reason, left(coalesce(s.raw, CAST(to_json(s.a) AS VARCHAR)), 200) AS excerpt
    FROM ${stage} s JOIN timed t ON t.row_no = s.ordinal
    WHERE ${UNUSABLE}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE keyed AS
    SELECT t.row_no, t.time_utc, t.operation,
      coalesce(${AUDIT.recordId}, 'row-' || md5(CAST(to_json(s.a) AS VARCHAR) || coalesce(s.raw, ''))) AS record_id,
      fullness, content, ${rank('fullness', 'content')} AS version
    FROM (SELECT ordinal, a, raw, ${FULLNESS} AS fullness, ${CONTENT} AS content FROM ${stage}) s
    JOIN timed t ON t.row_no = s.ordinal
    WHERE NOT (${UNUSABLE})`);
  await db.run('DROP TABLE timed');
}

const UNUSABLE = `s.a IS NULL OR t.operation IS NULL OR t.time_utc IS NULL OR t.time_utc < TIMESTAMP ${literal(EARLIEST)} OR t.time_utc > now() + INTERVAL 1 DAY`;

const REASON = `CASE
  WHEN s.a IS NULL AND trim(coalesce(s.raw, '')) = '' THEN 'there is no audit data in this row'
  WHEN s.a IS NULL AND right(rtrim(s.raw), 1) <> '}' THEN 'the audit data is cut off after ' || length(s.raw) || ' characters'
  WHEN s.a IS NULL THEN 'the audit data is not readable JSON'
  WHEN t.operation IS NULL THEN 'the audit data names no Operation'
  WHEN t.time_utc IS NULL THEN 'the audit data has no readable CreationTime'
  ELSE 'CreationTime ' || strftime(t.time_utc, '%Y-%m-%d') || ' cannot be' END`;

/**
 * Makes temp table `kept`: for each record id of the batch the row to keep, how many rows offered it, how many of
 * those said something else, and what the case already holds of it.
 */
export async function chooseVersions(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE best AS
    SELECT record_id, max(version) AS version, count(*) AS offered FROM keyed GROUP BY record_id`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE kept AS
    SELECT b.record_id, min(k.row_no) AS row_no, any_value(b.version) AS version,
      any_value(b.offered) AS offered, any_value(b.offered) - count(*) AS differing,
      any_value(r.record_no) AS held_no, any_value(${rank('r.fullness', 'r.content')}) AS held_version
    FROM best b
    JOIN keyed k ON k.record_id = b.record_id AND k.version = b.version
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

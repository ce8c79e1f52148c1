/** What the rows of a part say of it as a whole: whether they are all there, in which order, and what none of them has. */
import { open } from 'node:fs/promises';
import type { Database } from '../store/database.ts';
import { type FileOrder, sortedAs } from '../truncation.ts';

export interface Seen {
  first_s: number | null;
  last_s: number | null;
  accesses: number;
  new_accesses: number;
  with_session: number;
  mixes_organizations: boolean;
}

const ORGANIZATIONS =
  'SELECT DISTINCT organization_id FROM staged WHERE reason IS NULL AND organization_id IS NOT NULL';

/** Read before the rows are written: an input mixes organizations within itself, or with what the case holds. */
export async function whatWasSeen(db: Database): Promise<Seen> {
  return await db.one<Seen>(`
    SELECT CAST(floor(epoch(min(time_utc))) AS BIGINT) AS first_s, CAST(floor(epoch(max(time_utc))) AS BIGINT) AS last_s,
      coalesce(sum(CASE WHEN is_access THEN 1 ELSE 0 END), 0) AS accesses,
      coalesce(sum(CASE WHEN is_access AND ordinal NOT IN (
        SELECT ordinal FROM left_out UNION ALL SELECT ordinal FROM contested WHERE is_fuller) THEN 1 ELSE 0 END), 0) AS new_accesses,
      coalesce(sum(CASE WHEN is_access AND coalesce(named_session, other_session) IS NOT NULL THEN 1 ELSE 0 END), 0) AS with_session,
      (SELECT count(*) FROM (${ORGANIZATIONS}) o) > 1 OR EXISTS (SELECT 1 FROM (${ORGANIZATIONS}) o
        WHERE organization_id NOT IN (SELECT organization_id FROM record WHERE organization_id IS NOT NULL)
          AND EXISTS (SELECT 1 FROM record WHERE organization_id IS NOT NULL)) AS mixes_organizations
    FROM staged WHERE reason IS NULL`);
}

/** Round row counts that a limit of the cmdlet or the portal explains (reference/audit-records.md (a)). */
const LIMITS = [100, 5_000, 10_000, 50_000];

export function warningsOf(rows: number, resultCount: number | null, seen: Seen): string[] {
  const warnings: string[] = [];
  if (LIMITS.includes(rows)) warnings.push(`possibly-truncated-${rows}`);
  if (resultCount !== null && resultCount > rows) warnings.push('result-count-exceeds-rows');
  if (seen.accesses === 0) warnings.push('no-mail-items-accessed');
  else if (seen.with_session === 0) warnings.push('no-session-ids');
  if (seen.mixes_organizations) warnings.push('several-organizations');
  return warnings;
}

/** Of every record it offers, where it first does: another file may have given them before, and exports repeat some out of turn. */
export async function rowOrder(db: Database): Promise<FileOrder> {
  const { up, down } = await db.one<{ up: number; down: number }>(`
    SELECT count(CASE WHEN time_utc > before THEN 1 END) AS up, count(CASE WHEN time_utc < before THEN 1 END) AS down
    FROM (SELECT time_utc, lag(time_utc) OVER (ORDER BY ordinal) AS before FROM (
      SELECT min(ordinal) AS ordinal, min(time_utc) AS time_utc FROM staged WHERE reason IS NULL GROUP BY record_id) r) s`);
  return sortedAs(up, down);
}

/** A last row that only begins proves that more was to come: how much is missing nobody can tell. */
export async function endsInside(
  db: Database,
  path: string,
  inputNo: number,
  rows: number,
): Promise<boolean> {
  const [last] = await db.rows<{ reason: string }>(
    `SELECT reason FROM rejected_row WHERE input_no = ${inputNo} AND row_no = ${rows}`,
  );
  if (last === undefined) return false;
  if (/^(the file ends inside|the audit data is cut off) /.test(last.reason)) return true;
  return /^expected \d+ columns, found /.test(last.reason) && !(await endsInNewline(path));
}

async function endsInNewline(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
    return bytesRead === 1 && buffer[0] === 0x0a;
  } finally {
    await file.close();
  }
}

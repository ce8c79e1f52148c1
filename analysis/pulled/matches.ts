/** Mail access held against sign-ins, as the detection `reads-without-sign-in` does it: what it can and cannot match. */
import type { Database } from '../store/database.ts';
import { isoTime } from '../time.ts';
import type { SignInKind, SignInMatchesSection } from './types.ts';

/** Services read without signing in: they are not counted. Times as in detections/reads-without-sign-in. */
export async function readMatches(db: Database): Promise<Omit<SignInMatchesSection, 'case'>> {
  const { signIns } = await db.one<{ signIns: number }>('SELECT count(*) AS "signIns" FROM sign_in');
  const covered = await db.rows<{ kind: SignInKind; from_s: number; to_s: number }>(
    'SELECT DISTINCT kind, from_s, to_s FROM sign_in_coverage ORDER BY kind, from_s, to_s',
  );
  const counts = await db.one<{ matched: number; unmatched: number; unmatchable: number }>(`
    WITH covered AS (
      SELECT max(from_s) AS from_s, min(to_s) AS to_s FROM (
        SELECT kind, min(from_s) AS from_s, max(to_s) AS to_s FROM sign_in_coverage GROUP BY kind) k
      HAVING count(*) = 4
    ), record_match AS (
      SELECT s.session_id IS NOT NULL OR t.token_id IS NOT NULL AS signed,
        (m.session_id IS NOT NULL OR m.token_id IS NOT NULL)
          AND v.from_s IS NOT NULL AND m.at_s - 28 * 3600 >= v.from_s AND m.at_s + 86400 <= v.to_s AS matchable
      FROM mail_access m LEFT JOIN covered v ON 1 = 1
      LEFT JOIN (SELECT DISTINCT session_id FROM sign_in WHERE succeeded) s ON s.session_id = m.session_id
      LEFT JOIN (SELECT DISTINCT token_id FROM sign_in WHERE succeeded) t ON t.token_id = m.token_id
      WHERE NOT m.is_service
    )
    SELECT coalesce(sum(CASE WHEN signed THEN 1 ELSE 0 END), 0) AS matched,
      coalesce(sum(CASE WHEN NOT signed AND matchable THEN 1 ELSE 0 END), 0) AS unmatched,
      coalesce(sum(CASE WHEN NOT signed AND NOT matchable THEN 1 ELSE 0 END), 0) AS unmatchable
    FROM record_match`);
  return {
    signIns,
    covered: covered.map(({ kind, from_s, to_s }) => ({ kind, from: isoTime(from_s), to: isoTime(to_s) })),
    ...counts,
  };
}

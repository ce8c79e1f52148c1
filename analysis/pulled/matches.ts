/** Mail access held against sign-ins, as the detection `reads-without-sign-in` does it: what it can and cannot match. */
import type { Database } from '../store/database.ts';
import { isoTime } from '../time.ts';
import type { SignInKind, SignInMatchesSection } from './types.ts';

/** What of the log may be left out of the sign-ins on either side of a read: see detections/reads-without-sign-in. */
const COVERED = `
  SELECT CAST(NULL AS VARCHAR) AS user_id, greatest(i.from_s, n.from_s, p.from_s, w.from_s) AS from_s,
    least(i.to_s, n.to_s, p.to_s, w.to_s) AS to_s
  FROM sign_in_coverage i
  JOIN sign_in_coverage n ON n.kind = 'non-interactive' AND n.user_id IS NULL
  JOIN sign_in_coverage p ON p.kind = 'service-principal' AND p.user_id IS NULL
  JOIN sign_in_coverage w ON w.kind = 'managed-identity' AND w.user_id IS NULL
  WHERE i.kind = 'interactive' AND i.user_id IS NULL
  UNION ALL
  SELECT i.user_id, greatest(i.from_s, n.from_s), least(i.to_s, n.to_s)
  FROM sign_in_coverage i JOIN sign_in_coverage n ON n.kind = 'non-interactive' AND n.user_id = i.user_id
  WHERE i.kind = 'interactive'`;

/** Records of mail access, but services': they read without signing in. */
export async function readMatches(db: Database): Promise<Omit<SignInMatchesSection, 'case'>> {
  const { signIns } = await db.one<{ signIns: number }>('SELECT count(*) AS "signIns" FROM sign_in');
  const covered = await db.rows<{ kind: SignInKind; from_s: number; to_s: number; user_id: string | null }>(
    'SELECT kind, from_s, to_s, user_id FROM sign_in_coverage ORDER BY user_id, kind, from_s',
  );
  const counts = await db.one<{ matched: number; unmatched: number; unmatchable: number }>(`
    SELECT count(CASE WHEN signed THEN 1 END) AS matched, count(CASE WHEN NOT signed AND matchable THEN 1 END) AS unmatched,
      count(CASE WHEN NOT signed AND NOT matchable THEN 1 END) AS unmatchable
    FROM (
      SELECT s.session_id IS NOT NULL OR t.token_id IS NOT NULL AS signed,
        (m.session_id IS NOT NULL OR m.token_id IS NOT NULL) AND v.record_no IS NOT NULL AS matchable
      FROM mail_access m
      LEFT JOIN (SELECT DISTINCT session_id FROM sign_in WHERE succeeded) s ON s.session_id = m.session_id
      LEFT JOIN (SELECT DISTINCT token_id FROM sign_in WHERE succeeded) t ON t.token_id = m.token_id
      LEFT JOIN (SELECT DISTINCT r.record_no FROM mail_access r JOIN (${COVERED}) c
        ON r.at_s - 28 * 3600 >= c.from_s AND r.at_s + 86400 <= c.to_s
          AND (c.user_id IS NULL OR (c.user_id = r.user_id AND coalesce(r.user_type, 0) NOT IN (5, 6)))) v ON v.record_no = m.record_no
      WHERE NOT m.is_service
    ) r`);
  return {
    signIns,
    covered: covered.map(({ kind, from_s, to_s, user_id }) => ({
      kind,
      userId: user_id,
      from: isoTime(from_s),
      to: isoTime(to_s),
    })),
    ...counts,
  };
}

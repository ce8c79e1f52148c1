-- Sessions that read though nobody signed in for them. Asked only where sign-ins are held without a break from 28 hours
-- before the first read (no token lives longer) to a day after the last (sign-ins may arrive late): of all four kinds for
-- everybody, or of both of a person's kinds for that person; and where most other sessions do have theirs.
-- Matched by session, else by token; records with neither cannot be matched and are no evidence.
-- pulled/matches.ts counts what is matched by the same rule.
WITH person AS (
  SELECT i.user_id, CASE WHEN i.from_s > n.from_s THEN i.from_s ELSE n.from_s END AS from_s,
    CASE WHEN i.to_s < n.to_s THEN i.to_s ELSE n.to_s END AS to_s
  FROM sign_in_coverage i JOIN sign_in_coverage n
    ON n.kind = 'non-interactive' AND coalesce(n.user_id, '') = coalesce(i.user_id, '')
  WHERE i.kind = 'interactive'
), machine AS (
  SELECT p.from_s AS from_s, p.to_s AS to_s, w.from_s AS from_2, w.to_s AS to_2
  FROM sign_in_coverage p JOIN sign_in_coverage w ON w.kind = 'managed-identity' AND w.user_id IS NULL
  WHERE p.kind = 'service-principal' AND p.user_id IS NULL
), ticket AS (
  SELECT m.record_no, m.at_s, m.context_id, m.user_id,
    CASE WHEN m.session_id IS NOT NULL THEN concat('session:', m.session_id) ELSE concat('token:', m.token_id) END AS ticket,
    CASE WHEN m.session_id IS NOT NULL AND m.token_id IS NOT NULL THEN concat('token:', m.token_id) END AS second_ticket
  FROM mail_access m JOIN (
    SELECT p.user_id, p.from_s, p.to_s, q.from_s AS from_1, q.to_s AS to_1, q.from_2, q.to_2
    FROM person p CROSS JOIN machine q WHERE p.user_id IS NULL
    UNION ALL SELECT user_id, from_s, to_s, from_s, to_s, from_s, to_s FROM person WHERE user_id IS NOT NULL
  ) v ON m.at_s - 28 * 3600 >= v.from_s AND m.at_s + 86400 <= v.to_s
    AND m.at_s - 28 * 3600 >= v.from_1 AND m.at_s + 86400 <= v.to_1
    AND m.at_s - 28 * 3600 >= v.from_2 AND m.at_s + 86400 <= v.to_2
    AND (v.user_id IS NULL OR (v.user_id = m.user_id AND coalesce(m.user_type, 0) NOT IN (5, 6)))
  WHERE NOT m.is_service AND (m.session_id IS NOT NULL OR m.token_id IS NOT NULL)
), signed AS (
  SELECT DISTINCT concat('session:', session_id) AS ticket FROM sign_in WHERE succeeded AND session_id IS NOT NULL
  UNION SELECT DISTINCT concat('token:', token_id) FROM sign_in WHERE succeeded AND token_id IS NOT NULL
), life AS (
  SELECT t.ticket, max(CASE WHEN s.ticket IS NOT NULL OR z.ticket IS NOT NULL THEN 1 ELSE 0 END) AS signed
  FROM ticket t LEFT JOIN signed s ON s.ticket = t.ticket LEFT JOIN signed z ON z.ticket = t.second_ticket
  GROUP BY t.ticket
), share AS (
  SELECT count(*) AS tickets, sum(signed) AS signed FROM life
)
SELECT concat('network:', coalesce(c.network, 'not recorded')) AS group_key, t.record_no, 'no sign-in' AS detail
FROM ticket t
JOIN life l ON l.ticket = t.ticket
JOIN judged_context c ON c.context_id = t.context_id
CROSS JOIN share h
WHERE l.signed = 0 AND h.signed * 5 >= h.tickets * 4 AND c.verdict <> 'trusted'

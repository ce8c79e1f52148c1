-- Sessions that read though nobody signed in for them. Asked only where sign-ins of all four kinds are held from 28 hours
-- before the first read (no token lives longer) to a day after the last (sign-ins may arrive late), and where most other
-- sessions do have theirs. Matched by session, else by token; records with neither cannot be matched and are no evidence.
WITH covered AS (
  SELECT max(from_s) AS from_s, min(to_s) AS to_s FROM (
    SELECT kind, min(from_s) AS from_s, max(to_s) AS to_s FROM sign_in_coverage GROUP BY kind) k
  HAVING count(*) = 4
), signed AS (
  SELECT DISTINCT concat('session:', session_id) AS ticket FROM sign_in WHERE succeeded AND session_id IS NOT NULL
  UNION SELECT DISTINCT concat('token:', token_id) FROM sign_in WHERE succeeded AND token_id IS NOT NULL
), ticket AS (
  SELECT m.record_no, m.at_s, m.context_id, m.user_id,
    CASE WHEN m.session_id IS NOT NULL THEN concat('session:', m.session_id) ELSE concat('token:', m.token_id) END AS ticket,
    CASE WHEN m.session_id IS NOT NULL AND m.token_id IS NOT NULL THEN concat('token:', m.token_id) END AS second_ticket
  FROM mail_access m CROSS JOIN covered v
  WHERE NOT m.is_service AND (m.session_id IS NOT NULL OR m.token_id IS NOT NULL)
    AND m.at_s - 28 * 3600 >= v.from_s AND m.at_s + 86400 <= v.to_s
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

-- One principal, one session or one network that reaches several mailboxes to which it is new.
WITH fresh AS (
  SELECT c.context_id, c.mailbox, c.first_s,
    CASE WHEN c.non_owner OR c.app_only THEN concat('principal:', c.principal) ELSE concat('caller:', c.caller, '|', c.network) END AS swept_by
  FROM judged_context c
  WHERE c.verdict <> 'trusted' AND (
    -- An application nobody knew is an unexpected application; here are those that reach further than before.
    (c.principal_level > 0 AND (c.non_owner OR (c.app_only AND coalesce(c.caller_days_before, 0) < 5)))
    OR (NOT c.non_owner AND NOT c.app_only AND c.caller IS NOT NULL AND c.tier NOT IN ('first-party', 'service', 'resource')
      AND c.place >= 2 AND coalesce(c.caller_days_before, 0) < 5 AND c.caller_place_days_before >= 5))
    AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.caller = c.caller AND (a.mailbox = '*' OR a.mailbox = c.mailbox)
      AND (a.network = '*' OR a.network = c.network))
), reached AS (
  SELECT swept_by, first_s, count(*) OVER (PARTITION BY swept_by ORDER BY first_s RANGE BETWEEN 86399 PRECEDING AND CURRENT ROW) AS mailboxes
  FROM (SELECT swept_by, mailbox, min(first_s) AS first_s FROM fresh GROUP BY swept_by, mailbox) f
), swept AS (
  SELECT DISTINCT swept_by FROM reached WHERE mailboxes >= 3
), shared_session AS (
  SELECT session_id FROM judged_context
  WHERE session_id IS NOT NULL AND NOT app_only AND NOT non_owner AND verdict <> 'trusted'
  GROUP BY session_id HAVING count(DISTINCT user_id) >= 3
), foreign_network AS (
  -- Nobody of the tenant is at home there, and three people's mailboxes are read there as if they were.
  SELECT network FROM judged_context
  WHERE network IS NOT NULL AND place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft') AND user_facing AND NOT non_owner AND NOT app_only
  GROUP BY network
  HAVING count(DISTINCT CASE WHEN place >= 2 AND verdict <> 'trusted' THEN mailbox END) >= 3
    AND count(DISTINCT CASE WHEN place < 2 THEN mailbox END) = 0
), signed_in AS (
  SELECT c.network, count(DISTINCT c.session_id) AS sessions, count(DISTINCT s.session_id) AS signed
  FROM judged_context c LEFT JOIN (SELECT DISTINCT session_id FROM sign_in WHERE succeeded) s ON s.session_id = c.session_id
  WHERE c.user_facing AND c.session_id IS NOT NULL AND c.network IS NOT NULL GROUP BY c.network
), tenant_signed_in AS (
  SELECT sum(sessions) AS sessions, sum(signed) AS signed FROM signed_in
)
SELECT f.swept_by AS group_key, m.record_no, 'mailboxes new to it' AS detail
FROM fresh f JOIN swept s ON s.swept_by = f.swept_by JOIN mail_access m ON m.context_id = f.context_id
UNION ALL
SELECT concat('session:', c.session_id), m.record_no, 'one session, several people'
FROM judged_context c JOIN shared_session s ON s.session_id = c.session_id JOIN mail_access m ON m.context_id = c.context_id
WHERE c.verdict <> 'trusted'
UNION ALL
SELECT concat('network:', c.network), m.record_no,
  CASE WHEN g.sessions > 0 AND g.signed = 0 AND t.signed * 2 >= t.sessions THEN 'nobody signed in there' ELSE 'nobody is at home there' END
FROM judged_context c
JOIN foreign_network n ON n.network = c.network
JOIN mail_access m ON m.context_id = c.context_id
LEFT JOIN signed_in g ON g.network = c.network
CROSS JOIN tenant_signed_in t
WHERE c.place >= 2 AND c.user_facing AND NOT c.non_owner AND NOT c.app_only AND c.verdict <> 'trusted'

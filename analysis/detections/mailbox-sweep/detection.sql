-- One principal, one session or one network that reaches several mailboxes to which it is new.
WITH fresh AS (
  SELECT c.context_id, c.mailbox, c.first_s,
    CASE WHEN c.non_owner OR c.app_only THEN concat('principal:', c.principal) ELSE concat('caller:', c.caller, '|', c.network) END AS swept_by
  FROM judged_context c
  WHERE c.verdict <> 'trusted' AND (
    -- An application nobody knew is an unexpected application; here are those that reach further than before.
    (c.principal_level > 0 AND (c.non_owner OR (c.app_only AND coalesce(c.caller_days_before, 0) < 5)))
    OR (NOT c.non_owner AND NOT c.app_only AND c.caller IS NOT NULL AND c.tier NOT IN ('first-party', 'service', 'resource')
      -- A program that its owner uses anyway, on the device he has, is carried along: colleagues on a journey.
      AND (c.caller_level > 0 OR c.device_level > 0 OR NOT c.user_facing)
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
), first_choice AS (
  SELECT subject AS mailbox, kind, value FROM (
    SELECT subject, kind, value, row_number() OVER (PARTITION BY subject, kind ORDER BY days DESC, records DESC, value) AS nth
    FROM habit WHERE kind IN ('network', 'country') AND subject NOT LIKE 'user:%'
    -- A line at home changes its address; whoever comes every night from the same one has more days on it than the owner on
    -- any of his. So the provider says where somebody is at home, by what he reads there.
    UNION ALL SELECT subject, kind, value, row_number() OVER (PARTITION BY subject, kind ORDER BY records DESC, days DESC, value)
    FROM habit WHERE kind = 'asn' AND subject NOT LIKE 'user:%') r
  WHERE nth = 1
), foreign_network AS (
  -- Several people's mailboxes are read there as if they were, and it is nobody's first place. Whoever was there from the
  -- first day of the log looks usual: then it must be rented, or abroad for all of them.
  SELECT c.network, max(CASE WHEN c.place_class IN ('hosting', 'vpn') THEN 1 ELSE 0 END) AS rented,
    min(CASE WHEN c.place >= 2 THEN 1 ELSE 0 END) AS is_new
  FROM judged_context c
  LEFT JOIN first_choice h ON h.mailbox = c.mailbox AND h.kind = 'network'
  LEFT JOIN first_choice l ON l.mailbox = c.mailbox AND l.kind = 'country'
  LEFT JOIN first_choice p ON p.mailbox = c.mailbox AND p.kind = 'asn'
  WHERE c.network IS NOT NULL AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft') AND c.user_facing
    AND NOT c.non_owner AND NOT c.app_only AND c.verdict <> 'trusted'
  GROUP BY c.network
  HAVING count(DISTINCT c.mailbox) >= 3 AND sum(CASE WHEN c.place_class IN ('hosting', 'vpn') AND c.asn IS NOT NULL THEN CASE WHEN p.value = CAST(c.asn AS VARCHAR) THEN 1 ELSE 0 END
    WHEN h.value = c.network AND (c.asn IS NULL OR p.value = CAST(c.asn AS VARCHAR)) THEN 1 ELSE 0 END) = 0
    AND (min(CASE WHEN c.place >= 2 THEN 1 ELSE 0 END) = 1 OR max(CASE WHEN c.place_class IN ('hosting', 'vpn') THEN 1 ELSE 0 END) = 1
      OR sum(CASE WHEN coalesce(l.value, 'none') = coalesce(c.country, 'none') THEN 1 ELSE 0 END) = 0)
), read_there AS (
  SELECT n.network, c.context_id, c.mailbox, c.session_id, c.crossing_slots FROM foreign_network n JOIN judged_context c ON c.network = n.network
  WHERE c.user_facing AND NOT c.non_owner AND NOT c.app_only AND c.verdict <> 'trusted'
), elsewhere AS (
  SELECT network, count(DISTINCT CASE WHEN crossing_slots > 1 THEN mailbox END) AS mailboxes FROM read_there GROUP BY network
), signed_in AS (
  SELECT c.network, count(DISTINCT c.session_id) AS sessions, count(DISTINCT s.session_id) AS signed
  FROM judged_context c LEFT JOIN (SELECT DISTINCT session_id FROM sign_in WHERE succeeded) s ON s.session_id = c.session_id
  WHERE c.user_facing AND c.session_id IS NOT NULL AND c.network IS NOT NULL GROUP BY c.network
), tenant_signed_in AS (
  SELECT sum(sessions) AS sessions, sum(signed) AS signed FROM signed_in
), own_hour AS (
  SELECT mailbox, hour_of_day, records * 50 >= sum(records) OVER (PARTITION BY mailbox) AS active FROM (
    SELECT m.mailbox, m.hour_of_day, count(*) AS records
    FROM mail_access m JOIN judged_context c ON c.context_id = m.context_id
    WHERE m.mailbox IN (SELECT mailbox FROM read_there) AND m.access = 'bind' AND NOT c.app_only
      AND m.context_id NOT IN (SELECT context_id FROM read_there)
    GROUP BY m.mailbox, m.hour_of_day) h
), carried AS (
  -- Who takes the own session along, on the device it has at home, is there in person: other hours are those of the clocks there.
  SELECT DISTINCT c.context_id FROM judged_context c
  JOIN judged_context k ON k.user_id = c.user_id AND k.session_id = c.session_id AND k.device = c.device
  WHERE c.context_id IN (SELECT context_id FROM read_there) AND k.place = 0 AND k.network IS NOT NULL
    AND k.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft', 'hosting', 'vpn')
), odd_hour AS (
  SELECT r.network, sum(CASE WHEN o.active THEN 0 ELSE 1 END) AS odd, count(*) AS records, count(a.context_id) AS carried
  FROM read_there r JOIN mail_access m ON m.context_id = r.context_id
  LEFT JOIN own_hour o ON o.mailbox = m.mailbox AND o.hour_of_day = m.hour_of_day
  LEFT JOIN carried a ON a.context_id = r.context_id
  GROUP BY r.network
)
SELECT f.swept_by AS group_key, m.record_no,
  CASE WHEN f.context_id IN (SELECT context_id FROM let_in_for_all) THEN 'let in by an administrator' ELSE 'mailboxes new to it' END AS detail
FROM fresh f JOIN swept s ON s.swept_by = f.swept_by JOIN mail_access m ON m.context_id = f.context_id
UNION ALL
SELECT concat('session:', c.session_id), m.record_no, 'one session, several people'
FROM judged_context c JOIN shared_session s ON s.session_id = c.session_id JOIN mail_access m ON m.context_id = c.context_id
WHERE c.verdict <> 'trusted'
UNION ALL
SELECT concat('network:', r.network), m.record_no,
  concat(CASE WHEN n.is_new = 1 THEN 'new to all of them' ELSE 'not the first place of any of them' END,
    CASE WHEN n.rented = 1 THEN ', a rented machine' ELSE '' END,
    CASE WHEN g.sessions > 0 AND g.signed = 0 AND t.signed * 2 >= t.sessions THEN ', nobody signed in there' ELSE '' END,
    CASE WHEN e.mailboxes >= 2 THEN ', owners elsewhere at the same time' ELSE '' END,
    CASE WHEN o.odd * 2 >= o.records AND o.carried * 2 < o.records THEN ', at hours when nobody else reads' ELSE '' END)
FROM read_there r
JOIN foreign_network n ON n.network = r.network
JOIN mail_access m ON m.context_id = r.context_id
JOIN odd_hour o ON o.network = r.network
JOIN elsewhere e ON e.network = r.network
LEFT JOIN signed_in g ON g.network = r.network
CROSS JOIN tenant_signed_in t

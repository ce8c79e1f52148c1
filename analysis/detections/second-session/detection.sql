-- One browser in two places at once: a session that is used on no usual provider, between two reads on usual ones that lie
-- four hours apart or less, with what names itself the same browser. Whoever carries his laptop away, or switches a VPN on,
-- keeps his session or stops reading where he was; a stolen sign-in has a session of its own. The evidence is all that such a
-- session did there.
WITH side AS (
  SELECT c.mailbox, c.context_id, c.device, c.session_id, CASE WHEN c.place <= 1 THEN 1 ELSE 0 END AS is_usual
  FROM judged_context c
  WHERE c.family = 'owa' AND c.user_facing AND NOT c.app_only AND NOT c.non_owner AND c.verdict <> 'trusted'
    AND c.session_id IS NOT NULL AND c.device IS NOT NULL AND c.network IS NOT NULL
    AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft')
    AND ((c.place <= 1 AND c.place_class NOT IN ('hosting', 'vpn')) OR (c.place >= 2 AND c.network_level > 0))
), known AS (
  SELECT DISTINCT mailbox, session_id FROM side WHERE is_usual = 1
), reading AS (
  SELECT s.mailbox, s.device, s.session_id, s.is_usual, m.record_no, m.at_s
  FROM side s JOIN mail_access m ON m.context_id = s.context_id
  LEFT JOIN known k ON k.mailbox = s.mailbox AND k.session_id = s.session_id
  WHERE s.is_usual = 1 OR k.session_id IS NULL
), between_reads AS (
  SELECT mailbox, session_id, is_usual, at_s,
    max(CASE WHEN is_usual = 1 THEN at_s END) OVER (PARTITION BY mailbox, device ORDER BY at_s, record_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_s,
    min(CASE WHEN is_usual = 1 THEN at_s END) OVER (PARTITION BY mailbox, device ORDER BY at_s, record_no ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after_s
  FROM reading
), torn AS (
  SELECT mailbox, session_id, CASE WHEN after_s - before_s <= 7200 THEN CAST(floor(CAST(at_s AS double) / 1800) AS bigint) END AS slot
  FROM between_reads WHERE is_usual = 0 AND after_s - before_s <= 14400
), again AS (
  SELECT mailbox, count(DISTINCT slot) AS slots FROM torn GROUP BY mailbox
)
SELECT c.mailbox AS group_key, m.record_no, CASE WHEN a.slots >= 2 THEN 'again and again' ELSE 'once' END AS detail
FROM judged_context c
JOIN (SELECT DISTINCT mailbox, session_id FROM torn) t ON t.mailbox = c.mailbox AND t.session_id = c.session_id
JOIN again a ON a.mailbox = c.mailbox
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.place >= 2 AND c.verdict <> 'trusted'

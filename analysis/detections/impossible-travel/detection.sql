-- One person who reads in a country new to him between two reads at usual places that lie four hours apart or less, with
-- programs that people hold in their hands. The evidence is what happened in that country. Carriers, relays and
-- Microsoft's addresses do not count, and a country that mailbox or reader knows is no journey; nor is one in which the
-- reader reads at home, however new it is to somebody else's mailbox.
WITH home AS (
  SELECT DISTINCT user_id, country FROM judged_context
  WHERE place = 0 AND user_facing AND NOT app_only AND verdict <> 'trusted' AND place_class NOT IN ('hosting', 'vpn', 'carrier', 'relay', 'front-end', 'microsoft')
), reading AS (
  SELECT c.user_id, CASE WHEN c.country_level > 0 THEN c.country ELSE '' END AS away, m.record_no, m.at_s
  FROM judged_context c JOIN mail_access m ON m.context_id = c.context_id
  WHERE c.user_facing AND NOT c.app_only AND c.country IS NOT NULL AND c.verdict <> 'trusted'
    AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft')
    AND (c.place = 0 OR (c.place >= 2 AND c.country_level > 0))
    AND c.user_id IN (SELECT user_id FROM judged_context WHERE place >= 2 AND country_level > 0 AND user_facing AND verdict <> 'trusted')
), between_reads AS (
  SELECT user_id, away, at_s,
    max(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id ORDER BY at_s, record_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_s,
    min(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id ORDER BY at_s, record_no ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after_s
  FROM reading
), torn AS (
  SELECT user_id, away, count(DISTINCT CAST(floor(CAST(at_s AS double) / 1800) AS bigint)) AS times
  FROM between_reads b WHERE away <> '' AND after_s - before_s <= 14400
    AND NOT EXISTS (SELECT 1 FROM home h WHERE h.user_id = b.user_id AND h.country = b.away)
  GROUP BY user_id, away
)
SELECT concat('user:', c.user_id) AS group_key, m.record_no,
  concat(CASE WHEN c.place_class IN ('hosting', 'vpn') THEN 'rented machine or VPN' ELSE 'ordinary line' END,
    CASE WHEN t.times >= 2 THEN ', again and again' ELSE ', once' END) AS detail
FROM judged_context c
JOIN torn t ON t.user_id = c.user_id AND t.away = c.country
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.place >= 2 AND c.country_level > 0 AND c.user_facing AND NOT c.app_only AND c.verdict <> 'trusted'
  AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft')

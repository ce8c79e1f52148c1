-- Reads from a network, provider or country that neither mailbox nor reader knows. An office, a carrier's moving address,
-- a relay and Microsoft's front ends have place 0 or 1 and never come this far (analysis/baseline/judged.ts).
-- Nobody is in two places at once: a session that is never at home, of a kind of browser that another session of the same
-- person has at a usual place in the same half hours, is not the device it looks like. A VPN keeps the session.
-- All strange reading of one mailbox by one user from rented machines is one incident, and all from one country.
WITH away AS (
  SELECT c.context_id, c.user_id, c.session_id, c.device FROM judged_context c
  WHERE c.place >= 2 AND c.family = 'owa' AND c.session_id IS NOT NULL AND c.device IS NOT NULL
    AND NOT c.non_owner AND NOT c.app_only AND c.verdict <> 'trusted'
), at_home AS (
  SELECT DISTINCT c.user_id, c.session_id, c.device, CAST(floor(CAST(m.at_s AS double) / 1800) AS bigint) AS slot
  FROM judged_context c JOIN mail_access m ON m.context_id = c.context_id
  WHERE c.place = 0 AND c.network IS NOT NULL AND c.family = 'owa' AND c.session_id IS NOT NULL AND NOT c.non_owner
    AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft') AND c.user_id IN (SELECT user_id FROM away)
), twin AS (
  SELECT a.user_id, a.session_id FROM away a
  JOIN mail_access m ON m.context_id = a.context_id
  JOIN at_home h ON h.user_id = a.user_id AND h.device = a.device AND h.session_id <> a.session_id
    AND h.slot = CAST(floor(CAST(m.at_s AS double) / 1800) AS bigint)
  WHERE NOT EXISTS (SELECT 1 FROM at_home k WHERE k.user_id = a.user_id AND k.session_id = a.session_id)
  GROUP BY a.user_id, a.session_id HAVING count(DISTINCT h.slot) >= 2
)
SELECT concat(c.mailbox, '|', c.user_id, '|', CASE WHEN c.place_class IN ('hosting', 'vpn') THEN 'rented' ELSE coalesce(c.country, 'unknown') END) AS group_key,
  m.record_no,
  concat(CASE WHEN c.place_class = 'hosting' THEN 'rented machine' WHEN c.place_class = 'vpn' THEN 'VPN provider'
    WHEN c.country_level > 0 THEN 'other country' ELSE 'other provider' END,
    CASE WHEN t.session_id IS NULL THEN '' ELSE ' | beside another session' END) AS detail
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
LEFT JOIN twin t ON t.user_id = c.user_id AND t.session_id = c.session_id
  -- Where a service lives says nothing of the person in whose name an administrator lets it read.
WHERE c.place >= 2 AND NOT c.app_only AND c.verdict <> 'trusted'
  AND NOT EXISTS (SELECT 1 FROM let_in i WHERE i.app_id = c.caller AND i.by_admin = 1)
  AND c.context_id NOT IN (SELECT context_id FROM let_in_for_all)

-- In a log of less than eight days nothing can be called new or rare. What needs no history: somebody who reads at home, and
-- in between on a rented machine that nobody else here uses, or on an ordinary line of a country that nobody else here reads
-- from and where he cannot have been and be back. Whether the device, with all that its program says of itself, is seen
-- nowhere but there; Outlook names no device, and what it tells is whether folder after folder was copied. Carriers, relays
-- and Microsoft's addresses say nothing of a place.
WITH held AS (
  SELECT c.context_id, c.user_id, c.mailbox, c.place_class, c.family, c.country, CASE WHEN c.device IS NOT NULL THEN x.client END AS device,
    CASE WHEN c.place_class IN ('hosting', 'vpn') THEN concat('rented ', coalesce(CAST(c.asn AS VARCHAR), c.network)) ELSE c.country END AS place
  FROM judged_context c JOIN context x ON x.context_id = c.context_id
  WHERE c.user_facing AND NOT c.app_only AND c.country IS NOT NULL AND c.verdict <> 'trusted'
    AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft')
    AND (SELECT count(DISTINCT day) FROM mail_access) < 8
), readers AS (
  SELECT place, count(DISTINCT user_id) AS users FROM held GROUP BY place
), reading AS (
  SELECT h.user_id, h.place, h.country, m.record_no, m.at_s, m.day FROM held h JOIN mail_access m ON m.context_id = h.context_id
), home AS (
  SELECT user_id, place FROM (
    SELECT user_id, place, row_number() OVER (PARTITION BY user_id ORDER BY count(DISTINCT day) DESC, count(*) DESC, place) AS nth
    FROM reading WHERE place NOT LIKE 'rented %' GROUP BY user_id, place) r
  WHERE nth = 1
), away AS (
  SELECT DISTINCT h.user_id, h.place, o.place AS home,
    CASE WHEN h.place LIKE 'rented %' THEN 1 ELSE 0 END AS rented, CASE WHEN f.one IS NULL THEN 0 ELSE 1 END AS distant
  FROM held h
  JOIN home o ON o.user_id = h.user_id AND o.place <> h.place
  JOIN readers r ON r.place = h.place AND r.users = 1
  LEFT JOIN country_region a ON a.country = o.place
  LEFT JOIN country_region b ON b.country = h.place
  LEFT JOIN far_region f ON f.one = a.region AND f.other = b.region
), beside AS (
  SELECT r.user_id, r.place, r.day, w.place IS NULL AS at_home, r.at_s, w.rented, w.distant,
    max(CASE WHEN r.place = o.place THEN r.at_s END) OVER (PARTITION BY r.user_id ORDER BY r.at_s, r.record_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_s,
    min(CASE WHEN r.place = o.place THEN r.at_s END) OVER (PARTITION BY r.user_id ORDER BY r.at_s, r.record_no ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after_s
  FROM reading r JOIN home o ON o.user_id = r.user_id
  LEFT JOIN away w ON w.user_id = r.user_id AND w.place = r.place
  WHERE r.user_id IN (SELECT user_id FROM away)
), torn AS (
  SELECT user_id, place, max(rented) AS rented, count(DISTINCT day) AS days FROM beside
  WHERE NOT at_home
  GROUP BY user_id, place
  -- From home to the other end of the world and back in twenty hours is no journey; a rented machine is near everywhere.
  HAVING min(after_s - before_s) <= 14400 OR (max(distant) = 1 AND min(after_s - before_s) <= 72000)
    OR (max(rented) = 1 AND (min(at_s - before_s) <= 43200 OR min(after_s - at_s) <= 43200))
), seen AS (
  SELECT user_id, count(DISTINCT day) AS days FROM reading GROUP BY user_id
), copied AS (
  SELECT DISTINCT h.user_id, h.place
  FROM held h JOIN mail_access m ON m.context_id = h.context_id JOIN access_item t ON t.record_no = m.record_no
  WHERE m.access = 'sync' AND h.user_id IN (SELECT user_id FROM torn)
  GROUP BY h.user_id, h.place, CAST(floor(CAST(m.at_s AS double) / 3600) AS bigint) HAVING count(DISTINCT coalesce(t.folder_id, t.folder)) >= 4
)
SELECT concat(h.user_id, '|', h.place) AS group_key, m.record_no,
  concat(CASE WHEN t.rented = 1 THEN 'rented machine or VPN' ELSE 'ordinary line' END,
    -- What is behind a VPN every other day is the owner's own.
    CASE WHEN h.device IS NOT NULL AND e.user_id IS NULL AND (t.rented = 0 OR 2 * t.days <= s.days) THEN ', a device of its own'
      WHEN h.device IS NULL AND h.family = 'mapi' AND c.user_id IS NOT NULL AND t.rented = 0 AND m.access = 'sync' THEN ', folder after folder' ELSE '' END) AS detail
FROM held h
JOIN torn t ON t.user_id = h.user_id AND t.place = h.place
JOIN seen s ON s.user_id = h.user_id
JOIN mail_access m ON m.context_id = h.context_id
LEFT JOIN copied c ON c.user_id = h.user_id AND c.place = h.place
LEFT JOIN (SELECT DISTINCT a.user_id, a.device FROM held a JOIN held b ON b.user_id = a.user_id AND b.device = a.device AND b.place <> a.place) e
  ON e.user_id = h.user_id AND e.device = h.device

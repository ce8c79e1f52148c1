-- One person who, as long as the log goes back, reads in two countries in the same hours, in each with devices that he
-- never has in the other, and in the second of which the tenant has nobody else. What is new or rare is asked by other
-- detections; an intruder who was there first, and every day, is neither. Carriers, relays and Microsoft's addresses
-- say nothing of a place.
WITH held AS (
  SELECT c.context_id, c.user_id, c.country, c.device, c.place_class, c.family
  FROM judged_context c
  WHERE c.user_facing AND NOT c.app_only AND NOT c.non_owner AND c.country IS NOT NULL AND c.country_level = 0
    AND c.verdict <> 'trusted' AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft')
), abroad_too AS (
  SELECT user_id FROM held GROUP BY user_id HAVING count(DISTINCT country) > 1
), reading AS (
  SELECT h.user_id, h.country, m.record_no, m.at_s, m.day
  FROM held h JOIN mail_access m ON m.context_id = h.context_id
  WHERE m.access = 'bind' AND h.user_id IN (SELECT user_id FROM abroad_too)
), home AS (
  SELECT user_id, country FROM (
    SELECT u.user_id, u.country,
      row_number() OVER (PARTITION BY u.user_id ORDER BY t.principals DESC, u.days DESC, u.records DESC, u.country) AS place
    FROM (SELECT user_id, country, count(DISTINCT day) AS days, count(*) AS records FROM reading GROUP BY user_id, country) u
    JOIN tenant_habit t ON t.kind = 'country' AND t.value = u.country
  ) r WHERE place = 1
), second AS (
  SELECT DISTINCT h.user_id, h.country
  FROM held h
  JOIN home o ON o.user_id = h.user_id AND o.country <> h.country
  JOIN tenant_habit t ON t.kind = 'country' AND t.value = h.country
  WHERE t.principals = 1 AND h.device IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM held a JOIN held b ON b.user_id = a.user_id AND b.device = a.device AND b.country <> a.country
      WHERE a.user_id = h.user_id AND a.country = h.country)
), beside AS (
  SELECT r.user_id, r.country, r.record_no, r.at_s, r.day, s.country IS NULL AS at_home,
    max(CASE WHEN s.country IS NULL THEN r.at_s END) OVER (PARTITION BY r.user_id ORDER BY r.at_s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_s,
    min(CASE WHEN s.country IS NULL THEN r.at_s END) OVER (PARTITION BY r.user_id ORDER BY r.at_s ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after_s
  FROM reading r LEFT JOIN second s ON s.user_id = r.user_id AND s.country = r.country
  WHERE r.user_id IN (SELECT user_id FROM second)
), torn AS (
  SELECT user_id, country FROM beside
  WHERE NOT at_home AND after_s - before_s <= 14400
  GROUP BY user_id, country HAVING count(DISTINCT day) >= 3
)
SELECT concat('user:', h.user_id) AS group_key, r.record_no,
  concat(CASE WHEN h.place_class IN ('hosting', 'vpn') THEN 'rented machine or VPN' ELSE 'ordinary line' END,
    CASE WHEN h.family IN ('outlook-mobile', 'activesync') THEN ', phone' ELSE ', computer' END) AS detail
FROM reading r
JOIN torn t ON t.user_id = r.user_id AND t.country = r.country
JOIN mail_access m ON m.record_no = r.record_no
JOIN held h ON h.context_id = m.context_id

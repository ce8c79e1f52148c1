-- One person who, as long as the log goes back, reads in two countries in the same hours, in each with devices that he
-- never has in the other, and in the second of which the tenant has nobody else; or at home and on a rented machine that
-- hardly anybody else here uses, in each with a browser of its own. What is new or rare is asked by other detections; an
-- intruder who was there first, and every day, is neither. Relays and Microsoft's addresses say nothing of a place, nor
-- does a carrier's of a telephone, which may roam; a computer on it is where its line is. Devices are told by all that
-- their programs say of themselves, versions included: a laptop behind a VPN says the same without it. IMAP and POP name no
-- device; who reads so in one place only has a program of its own there. Nor does Outlook; but on an ordinary line abroad
-- it is a computer, and no computer is there and at home within hours. What it copies there counts; what one that was
-- left running copies at home is nobody's presence. An intruder in another part of the world sleeps
-- while the owner works: there it is enough that both read on the same days; so it is on a rented
-- machine in another country, at hours of its own. Whoever puts a VPN on the telephone has the
-- same telephone without it: one that is only ever behind it, while another system's is carried at home, is somebody else's. Apple Mail and Outlook for Mac ask as services do; where their
-- own ids read on an ordinary line, somebody sits there, and that is presence at home, but no second place.
WITH held AS (
  SELECT c.context_id, c.user_id, CASE WHEN c.place_class IN ('hosting', 'vpn') THEN concat('rented ', coalesce(CAST(c.asn AS VARCHAR), c.network)) ELSE c.country END AS place,
    CASE WHEN c.place_class IN ('hosting', 'vpn') THEN 1 ELSE 0 END AS rented, c.country, CASE WHEN c.device IS NOT NULL THEN x.client END AS device,
    c.place_class, c.family, c.os, c.first_s, c.last_s, c.user_facing
  FROM judged_context c JOIN context x ON x.context_id = c.context_id
  WHERE (c.user_facing OR (c.protocol = 'ews' AND c.place_class = 'other' AND c.tier IN ('first-party', 'first-party-abusable', 'third-party-known')))
    AND NOT c.app_only AND NOT c.non_owner AND c.country IS NOT NULL AND c.country_level = 0
    AND c.verdict <> 'trusted' AND c.place_class NOT IN ('relay', 'front-end', 'microsoft')
    AND (c.place_class NOT IN ('hosting', 'vpn') OR c.asn_level = 0)
    AND (c.place_class <> 'carrier' OR c.family NOT IN ('outlook-mobile', 'activesync'))
), several AS (
  SELECT user_id FROM held GROUP BY user_id HAVING count(DISTINCT place) > 1
), reading AS (
  SELECT h.user_id, h.place, h.rented, h.country, m.record_no, m.at_s, m.day, m.hour_of_day, m.access
  FROM held h JOIN mail_access m ON m.context_id = h.context_id
  WHERE (m.access = 'bind' OR (h.family = 'mapi' AND h.rented = 0)) AND h.user_id IN (SELECT user_id FROM several)
), home AS (
  SELECT user_id, place, country FROM (
    SELECT u.user_id, u.place, u.country, u.rented,
      row_number() OVER (PARTITION BY u.user_id ORDER BY u.rented, t.principals DESC, u.days DESC, u.records DESC, u.place) AS nth
    FROM (SELECT user_id, place, min(rented) AS rented, min(country) AS country, count(DISTINCT day) AS days, count(*) AS records FROM reading WHERE access = 'bind' GROUP BY user_id, place) u
    JOIN tenant_habit t ON t.kind = 'country' AND t.value = u.country
  ) r WHERE nth = 1 AND rented = 0
), second AS (
  SELECT DISTINCT h.user_id, h.place
  FROM held h
  JOIN home o ON o.user_id = h.user_id AND o.place <> h.place
  LEFT JOIN tenant_habit t ON t.kind = 'country' AND t.value = h.country
  LEFT JOIN tenant_habit r ON r.kind = 'asn' AND h.place = concat('rented ', r.value)
  WHERE h.user_facing AND (h.device IS NOT NULL OR (h.family IN ('imap', 'pop')
      AND NOT EXISTS (SELECT 1 FROM held k WHERE k.user_id = h.user_id AND k.place <> h.place AND k.family = h.family))
      OR (h.family = 'mapi' AND h.rented = 0 AND h.place_class <> 'carrier'))
    AND ((h.country <> o.country AND t.principals = 1)
      OR (h.rented = 1 AND coalesce(r.principals, 1) <= 2
        AND EXISTS (SELECT 1 FROM held k WHERE k.user_id = h.user_id AND k.rented = 0 AND k.family = h.family AND k.device IS NOT NULL)))
    AND NOT EXISTS (SELECT 1 FROM held a JOIN held b ON b.user_id = a.user_id AND b.device = a.device AND b.place <> a.place
      WHERE a.user_id = h.user_id AND a.place = h.place)
), beside AS (
  SELECT r.user_id, r.place, r.record_no, r.at_s, r.day, r.hour_of_day, CASE WHEN r.rented = 1 THEN r.country END AS rented_country, s.place IS NULL AS at_home,
    max(CASE WHEN s.place IS NULL THEN r.at_s END) OVER (PARTITION BY r.user_id ORDER BY r.at_s, r.record_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_s,
    min(CASE WHEN s.place IS NULL THEN r.at_s END) OVER (PARTITION BY r.user_id ORDER BY r.at_s, r.record_no ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after_s
  FROM reading r LEFT JOIN second s ON s.user_id = r.user_id AND s.place = r.place
  WHERE r.user_id IN (SELECT user_id FROM second) AND (r.access = 'bind' OR s.place IS NOT NULL)
), distant AS (
  SELECT DISTINCT s.user_id, s.place
  FROM second s
  JOIN home o ON o.user_id = s.user_id
  JOIN country_region a ON a.country = o.country
  JOIN country_region b ON b.country = s.place
  JOIN far_region f ON f.one = a.region AND f.other = b.region
), torn AS (
  SELECT b.user_id, b.place FROM beside b JOIN distant d ON d.user_id = b.user_id AND d.place = b.place
  WHERE b.day IN (SELECT k.day FROM beside k WHERE k.user_id = b.user_id AND k.at_home)
  GROUP BY b.user_id, b.place HAVING count(DISTINCT b.day) >= 5
  UNION
  -- A rented machine in another country, at hours of the day in which nobody ever reads at home, on the days on which the owner does.
  SELECT b.user_id, b.place FROM beside b JOIN home o ON o.user_id = b.user_id
  WHERE NOT b.at_home AND b.rented_country <> o.country
    AND b.day IN (SELECT k.day FROM beside k WHERE k.user_id = b.user_id AND k.at_home)
  GROUP BY b.user_id, b.place
  HAVING count(DISTINCT b.day) >= 5
    AND NOT EXISTS (SELECT 1 FROM beside n JOIN beside k ON k.user_id = n.user_id AND k.hour_of_day = n.hour_of_day
      WHERE n.user_id = b.user_id AND n.place = b.place AND k.at_home)
  UNION
  SELECT user_id, place FROM beside
  WHERE NOT at_home AND after_s - before_s <= 14400
  GROUP BY user_id, place
  -- A log of a few days has no three to show; on a rented machine one is enough to ask.
  HAVING count(DISTINCT day) >= 3 OR (place LIKE 'rented %' AND (SELECT max(tenant_days) FROM tenant_habit) < 5)
)
SELECT concat('user:', h.user_id) AS group_key, r.record_no,
  concat(CASE WHEN h.rented = 1 THEN 'rented machine or VPN' ELSE 'ordinary line' END,
    CASE WHEN h.family IN ('outlook-mobile', 'activesync') THEN ', phone' ELSE ', computer' END,
    CASE WHEN p.context_id IS NOT NULL THEN ', beside another phone' ELSE '' END,
    CASE WHEN h.country = o.country THEN ', in the same country' ELSE '' END) AS detail
FROM reading r
JOIN torn t ON t.user_id = r.user_id AND t.place = r.place
JOIN home o ON o.user_id = r.user_id
JOIN mail_access m ON m.record_no = r.record_no
JOIN held h ON h.context_id = m.context_id
LEFT JOIN (
  SELECT DISTINCT a.context_id FROM held a JOIN held b ON b.user_id = a.user_id AND b.os <> a.os AND b.first_s <= a.last_s AND b.last_s >= a.first_s
  JOIN home l ON l.user_id = b.user_id AND l.place = b.place
  WHERE a.family IN ('outlook-mobile', 'activesync') AND b.family IN ('outlook-mobile', 'activesync')
) p ON p.context_id = h.context_id

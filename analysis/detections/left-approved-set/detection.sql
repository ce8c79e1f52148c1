-- Applications outside the callers, networks and mailboxes approved together; without an approval, applications acting in
-- their own right that always came from one provider and now come from another. A cloud is one provider to thousands of
-- customers: there the place of an application that keeps to few addresses is these, by blocks of 256, and whoever has
-- its secret can rent the machine next door. Applications whose addresses change by nature have no such place.
WITH first_dot AS (
  SELECT DISTINCT caller, asn, network, strpos(network, '.') AS a FROM judged_context
  WHERE app_only AND caller IS NOT NULL AND asn IS NOT NULL AND network IS NOT NULL AND place_class IN ('hosting', 'vpn')
), second_dot AS (
  SELECT caller, asn, network, a, a + strpos(substr(network, a + 1), '.') AS b FROM first_dot
), block AS (
  SELECT caller, asn, network, CASE WHEN a = 0 THEN network ELSE substr(network, 1, b + strpos(substr(network, b + 1), '.')) END AS block
  FROM second_dot
), block_day AS (
  SELECT b.caller, b.asn, b.block, CAST(floor(CAST(m.at_s AS double) / 86400) AS bigint) AS day_no
  FROM judged_context c
  JOIN block b ON b.caller = c.caller AND b.asn = c.asn AND b.network = c.network
  JOIN mail_access m ON m.context_id = c.context_id
  WHERE c.app_only
  GROUP BY b.caller, b.asn, b.block, CAST(floor(CAST(m.at_s AS double) / 86400) AS bigint)
), block_use AS (
  SELECT caller, asn, block, count(*) AS days, min(day_no) AS first_day, max(count(*)) OVER (PARTITION BY caller, asn) AS most,
    count(*) OVER (PARTITION BY caller, asn) AS blocks
  FROM block_day GROUP BY caller, asn, block
), stray AS (
  SELECT u.caller, u.asn, u.block, count(h.day_no) AS days_beside
  FROM block_use u
  LEFT JOIN block_day d ON d.caller = u.caller AND d.asn = u.asn AND d.block = u.block
  LEFT JOIN (SELECT DISTINCT o.caller, o.asn, o.day_no FROM block_day o
    JOIN block_use v ON v.caller = o.caller AND v.asn = o.asn AND v.block = o.block WHERE v.days = v.most) h
    ON h.caller = d.caller AND h.asn = d.asn AND h.day_no = d.day_no
  WHERE u.blocks <= 3 AND u.most >= 5 AND u.days * 4 <= u.most
  GROUP BY u.caller, u.asn, u.block
)
SELECT concat('approved:', c.caller) AS group_key, m.record_no,
  CASE WHEN EXISTS (SELECT 1 FROM approval n WHERE n.caller = c.caller AND (n.network = '*' OR n.network = c.network))
    THEN 'a mailbox outside the approval' ELSE 'a network outside the approval' END AS detail
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.verdict <> 'trusted' AND c.caller IN (SELECT caller FROM approval)
  AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.caller = c.caller AND (a.mailbox = '*' OR a.mailbox = c.mailbox)
    AND (a.network = '*' OR a.network = c.network))
  AND (c.place_class NOT IN ('front-end', 'microsoft')
    OR NOT EXISTS (SELECT 1 FROM approval b WHERE b.caller = c.caller AND (b.mailbox = '*' OR b.mailbox = c.mailbox)))
UNION ALL
SELECT concat('place:', c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network)), m.record_no,
  CASE WHEN h.last_s > p.first_s + 21600 THEN 'beside the place it always came from' ELSE 'instead of the place it always came from' END
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
JOIN tenant_habit p ON p.kind = 'caller-place' AND p.value = concat(c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network, ''))
JOIN (
  -- The place it was at home before: most days, and there first.
  SELECT caller, min(home_first_s) AS first_s, max(home_last_s) AS last_s, max(days) AS days FROM (
    SELECT DISTINCT c.caller, t.value, t.first_s AS home_first_s, t.last_s AS home_last_s, t.days,
      rank() OVER (PARTITION BY c.caller ORDER BY t.days DESC) AS nth
    FROM judged_context c
    JOIN tenant_habit t ON t.kind = 'caller-place' AND t.value = concat(c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network, ''))
    WHERE c.app_only AND c.caller IS NOT NULL
  ) k WHERE nth = 1 GROUP BY caller
) h ON h.caller = c.caller
WHERE c.app_only AND c.verdict <> 'trusted' AND c.network IS NOT NULL AND c.place_class NOT IN ('front-end', 'microsoft')
  AND c.caller NOT IN (SELECT caller FROM approval)
  AND h.days >= 5 AND p.days * 3 <= h.days AND (p.days_before >= 5 OR p.days * 4 <= h.days)
UNION ALL
SELECT concat('machine:', c.caller, '|', s.block), m.record_no,
  CASE WHEN s.days_beside > 0 THEN 'another machine beside those it always came from' ELSE 'another machine instead of those it always came from' END
FROM judged_context c
JOIN block b ON b.caller = c.caller AND b.asn = c.asn AND b.network = c.network
JOIN stray s ON s.caller = b.caller AND s.asn = b.asn AND s.block = b.block
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.app_only AND c.verdict <> 'trusted' AND c.caller NOT IN (SELECT caller FROM approval)

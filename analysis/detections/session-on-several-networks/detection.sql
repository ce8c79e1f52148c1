-- Sessions that were seen on a network new to the mailbox and on another one: whether the device is another, whether both
-- were in use within ten minutes, whether one token was used on both. What names no system or browser is unknown, not different.
WITH side AS (
  SELECT c.session_id, c.context_id, c.network, c.place_class, c.os, c.browser, c.family,
    CASE WHEN c.network_level > 0 AND c.place > 0 THEN 1 ELSE 0 END AS is_new, c.place
  FROM judged_context c
  WHERE c.session_id IS NOT NULL AND c.network IS NOT NULL AND NOT c.app_only AND c.place_class NOT IN ('front-end', 'microsoft')
    AND c.verdict <> 'trusted'
), torn AS (
  SELECT session_id FROM side GROUP BY session_id HAVING min(is_new) = 0 AND max(is_new) = 1
), stranger AS (
  SELECT s.* FROM side s JOIN torn t ON t.session_id = s.session_id WHERE s.is_new = 1
), known AS (
  SELECT s.* FROM side s JOIN torn t ON t.session_id = s.session_id WHERE s.is_new = 0
), other_device AS (
  SELECT DISTINCT s.session_id, s.network
  FROM stranger s JOIN (SELECT DISTINCT session_id, family, os, browser FROM known WHERE os IS NOT NULL OR browser IS NOT NULL) k ON k.session_id = s.session_id
  WHERE s.os <> k.os OR (s.family = k.family AND s.browser <> k.browser)
), used AS (
  -- A phone changes between its carrier and the house all day.
  SELECT s.session_id, s.is_new, m.at_s, m.token_id FROM side s
  JOIN torn t ON t.session_id = s.session_id
  JOIN mail_access m ON m.context_id = s.context_id
  WHERE s.place_class NOT IN ('carrier', 'relay')
), back_and_forth AS (
  SELECT session_id FROM used GROUP BY session_id, CAST(floor(CAST(at_s AS double) / 600) AS bigint)
  HAVING min(is_new) = 0 AND max(is_new) = 1
), one_token AS (
  SELECT session_id FROM used WHERE token_id IS NOT NULL GROUP BY session_id, token_id HAVING min(is_new) = 0 AND max(is_new) = 1
)
SELECT concat('session:', s.session_id) AS group_key, m.record_no,
  concat(CASE WHEN d.session_id IS NULL THEN 'another address' ELSE 'another device' END,
    CASE WHEN b.session_id IS NULL THEN '' ELSE ', back and forth' END, CASE WHEN o.session_id IS NULL THEN '' ELSE ', one token' END) AS detail
FROM stranger s
JOIN mail_access m ON m.context_id = s.context_id
LEFT JOIN other_device d ON d.session_id = s.session_id AND d.network = s.network
LEFT JOIN (SELECT DISTINCT session_id FROM back_and_forth) b ON b.session_id = s.session_id
LEFT JOIN (SELECT DISTINCT session_id FROM one_token) o ON o.session_id = s.session_id
WHERE s.place >= 2 OR d.session_id IS NOT NULL

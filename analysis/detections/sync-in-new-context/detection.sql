-- Whole folders taken to a place, or with a program, that is new to the mailbox; and whether more folders came within one
-- hour than on any hour at the usual places: that is how a fresh copy of a mailbox is made. A rule that hides mail, set in
-- an unusual place in the days around it, says that it was no journey.
WITH strange AS (
  SELECT c.context_id, c.mailbox, c.user_id, c.place_class, c.country, c.first_s, c.last_s
  FROM judged_context c
  WHERE c.sync > 0 AND NOT c.app_only AND c.verdict <> 'trusted' AND (c.place >= 2 OR (c.family_level > 0 AND c.place > 0))
), taken AS (
  SELECT m.mailbox, CASE WHEN s.context_id IS NULL THEN 0 ELSE 1 END AS is_strange,
    CAST(floor(CAST(m.at_s AS double) / 3600) AS bigint) AS hour_no, count(DISTINCT coalesce(t.folder_id, t.folder)) AS folders
  FROM mail_access m
  JOIN access_item t ON t.record_no = m.record_no
  LEFT JOIN strange s ON s.context_id = m.context_id
  WHERE m.access = 'sync' AND NOT m.is_service AND m.mailbox IN (SELECT mailbox FROM strange)
  GROUP BY m.mailbox, CASE WHEN s.context_id IS NULL THEN 0 ELSE 1 END, CAST(floor(CAST(m.at_s AS double) / 3600) AS bigint)
), copied AS (
  SELECT mailbox FROM taken GROUP BY mailbox
  HAVING max(CASE WHEN is_strange = 1 THEN folders END) >= 4
    AND max(CASE WHEN is_strange = 1 THEN folders END) > coalesce(max(CASE WHEN is_strange = 0 THEN folders END), 0)
), hidden AS (
  SELECT DISTINCT s.context_id
  FROM strange s
  JOIN judged_change g ON g.actor = s.user_id AND g.mailbox = s.mailbox AND g.at_s >= s.first_s - 3 * 86400 AND g.at_s <= s.last_s + 86400
  WHERE g.hides AND g.place >= 2 AND g.succeeded AND g.actor_kind <> 'system'
)
SELECT concat(s.mailbox, '|', s.user_id, '|', CASE WHEN s.place_class IN ('hosting', 'vpn') THEN 'rented' ELSE coalesce(s.country, 'unknown') END) AS group_key,
  m.record_no,
  concat(CASE WHEN k.mailbox IS NULL THEN 'some folders' ELSE 'folder after folder' END,
    CASE WHEN h.context_id IS NULL THEN '' ELSE ', around a change that hides mail' END) AS detail
FROM strange s
JOIN mail_access m ON m.context_id = s.context_id
LEFT JOIN copied k ON k.mailbox = s.mailbox
LEFT JOIN hidden h ON h.context_id = s.context_id
WHERE m.access = 'sync'

-- Whole folders taken to a place, or with a program, that is new to the mailbox; and whether more folders came within one
-- hour than on any hour at the usual places: that is how a fresh copy of a mailbox is made. A rule that hides mail, set in
-- an unusual place in the days around it, says that it was no journey.
WITH strange AS (
  SELECT c.context_id, c.mailbox, c.user_id, c.first_s, c.last_s, c.family_level,
    concat(c.user_id, '|', CASE WHEN c.place_class IN ('hosting', 'vpn') THEN 'rented' ELSE coalesce(c.country, 'unknown') END) AS party
  FROM judged_context c
  WHERE c.sync > 0 AND NOT c.app_only AND c.verdict <> 'trusted' AND (c.place >= 2 OR (c.family_level > 0 AND c.place > 0))
    -- A program in the session, or on the device, that is at a usual place sooner or later was carried: an intruder's never
    -- comes home. Where the session moved to another device, another detection asks.
    AND NOT (c.family_level = 0 AND c.device_level = 0 AND EXISTS (SELECT 1 FROM judged_context k
      WHERE k.mailbox = c.mailbox AND k.user_id = c.user_id AND (k.session_id = c.session_id OR k.device_id = c.device_id)
        AND k.family = c.family AND k.place = 0))
), taken AS (
  -- By hours that begin at the full hour and by such as begin at half past: what takes minutes lies whole in one of them.
  SELECT m.mailbox, s.party, count(DISTINCT coalesce(t.folder_id, t.folder)) AS folders
  FROM mail_access m
  CROSS JOIN (SELECT 0 AS after_s UNION ALL SELECT 1800) b
  JOIN access_item t ON t.record_no = m.record_no
  LEFT JOIN strange s ON s.context_id = m.context_id
  WHERE m.access = 'sync' AND NOT m.is_service AND m.mailbox IN (SELECT mailbox FROM strange)
  GROUP BY m.mailbox, s.party, b.after_s, CAST(floor(CAST(m.at_s - b.after_s AS double) / 3600) AS bigint)
), usual AS (
  SELECT mailbox, max(folders) AS folders FROM taken WHERE party IS NULL GROUP BY mailbox
), never_fetched AS (
  -- By a program that is new; and on a rented machine, where no journey goes, for somebody who reads at usual places.
  SELECT mailbox, party FROM strange WHERE family_level > 0
  UNION
  SELECT s.mailbox, s.party FROM strange s
  JOIN judged_context k ON k.mailbox = s.mailbox AND k.user_id = s.user_id AND k.place = 0 AND k.bind > 0
  WHERE s.party LIKE '%|rented'
), copied AS (
  -- Who syncs nowhere but on journeys has no usual places to be held against.
  SELECT DISTINCT t.mailbox, t.party FROM taken t LEFT JOIN usual u ON u.mailbox = t.mailbox
  LEFT JOIN never_fetched n ON n.mailbox = t.mailbox AND n.party = t.party
  WHERE t.party IS NOT NULL AND t.folders >= 4 AND (t.folders > u.folders OR (u.folders IS NULL AND n.mailbox IS NOT NULL))
), hidden AS (
  SELECT DISTINCT s.context_id
  FROM strange s
  JOIN judged_change g ON g.actor = s.user_id AND g.mailbox = s.mailbox AND g.at_s >= s.first_s - 3 * 86400 AND g.at_s <= s.last_s + 86400
  WHERE g.hides AND g.place >= 2 AND g.succeeded AND g.actor_kind <> 'system'
)
SELECT concat(s.mailbox, '|', s.party) AS group_key,
  m.record_no,
  concat(CASE WHEN k.mailbox IS NULL THEN 'some folders' ELSE 'folder after folder' END,
    CASE WHEN h.context_id IS NULL THEN '' ELSE ', around a change that hides mail' END) AS detail
FROM strange s
JOIN mail_access m ON m.context_id = s.context_id
LEFT JOIN copied k ON k.mailbox = s.mailbox AND k.party = s.party
LEFT JOIN hidden h ON h.context_id = s.context_id
WHERE m.access = 'sync'

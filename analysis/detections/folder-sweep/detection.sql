-- Many folders within one hour, more than the mailbox's usual readers touch in any hour; and how many of them hardly
-- anybody touches. Only what is new to the mailbox (place, device, program, application) is held against it, each
-- program or application by itself: the telephone of a traveller is not the reader that a new application is. Behind
-- Microsoft's front ends the place says nothing, and only an application that anybody can be behind is a stranger.
WITH strange AS (
  SELECT c.context_id, c.mailbox, c.bind, c.place, CASE WHEN NOT c.user_facing AND c.caller IN (SELECT app_id FROM let_in) THEN 1 ELSE 0 END AS let_in, concat(c.user_id, '|', CASE WHEN c.family = 'rest' THEN coalesce(c.caller, c.family) ELSE c.family END) AS reader
  FROM judged_context c
  WHERE NOT c.app_only AND c.bind > 0 AND c.verdict <> 'trusted'
    AND (c.place >= 2 OR c.device_level > 0 OR c.family_level > 0 OR c.caller_level > 0)
    AND (c.place_class NOT IN ('front-end', 'microsoft') OR c.tier NOT IN ('first-party', 'service') OR c.tier IS NULL)
), mostly AS (
  -- Set up and used at usual places, and elsewhere but a little: a new computer, which indexes all it finds.
  SELECT mailbox, reader FROM strange GROUP BY mailbox, reader
  HAVING sum(CASE WHEN place >= 2 THEN bind ELSE 0 END) * 4 <= sum(bind) AND sum(CASE WHEN place >= 2 THEN bind ELSE 0 END) < 10
), touched AS (
  SELECT DISTINCT m.mailbox, CASE WHEN s.context_id IS NULL THEN '' ELSE s.reader END AS stranger,
    CAST(floor(CAST(m.at_s AS double) / 3600) AS bigint) AS hour_no, m.day,
    -- By its id only where it has no name: a case kept from before holds the ids of the others for some records.
    CASE WHEN t.folder = '(folder without a name)' THEN coalesce(t.folder_id, t.folder) ELSE t.folder END AS folder
  FROM mail_access m
  JOIN access_item t ON t.record_no = m.record_no
  LEFT JOIN strange s ON s.context_id = m.context_id
  WHERE m.access = 'bind' AND NOT m.is_service AND m.mailbox IN (SELECT mailbox FROM strange)
), known AS (
  SELECT mailbox, folder FROM touched WHERE stranger = '' GROUP BY mailbox, folder HAVING count(DISTINCT day) >= 2
), hourly AS (
  SELECT t.mailbox, t.stranger, t.hour_no, count(*) AS folders, sum(CASE WHEN k.folder IS NULL THEN 1 ELSE 0 END) AS seldom
  FROM touched t LEFT JOIN known k ON k.mailbox = t.mailbox AND k.folder = t.folder
  GROUP BY t.mailbox, t.stranger, t.hour_no
), swept AS (
  SELECT h.mailbox, h.stranger, max(h.folders) AS folders, max(h.seldom) AS seldom
  FROM hourly h LEFT JOIN (SELECT mailbox, max(folders) AS folders FROM hourly WHERE stranger = '' GROUP BY mailbox) u ON u.mailbox = h.mailbox
  WHERE h.stranger <> '' AND ((h.folders >= 4 AND h.folders > coalesce(u.folders, 0)) OR h.seldom >= 3)
  GROUP BY h.mailbox, h.stranger
)
SELECT concat(w.mailbox, '|', w.stranger) AS group_key, m.record_no,
  concat(CASE WHEN w.seldom >= 3 THEN 'folders seldom touched' ELSE 'many folders' END, CASE WHEN s.let_in = 1 THEN ', by what was let in' WHEN o.mailbox IS NOT NULL THEN ', mostly at usual places' ELSE '' END) AS detail
FROM swept w
JOIN strange s ON s.mailbox = w.mailbox AND s.reader = w.stranger
LEFT JOIN mostly o ON o.mailbox = w.mailbox AND o.reader = w.stranger
JOIN mail_access m ON m.context_id = s.context_id
WHERE m.access = 'bind'

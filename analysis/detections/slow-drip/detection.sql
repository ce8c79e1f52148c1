-- A program, device or application new to the mailbox that takes a little, day after day, at hours when people sleep:
-- below every threshold of volume. Each stream is one reader with one program; what is approved is left out, and
-- what an administrator let in: a service never sleeps.
WITH strange AS (
  SELECT c.context_id, concat(c.mailbox, '|', c.principal, '|', coalesce(c.caller, c.family)) AS stream
  FROM judged_context c
  WHERE c.bind > 0 AND c.verdict <> 'trusted' AND NOT EXISTS (SELECT 1 FROM let_in i WHERE i.app_id = c.caller AND i.by_admin = 1)
    AND (c.caller_level > 0 OR c.family_level > 0 OR c.device_level > 0 OR (c.place >= 2 AND c.place_class IN ('hosting', 'vpn'))
      -- Whoever was there before the log began is new to nobody; rare he is all the same.
      OR (c.tier IN ('unknown', 'risky', 'first-party-abusable') AND c.caller_mailboxes <= 2 AND c.all_mailboxes >= 5))
    AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.caller = c.caller AND (a.mailbox = '*' OR a.mailbox = c.mailbox)
      AND (a.network = '*' OR a.network = c.network))
), settled AS (
  -- There from the first days, where its place says nothing or is usual: then it may be what its owner set up, and is asked about once.
  SELECT s.stream FROM strange s JOIN judged_context c ON c.context_id = s.context_id
  GROUP BY s.stream HAVING max(c.place) < 2 AND max(c.caller_level) = 0 AND max(c.family_level) = 0 AND max(c.device_level) = 0
), hourly AS (
  SELECT s.stream, m.hour_of_day, count(*) AS records, sum(m.item_count) AS items, sum(count(*)) OVER (PARTITION BY s.stream) AS total
  FROM strange s JOIN mail_access m ON m.context_id = s.context_id
  WHERE m.access = 'bind'
  GROUP BY s.stream, m.hour_of_day
), awake AS (
  -- Hours with a fiftieth of the records: one late evening in a month is no night's work.
  SELECT stream, sum(items) AS items, sum(CASE WHEN records * 50 >= total THEN 1 ELSE 0 END) AS hours FROM hourly GROUP BY stream
), drip AS (
  SELECT a.stream, a.hours
  FROM awake a
  JOIN (SELECT s.stream, count(DISTINCT m.day) AS days FROM strange s JOIN mail_access m ON m.context_id = s.context_id
    WHERE m.access = 'bind' GROUP BY s.stream) d ON d.stream = a.stream
  WHERE a.hours >= 17 AND a.items >= 20 AND d.days >= 4
)
SELECT d.stream AS group_key, m.record_no, concat('in ', CAST(d.hours AS varchar), ' of the 24 hours of the day', CASE WHEN k.stream IS NULL THEN '' ELSE ', from the beginning of the log' END) AS detail
FROM drip d
LEFT JOIN settled k ON k.stream = d.stream
JOIN strange s ON s.stream = d.stream
JOIN mail_access m ON m.context_id = s.context_id
WHERE m.access = 'bind'

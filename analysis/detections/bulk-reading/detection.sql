-- Days on which far more was opened than this mailbox's own pace: median and median deviation of the 28 days before the
-- week, or of the whole log where too little came before. A person reads at his own pace on a journey, too: what his own
-- devices and programs opened counts, wherever they were. What strangers to the mailbox opened (place, device, program
-- or application new to it) is held to that pace alone, and needs less to be much. Where that was read at usual places but for a little, it is noted. Each message counts once a day: a
-- program refers to it again and again, and anew on every network. What several mailboxes take up within days, each where
-- its people are known, is rolled out, and fetches the last weeks when it first starts.
WITH named AS (
  SELECT c.context_id, c.mailbox, c.user_id, CASE WHEN c.place >= 2 THEN 1 ELSE 0 END AS is_away,
    CASE WHEN NOT c.user_facing AND c.caller IN (SELECT app_id FROM let_in) AND (c.place >= 2 OR c.caller_level > 0) THEN 2 WHEN c.place >= 2 THEN 1 WHEN u.family IS NOT NULL AND NOT c.scripted AND NOT c.non_owner THEN 0
      WHEN c.device_level > 0 OR c.family_level > 0 OR c.caller_level > 0 THEN 1 ELSE 0 END AS is_strange,
    CASE WHEN c.device_level > 0 OR c.family_level > 0 OR c.caller_level > 0 THEN 0 ELSE 1 END AS is_own
  FROM judged_context c LEFT JOIN roll_out u ON u.family = c.family AND u.mailbox = c.mailbox
  WHERE NOT c.app_only AND c.bind > 0 AND c.verdict <> 'trusted'
), loud AS (
  -- Few mailboxes ever come near it: only theirs are looked at message by message.
  SELECT DISTINCT mailbox FROM (
    SELECT n.mailbox, n.is_strange, sum(m.item_count) AS items
    FROM mail_access m JOIN named n ON n.context_id = m.context_id
    WHERE m.access = 'bind'
    GROUP BY n.mailbox, n.user_id, n.is_strange, CAST(floor(CAST(m.at_s AS double) / 86400) AS bigint)
  ) d WHERE items >= CASE WHEN is_strange > 0 THEN 60 ELSE 200 END
), listed AS (
  SELECT DISTINCT n.mailbox, n.user_id, n.is_strange, n.is_own, n.is_away, CAST(floor(CAST(m.at_s AS double) / 86400) AS bigint) AS day_no, t.message
  FROM mail_access m
  JOIN named n ON n.context_id = m.context_id
  JOIN access_item t ON t.record_no = m.record_no
  WHERE m.access = 'bind' AND t.message IS NOT NULL AND n.mailbox IN (SELECT mailbox FROM loud)
), opened AS (
  SELECT mailbox, user_id, is_strange, day_no, count(DISTINCT message) AS items,
    count(DISTINCT CASE WHEN is_away = 1 THEN message END) AS away_items
  FROM listed GROUP BY mailbox, user_id, is_strange, day_no
), usual AS (
  SELECT mailbox, day_no, count(DISTINCT message) AS items FROM listed WHERE is_own = 1 GROUP BY mailbox, day_no
), stretch AS (
  SELECT DISTINCT mailbox, CAST(floor(CAST(day_no AS double) / 7) AS bigint) AS week_no,
    7 * CAST(floor(CAST(day_no AS double) / 7) AS bigint) - 28 AS from_day, 7 * CAST(floor(CAST(day_no AS double) / 7) AS bigint) AS to_day
  FROM opened WHERE items >= 50
  UNION ALL
  SELECT mailbox, -1, min(day_no), max(day_no) + 1 FROM opened GROUP BY mailbox HAVING max(items) >= 50
), ranked AS (
  SELECT s.mailbox, s.week_no, u.day_no, u.items, row_number() OVER (PARTITION BY s.mailbox, s.week_no ORDER BY u.items, u.day_no) AS r,
    count(*) OVER (PARTITION BY s.mailbox, s.week_no) AS k
  FROM stretch s JOIN usual u ON u.mailbox = s.mailbox AND u.day_no >= s.from_day AND u.day_no < s.to_day
), middle AS (
  SELECT mailbox, week_no, avg(items) AS median FROM ranked WHERE 2 * r BETWEEN k AND k + 2 GROUP BY mailbox, week_no
), spread AS (
  SELECT r.mailbox, r.week_no, m.median, abs(r.items - m.median) AS off, r.k,
    row_number() OVER (PARTITION BY r.mailbox, r.week_no ORDER BY abs(r.items - m.median), r.day_no) AS n
  FROM ranked r JOIN middle m ON m.mailbox = r.mailbox AND m.week_no = r.week_no
), pace AS (
  SELECT mailbox, week_no, max(k) AS days, max(median) AS median, 1.4826 * avg(CASE WHEN 2 * n BETWEEN k AND k + 2 THEN off END) AS deviation
  FROM spread GROUP BY mailbox, week_no
), much AS (
  SELECT o.mailbox, o.user_id, o.is_strange, o.day_no, CASE WHEN o.away_items < 60 AND o.away_items * 4 <= o.items THEN 1 ELSE 0 END AS at_home, CASE WHEN w.days >= 5 THEN w.median ELSE coalesce(a.median, 0) END AS median
  FROM opened o
  LEFT JOIN pace w ON w.mailbox = o.mailbox AND w.week_no = CAST(floor(CAST(o.day_no AS double) / 7) AS bigint)
  LEFT JOIN pace a ON a.mailbox = o.mailbox AND a.week_no = -1
  WHERE o.items >= CASE WHEN o.is_strange > 0 THEN 60 ELSE 200 END
    AND o.items > CASE WHEN w.days >= 5 THEN w.median + CASE WHEN o.is_strange > 0 THEN 3 ELSE 8 END * w.deviation
      ELSE coalesce(a.median + CASE WHEN o.is_strange > 0 THEN 3 ELSE 8 END * a.deviation, 0) END
    AND o.items > CASE WHEN o.is_strange > 0 THEN 2 ELSE 4 END * CASE WHEN w.days >= 5 THEN w.median ELSE coalesce(a.median, 0) END
)
SELECT concat(u.mailbox, '|', u.user_id, CASE u.is_strange WHEN 2 THEN '|let in' WHEN 1 THEN '|strange' ELSE '|usual' END) AS group_key, m.record_no,
  concat(CAST(CAST(round(u.median) AS bigint) AS varchar), CASE WHEN u.at_home = 1 THEN '|at usual places' ELSE '' END) AS detail
FROM much u
JOIN named n ON n.mailbox = u.mailbox AND n.user_id = u.user_id AND n.is_strange = u.is_strange
JOIN mail_access m ON m.context_id = n.context_id AND CAST(floor(CAST(m.at_s AS double) / 86400) AS bigint) = u.day_no
WHERE m.access = 'bind'

-- Mailboxes that Exchange throttled, or that came near it (800 Bind records in any 24 hours; it stops at 1,000), and the
-- readers who made a quarter or more of those records. Service records count for Exchange and are nobody's doing; what is
-- trusted counts too, and is no finding: a small reader beside it did not bring the throttling about.
WITH busy AS (
  SELECT mailbox FROM mail_access WHERE throttled
  UNION SELECT mailbox FROM mail_access WHERE access = 'bind' GROUP BY mailbox, day HAVING count(*) >= 400
), rolled AS (
  SELECT m.mailbox, m.at_s, m.throttled,
    count(*) OVER (PARTITION BY m.mailbox ORDER BY m.at_s RANGE BETWEEN 86399 PRECEDING AND CURRENT ROW) AS records
  FROM mail_access m WHERE m.access = 'bind' AND m.mailbox IN (SELECT mailbox FROM busy)
), peak AS (
  SELECT mailbox, CAST(floor(CAST(at_s AS double) / 86400) AS bigint) AS day_no, max(CASE WHEN throttled THEN 1 ELSE 0 END) AS is_throttled
  FROM rolled WHERE throttled OR records >= 800 GROUP BY mailbox, CAST(floor(CAST(at_s AS double) / 86400) AS bigint)
), loud AS (
  SELECT mailbox, day_no, is_throttled FROM peak
  UNION SELECT mailbox, day_no - 1, is_throttled FROM peak
), reader AS (
  SELECT c.context_id, c.mailbox, concat(c.principal, '|', coalesce(c.caller, c.family)) AS stream,
    min(c.first_s) OVER (PARTITION BY c.mailbox, concat(c.principal, '|', coalesce(c.caller, c.family))) AS stream_s,
    CASE WHEN c.place >= 2 OR c.device_level > 0 OR c.family_level > 0 OR c.caller_level > 0 THEN 1 ELSE 0 END AS is_strange,
    CASE WHEN c.verdict <> 'trusted' THEN 0 ELSE 1 END AS is_trusted
  FROM judged_context c WHERE c.bind > 0
), doing AS (
  SELECT m.record_no, m.mailbox, r.stream, r.is_strange, r.is_trusted, l.is_throttled, CASE WHEN r.stream_s >= l.begins_s THEN 1 ELSE 0 END AS is_unseen
  FROM mail_access m
  JOIN (SELECT mailbox, day_no, max(is_throttled) AS is_throttled, 86400 * min(min(day_no)) OVER (PARTITION BY mailbox) AS begins_s FROM loud GROUP BY mailbox, day_no) l
    ON l.mailbox = m.mailbox AND l.day_no = CAST(floor(CAST(m.at_s AS double) / 86400) AS bigint)
  JOIN reader r ON r.context_id = m.context_id
  WHERE m.access = 'bind'
), share AS (
  SELECT mailbox, stream, is_strange, is_trusted, count(*) AS records, sum(count(*)) OVER (PARTITION BY mailbox) AS total
  FROM doing GROUP BY mailbox, stream, is_strange, is_trusted
)
SELECT d.mailbox AS group_key, d.record_no,
  concat(CASE WHEN d.is_throttled = 1 THEN 'throttled' ELSE 'near' END, CASE WHEN d.is_strange = 1 THEN ' by strangers' WHEN d.is_unseen = 1 THEN ' by the unseen' ELSE ' by the usual' END) AS detail
FROM doing d JOIN share s ON s.mailbox = d.mailbox AND s.stream = d.stream AND s.is_strange = d.is_strange AND s.is_trusted = d.is_trusted
WHERE d.is_trusted = 0 AND s.records * 4 >= s.total

-- The same browser, to the version, new to three mailboxes or more within a day, and each time in a place new to the mailbox:
-- many caught in one net, and each read over a line of its own. What they share is the reader's machine. Telephones name
-- no version and are bought by many; a browser that comes into use in usual places is a roll-out.
WITH strange AS (
  SELECT c.context_id, c.mailbox, x.client, c.first_s
  FROM judged_context c JOIN context x ON x.context_id = c.context_id
  WHERE c.place >= 2 AND c.device IS NOT NULL AND (c.device_level > 0 OR c.family_level > 0) AND c.user_facing
    AND c.family NOT IN ('outlook-mobile', 'activesync') AND NOT c.app_only AND NOT c.non_owner AND c.verdict <> 'trusted'
), reached AS (
  SELECT client, mailbox, first_s, count(*) OVER (PARTITION BY client ORDER BY first_s RANGE BETWEEN 86399 PRECEDING AND CURRENT ROW) AS mailboxes
  FROM (SELECT client, mailbox, min(first_s) AS first_s FROM strange GROUP BY client, mailbox) f
), net AS (
  SELECT client, max(first_s) AS last_s, min(first_s) AS first_s FROM reached WHERE mailboxes >= 3 GROUP BY client
)
SELECT concat('client:', s.client) AS group_key, m.record_no, 'the same browser in a place new to the mailbox' AS detail
FROM strange s
JOIN net n ON n.client = s.client
JOIN reached r ON r.client = s.client AND r.mailbox = s.mailbox AND r.first_s >= n.first_s - 86400 AND r.first_s <= n.last_s
JOIN mail_access m ON m.context_id = s.context_id

-- What blinds the log, or smells of it, by persons and applications, with what they read from the same unusual place and
-- what an account whose doings were hidden still left. Microsoft's own machinery switches on what is on: never.
WITH tampered AS (
  SELECT record_no, at_s, kind, actor, mailbox, place, part,
    -- 'AuditLogAgeLimit 1.00:00:00', or '2' for two days; none is hours alone. Compared as text: anything may stand there.
    CASE WHEN detail LIKE '%:%.%' OR (strpos(detail, ':') > 0 AND strpos(detail, '.') = 0) OR detail IS NULL THEN ''
      WHEN strpos(detail, '.') > 0 THEN substr(detail, 18, strpos(detail, '.') - 18) ELSE substr(detail, 18) END AS limit_days,
    -- From an unusual place it need not be the same hand as before.
    concat('actor:', actor, CASE WHEN place >= 2 THEN concat('|', network) ELSE '' END) AS hand
  FROM judged_change
  WHERE actor_kind <> 'system' AND succeeded
    AND (kind IN ('audit-bypass-on', 'ingestion-off', 'admin-audit-off', 'org-audit-off', 'actions-removed', 'mailbox-audit-off', 'age-limit',
        'plan-removed')
      OR (kind = 'retention-policy' AND part IS NOT NULL))
), restored AS (
  SELECT t.record_no FROM tampered t
  JOIN change b ON b.at_s > t.at_s AND b.at_s <= t.at_s + 2 * 86400 AND b.actor_kind <> 'system' AND b.actor = t.actor
    AND ((t.kind = 'ingestion-off' AND b.kind = 'ingestion-on') OR (t.kind = 'org-audit-off' AND b.kind = 'org-audit-on')
      OR (t.kind = 'audit-bypass-on' AND b.kind = 'audit-bypass-off' AND b.mailbox = t.mailbox)
      OR (t.kind = 'mailbox-audit-off' AND b.kind = 'mailbox-audit-on' AND b.mailbox = t.mailbox))
), signs_in AS (
  -- What Entra notes of the hidden goes on.
  SELECT user_id, network FROM sign_in WHERE succeeded AND network IS NOT NULL
  GROUP BY user_id, network HAVING count(DISTINCT CAST(floor(CAST(at_s AS double) / 86400) AS bigint)) >= 2
), bypassed_reader AS (
  SELECT t.hand, c.context_id FROM tampered t JOIN judged_context c ON c.user_id = t.mailbox
  WHERE t.kind = 'audit-bypass-on' AND c.verdict <> 'trusted' AND c.place >= 2
    AND c.last_s >= t.at_s - 86400 AND c.first_s <= t.at_s + 86400
    -- The hidden leave few days in the log, too few to be known to the mailboxes of others: their own line is theirs there, too.
    AND NOT EXISTS (SELECT 1 FROM judged_context k WHERE k.user_id = c.user_id AND k.mailbox = t.mailbox AND k.network = c.network
      AND k.place = 0 AND k.place_class NOT IN ('hosting', 'vpn'))
    AND NOT EXISTS (SELECT 1 FROM signs_in s WHERE s.user_id = c.user_id AND s.network = c.network
      AND c.place_class NOT IN ('hosting', 'vpn'))
)
SELECT hand AS group_key, record_no,
  concat(CASE kind WHEN 'audit-bypass-on' THEN 'an account is no longer recorded' WHEN 'ingestion-off' THEN 'the audit log was switched off'
      WHEN 'org-audit-off' THEN 'mailbox auditing was switched off' WHEN 'admin-audit-off' THEN 'the log of administrators was switched off'
      WHEN 'actions-removed' THEN 'mail access is no longer recorded' WHEN 'mailbox-audit-off' THEN 'AuditEnabled was set to False'
      WHEN 'age-limit' THEN CASE WHEN limit_days = '' OR (length(limit_days) = 1 AND limit_days < '7') THEN 'old entries of a mailbox’s own log were aged away'
          WHEN length(limit_days) = 1 OR (length(limit_days) = 2 AND limit_days < '90') THEN 'a mailbox’s own log keeps its entries for less than the usual 90 days'
          ELSE 'how long a mailbox’s own log keeps its entries was changed' END
      WHEN 'plan-removed' THEN 'an audit plan was taken away' ELSE 'how long records are kept was changed' END,
    CASE WHEN record_no IN (SELECT record_no FROM restored) THEN ', for a while' ELSE '' END,
    CASE WHEN kind = 'audit-bypass-on' AND mailbox = actor THEN ', by himself' ELSE '' END,
    CASE WHEN place >= 2 THEN ', from an unusual place' ELSE '' END) AS detail
FROM tampered
UNION ALL
SELECT t.hand, m.record_no, 'read in the same place'
FROM tampered t
JOIN change_context x ON x.record_no = t.record_no
JOIN mail_access m ON m.context_id = x.context_id
WHERE t.kind <> 'plan-removed'
UNION ALL
SELECT b.hand, m.record_no, 'read by the account that is no longer recorded'
FROM bypassed_reader b JOIN mail_access m ON m.context_id = b.context_id

-- Callers that are new to the tenant, or new to the mailbox and abusable, or rare over the whole window: a few mailboxes,
-- one network, however long they have been there.
SELECT concat(c.caller, CASE WHEN c.app_only THEN '|app-only' ELSE '' END) AS group_key, m.record_no,
  CASE WHEN c.caller_days_before >= 5 THEN 'new to the tenant'
    WHEN c.caller_level = 1 THEN 'new to the mailbox'
    ELSE 'rare in the tenant' END AS detail
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.caller IS NOT NULL AND c.verdict <> 'trusted'
  AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.caller = c.caller AND (a.mailbox = '*' OR a.mailbox = c.mailbox)
    AND (a.network = '*' OR a.network = c.network))
  AND (
    c.tier = 'malicious'
    OR (c.tier IN ('unknown', 'risky', 'third-party-known') AND (
      c.caller_days_before >= 5
      OR (c.caller_mailboxes * 10 <= c.all_mailboxes AND c.caller_networks <= 2)
      OR (c.caller_mailboxes <= 2 AND c.all_mailboxes >= 5)))
    OR (c.tier IN ('risky', 'first-party-abusable') AND c.caller_level > 0
      AND (c.place >= 2 OR c.caller_mailboxes * 10 <= c.all_mailboxes OR c.caller_mailboxes <= 2))
    OR (c.tier = 'first-party' AND c.caller_days_before >= 5 AND c.caller_mailboxes * 20 <= c.all_mailboxes AND c.place >= 2)
  )

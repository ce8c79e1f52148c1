-- Applications that read in their own right, without a signed-in person, and did not before: known here only through their
-- users, or naming no application at all. Those that nobody knew are unexpected applications. After a bar: an administrator
-- let it in for everybody at work, shortly before.
WITH delegated AS (
  SELECT caller, min(first_s) AS first_s FROM judged_context WHERE caller IS NOT NULL AND NOT app_only GROUP BY caller
), own_right AS (
  SELECT c.principal, min(c.first_s) AS first_s, count(DISTINCT c.mailbox) AS mailboxes, max(h.days_before) AS days_before, max(h.tenant_days) AS tenant_days,
    max(h.days) AS days
  FROM judged_context c JOIN tenant_habit h ON h.kind = 'principal' AND h.value = c.principal
  WHERE c.app_only GROUP BY c.principal
)
SELECT concat('app:', c.principal) AS group_key, m.record_no,
  concat(CASE WHEN c.caller IS NULL THEN 'no application named' ELSE 'known here only through its users' END,
    CASE WHEN c.context_id IN (SELECT context_id FROM let_in_for_all) THEN ' | let in by an administrator' ELSE '' END) AS detail
FROM judged_context c
JOIN own_right o ON o.principal = c.principal
LEFT JOIN delegated d ON d.caller = c.caller
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.app_only AND c.verdict <> 'trusted'
  AND (o.days_before >= 5 OR (o.days * 4 <= o.tenant_days AND o.tenant_days >= 8 AND o.mailboxes * 2 <= c.all_mailboxes))
  AND (c.caller IS NULL OR d.first_s < o.first_s - 86400)
  AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.caller = c.caller AND (a.mailbox = '*' OR a.mailbox = c.mailbox)
    AND (a.network = '*' OR a.network = c.network))

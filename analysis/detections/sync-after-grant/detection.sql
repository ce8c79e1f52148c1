-- Reads of a mailbox by somebody who was granted it in this log, and the grant. Calendars alone open no mail. What somebody
-- grants himself, in however many mailboxes, is one incident: a helpdesk's round, or a theft.
WITH granted AS (
  SELECT record_no, at_s, actor, mailbox, grantee, place, detail FROM judged_change
  WHERE kind IN ('mailbox-permission', 'folder-permission') AND succeeded AND actor_kind <> 'system'
    AND mailbox IS NOT NULL AND grantee IS NOT NULL AND grantee <> mailbox AND lower(coalesce(detail, '')) NOT LIKE '%calendar%'
), taken AS (
  SELECT g.record_no AS grant_no, concat(CASE WHEN g.actor = g.grantee THEN '*' ELSE g.mailbox END, '|', g.grantee) AS group_key, c.context_id
  FROM granted g
  JOIN judged_context c ON c.mailbox = g.mailbox AND c.user_id = g.grantee
  WHERE c.verdict <> 'trusted' AND c.first_s >= g.at_s - 300 AND c.principal_level > 0
)
SELECT t.group_key, g.record_no,
  concat('granted by ', g.actor, CASE WHEN g.actor = g.grantee THEN ' to himself' ELSE '' END,
    CASE WHEN g.place >= 2 THEN ' from an unusual place' ELSE '' END, ': ', coalesce(g.detail, 'rights not named')) AS detail
FROM granted g JOIN (SELECT DISTINCT grant_no, group_key FROM taken) t ON t.grant_no = g.record_no
UNION ALL
SELECT t.group_key, m.record_no, CASE WHEN c.place < 2 THEN 'read from a usual place'
    WHEN EXISTS (SELECT 1 FROM own_device o WHERE o.user_id = c.user_id AND o.device = coalesce(c.device, c.family)) THEN 'read from an unusual place, with a device the reader has at home'
    ELSE 'read from an unusual place' END
FROM (SELECT DISTINCT group_key, context_id FROM taken) t
JOIN judged_context c ON c.context_id = t.context_id
JOIN mail_access m ON m.context_id = t.context_id
WHERE c.verdict <> 'trusted'

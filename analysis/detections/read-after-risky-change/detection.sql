-- Changes that open, forward or hide mail, made in an unusual place, with what the same person read there; and applications
-- that were given access and read for the first time afterwards. Ordinary changes in usual places are left out.
WITH risky AS (
  SELECT record_no, at_s, kind, actor, mailbox, app_id, grantee, place, hides, lower(detail) AS detail
  FROM judged_change
  WHERE actor_kind <> 'system' AND succeeded
    AND kind IN ('inbox-rule', 'forwarding', 'consent', 'app-credential', 'app-role', 'mailbox-permission', 'folder-permission',
      'transport-rule', 'impersonation-role', 'role-added')
), new_reader AS (
  SELECT r.record_no AS change_no, r.app_id, c.context_id
  FROM risky r
  JOIN judged_context c ON c.caller = r.app_id OR (c.app_only AND strpos(c.user_id, r.app_id) > 0)
  LEFT JOIN tenant_habit h ON h.kind = 'caller' AND h.value = c.caller
  WHERE r.kind IN ('consent', 'app-credential', 'app-role') AND r.app_id IS NOT NULL AND c.verdict <> 'trusted'
    AND coalesce(h.first_s, c.first_s) >= r.at_s - 3600 AND coalesce(h.first_s, c.first_s) < r.at_s + 30 * 86400
)
SELECT concat('actor:', actor) AS group_key, record_no,
  CASE WHEN kind = 'forwarding' OR (kind = 'inbox-rule' AND grantee IS NOT NULL) THEN 'mail sent on to another address'
    WHEN kind = 'inbox-rule' AND hides THEN 'a rule that hides mail'
    WHEN kind = 'inbox-rule' THEN 'a rule'
    WHEN kind IN ('mailbox-permission', 'folder-permission') THEN 'access granted'
    WHEN kind IN ('consent', 'app-credential', 'app-role') THEN 'an application given access'
    ELSE 'rights over other mailboxes' END AS detail
FROM risky
WHERE place >= 2 AND record_no NOT IN (SELECT change_no FROM new_reader)
UNION ALL
SELECT concat('actor:', r.actor), m.record_no, 'read by whoever made the change'
FROM risky r
JOIN change_context x ON x.record_no = r.record_no
JOIN mail_access m ON m.context_id = x.context_id
WHERE r.place >= 2
UNION ALL
SELECT concat('app:', r.app_id), r.record_no,
  concat(CASE WHEN r.place >= 2 THEN 'given access from an unusual place'
    WHEN r.detail LIKE '%for all users%' OR r.kind = 'app-role' THEN 'given access by an administrator'
    ELSE 'given access by a user' END, ' | ', r.actor)
FROM risky r
WHERE r.record_no IN (SELECT change_no FROM new_reader)
UNION ALL
SELECT concat('app:', n.app_id), m.record_no, 'read after it was given access'
FROM (SELECT DISTINCT app_id, context_id FROM new_reader) n
JOIN mail_access m ON m.context_id = n.context_id

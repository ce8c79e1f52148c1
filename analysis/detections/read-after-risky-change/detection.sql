-- Changes that open, forward or hide mail, made in an unusual place, with what the same person read there, and whoever was
-- let in by them; and applications that were given access and read for the first time afterwards, or after a new secret
-- from where they never did. Ordinary changes in usual places are left out.
WITH own_domain AS (
  SELECT DISTINCT substr(mailbox, strpos(mailbox, '@')) AS domain FROM judged_context WHERE strpos(mailbox, '@') > 0
), sent_on AS (
  SELECT record_no, actor, network, length(grantee) - length(replace(grantee, '@', '')) AS addresses,
    concat(replace(replace(replace(replace(replace(replace(grantee, ',', ';'), ' ', ';'), '"', ';'), '''', ';'), ']', ';'), '>', ';'), ';') AS ended
  FROM judged_change WHERE kind IN ('forwarding', 'inbox-rule') AND strpos(grantee, '@') > 0
), inward AS (
  -- Every '@' must begin a whole domain of the organisation: one address outside in a list is enough.
  SELECT s.record_no FROM sent_on s CROSS JOIN own_domain d GROUP BY s.record_no, s.addresses
  HAVING sum((length(s.ended) - length(replace(s.ended, concat(d.domain, ';'), ''))) / (length(d.domain) + 1)) = s.addresses
), outward AS (
  -- Mail sent on to an address of nobody here, and from where a device that never was in the mailbox reads: relays and
  -- carriers, whose addresses say little of a place, hide nobody who does that.
  SELECT g.record_no, max(CASE WHEN c.context_id IS NULL THEN 0 ELSE 1 END) AS by_stranger
  FROM sent_on g LEFT JOIN judged_context c ON c.user_id = g.actor AND c.network = g.network AND c.network_level > 0
    AND (c.device_level > 0 OR c.family_level > 0) AND c.verdict <> 'trusted'
  WHERE g.record_no NOT IN (SELECT record_no FROM inward)
  GROUP BY g.record_no
), risky AS (
  SELECT j.record_no, j.at_s, j.kind, j.actor, j.mailbox, j.app_id, j.grantee, j.hides, lower(j.detail) AS detail, o.record_no IS NOT NULL AS is_outward,
    CASE WHEN o.by_stranger = 1 AND j.place < 2 THEN 2
      WHEN j.record_no IN (SELECT record_no FROM joined_consent) THEN 1 ELSE j.place END AS place
  FROM judged_change j LEFT JOIN outward o ON o.record_no = j.record_no
  WHERE actor_kind <> 'system' AND succeeded
    AND (kind IN ('inbox-rule', 'forwarding', 'consent', 'app-credential', 'app-role', 'mailbox-permission', 'folder-permission',
      'transport-rule', 'impersonation-role', 'role-added', 'protocol-allowed') OR (kind = 'authentication-method' AND part = 'added' AND actor_kind = 'user'))
), new_reader AS (
  SELECT r.record_no AS change_no, r.app_id, c.context_id
  FROM risky r
  JOIN judged_context c ON c.caller = r.app_id OR (c.app_only AND strpos(c.user_id, r.app_id) > 0)
  LEFT JOIN tenant_habit h ON h.kind = 'caller' AND h.value = c.caller
  WHERE r.kind IN ('consent', 'app-credential', 'app-role') AND r.app_id IS NOT NULL AND c.verdict <> 'trusted'
    AND ((coalesce(h.first_s, c.first_s) >= r.at_s - 3600 AND coalesce(h.first_s, c.first_s) < r.at_s + 30 * 86400)
      -- An address the application never had is one neighbour of its cloud among many; after such a secret it is asked about.
      OR (r.kind = 'app-credential' AND (c.place >= 2 OR (r.place >= 2 AND c.network_level > 0))
        AND c.first_s >= r.at_s - 3600 AND c.first_s < r.at_s + 30 * 86400))
), grantee_read AS (
  SELECT r.record_no AS change_no, r.actor, c.context_id
  FROM risky r JOIN judged_context c ON c.user_id = r.grantee AND c.user_id <> c.mailbox AND (c.mailbox = r.mailbox OR r.kind = 'impersonation-role')
  WHERE r.place >= 2 AND r.kind IN ('mailbox-permission', 'folder-permission', 'impersonation-role') AND c.verdict <> 'trusted'
    AND c.principal_level > 0 AND c.first_s >= r.at_s - 3600 AND c.first_s < r.at_s + 30 * 86400
)
SELECT concat('actor:', actor) AS group_key, record_no,
  CASE WHEN is_outward THEN 'mail sent on to an address outside'
    WHEN kind = 'forwarding' OR (kind = 'inbox-rule' AND grantee IS NOT NULL) THEN 'mail sent on to another address'
    WHEN kind = 'inbox-rule' AND hides THEN 'a rule that hides mail'
    WHEN kind = 'inbox-rule' THEN 'a rule'
    WHEN kind = 'authentication-method' AND mailbox <> actor THEN 'a way into the account of another'
    WHEN kind = 'authentication-method' THEN 'a way to sign in'
    WHEN kind = 'protocol-allowed' THEN 'a way of reading allowed'
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
SELECT concat('actor:', g.actor), m.record_no, 'read by whoever was let in'
FROM grantee_read g JOIN mail_access m ON m.context_id = g.context_id
UNION ALL
SELECT concat('actor:', r.actor), m.record_no, 'read by whoever made the change'
FROM risky r
JOIN judged_change j ON j.record_no = r.record_no AND j.place < 2
JOIN judged_context c ON c.user_id = r.actor AND c.network = j.network AND c.network_level > 0 AND c.verdict <> 'trusted'
JOIN mail_access m ON m.context_id = c.context_id
WHERE r.place >= 2
UNION ALL
SELECT concat('app:', r.app_id), r.record_no,
  concat(CASE WHEN r.kind = 'app-credential' AND r.place >= 2 THEN 'given a secret from an unusual place'
    WHEN r.kind = 'app-credential' THEN 'given a secret'
    WHEN r.place = 2 AND (r.detail LIKE '%for all users%' OR r.kind = 'app-role') THEN 'given access by an administrator from another provider'
    WHEN r.place >= 2 THEN 'given access from an unusual place'
    WHEN r.detail LIKE '%for all users%' OR r.kind = 'app-role' THEN 'given access by an administrator'
    WHEN r.app_id IN (SELECT app_id FROM runs_at_home) THEN 'given access by a user, on whose own lines it reads'
    ELSE 'given access by a user' END, ' | ', r.actor)
FROM risky r
-- The first to let it in is not all who did.
WHERE r.record_no IN (SELECT change_no FROM new_reader) OR (r.kind = 'consent' AND r.app_id IN (SELECT app_id FROM new_reader))
UNION ALL
SELECT concat('app:', n.app_id), m.record_no, 'read after it was given access'
FROM (SELECT DISTINCT app_id, context_id FROM new_reader) n
JOIN mail_access m ON m.context_id = n.context_id

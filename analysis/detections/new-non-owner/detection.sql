-- Reads by somebody other than the owner, as the records' logon type says, who did not read this mailbox before.
SELECT concat('reader:', c.principal) AS group_key, m.record_no,
  concat(CASE WHEN m.logon_type = 'admin' THEN 'as administrator' ELSE 'as delegate' END,
    CASE WHEN EXISTS (SELECT 1 FROM judged_change g WHERE g.kind IN ('mailbox-permission', 'folder-permission') AND g.succeeded
        AND g.mailbox = c.mailbox AND g.grantee = c.user_id AND g.at_s <= c.first_s + 300 AND g.place < 2)
      THEN ', granted from a usual place' ELSE '' END,
    CASE WHEN c.place >= 2 AND NOT EXISTS (SELECT 1 FROM own_device o WHERE o.user_id = c.user_id AND o.device = coalesce(c.device, c.family))
      THEN ', with a device not known to be the reader’s' ELSE '' END) AS detail
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.non_owner AND c.principal_level > 0 AND c.verdict <> 'trusted'

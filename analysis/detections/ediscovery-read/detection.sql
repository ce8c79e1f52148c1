-- Mail searched, shown or exported by eDiscovery, which leaves no record of mail access.
SELECT concat('actor:', e.actor) AS group_key, e.record_no,
  concat(CASE WHEN e.kind = 'ediscovery-export' THEN 'exported' WHEN e.part = 'content' THEN 'shown' ELSE 'searched' END,
    CASE WHEN e.place >= 2 THEN ', from an unusual place' ELSE '' END) AS detail
FROM judged_change e
WHERE e.kind IN ('ediscovery-search', 'ediscovery-export') AND e.actor_kind <> 'system'
UNION ALL
SELECT concat('actor:', e.actor), m.record_no, 'read in the same place'
FROM judged_change e
JOIN change_context x ON x.record_no = e.record_no
JOIN mail_access m ON m.context_id = x.context_id
WHERE e.kind IN ('ediscovery-search', 'ediscovery-export')

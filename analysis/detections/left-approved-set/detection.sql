-- Applications outside the callers, networks and mailboxes approved together; without an approval, applications acting in
-- their own right that always came from one provider and now come from another.
SELECT concat('approved:', c.caller) AS group_key, m.record_no,
  CASE WHEN EXISTS (SELECT 1 FROM approval n WHERE n.caller = c.caller AND (n.network = '*' OR n.network = c.network))
    THEN 'a mailbox outside the approval' ELSE 'a network outside the approval' END AS detail
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
WHERE c.verdict <> 'trusted' AND c.caller IN (SELECT caller FROM approval)
  AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.caller = c.caller AND (a.mailbox = '*' OR a.mailbox = c.mailbox)
    AND (a.network = '*' OR a.network = c.network))
  AND (c.place_class NOT IN ('front-end', 'microsoft')
    OR NOT EXISTS (SELECT 1 FROM approval b WHERE b.caller = c.caller AND (b.mailbox = '*' OR b.mailbox = c.mailbox)))
UNION ALL
SELECT concat('place:', c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network)), m.record_no,
  CASE WHEN h.last_s > p.first_s + 21600 THEN 'beside the place it always came from' ELSE 'instead of the place it always came from' END
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
JOIN tenant_habit p ON p.kind = 'caller-place' AND p.value = concat(c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network, ''))
JOIN (
  -- The place it was at home before: most days, and there first.
  SELECT caller, min(home_first_s) AS first_s, max(home_last_s) AS last_s, max(days) AS days FROM (
    SELECT DISTINCT c.caller, t.value, t.first_s AS home_first_s, t.last_s AS home_last_s, t.days,
      rank() OVER (PARTITION BY c.caller ORDER BY t.days DESC) AS nth
    FROM judged_context c
    JOIN tenant_habit t ON t.kind = 'caller-place' AND t.value = concat(c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network, ''))
    WHERE c.app_only AND c.caller IS NOT NULL
  ) k WHERE nth = 1 GROUP BY caller
) h ON h.caller = c.caller
WHERE c.app_only AND c.verdict <> 'trusted' AND c.network IS NOT NULL AND c.place_class NOT IN ('front-end', 'microsoft')
  AND c.caller NOT IN (SELECT caller FROM approval)
  AND h.days >= 5 AND p.days * 3 <= h.days AND (p.days_before >= 5 OR p.days * 4 <= h.days)

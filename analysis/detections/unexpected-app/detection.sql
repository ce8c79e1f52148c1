-- Callers that are new to the tenant, or new to the mailbox and abusable, or rare over the whole window: a few mailboxes,
-- one network or few days, however long they have been there. Callers known here that call what nobody here calls. In a
-- log too short to tell what is usual: those that were not there on its first day, and read from rented machines where
-- nobody sits (a terminal server is an office). What reads most of the mailboxes is rather a backup that began late.
-- Microsoft's command lines and the like are no services: in a short log they need not have come late, and in a longer one
-- a few days of theirs are asked about though their mailbox has too few days to call anything new.
-- Who let it in is noted after a bar: an administrator at work, shortly before it first read, or its users themselves, who
-- may run it at the addresses of their own devices; or
-- that nobody on record did, and it first read while the whole log was off or within two days after; or that it has been at
-- work in a mailbox as whose owner nobody signs in, most days since the log began and from one provider: it is what the
-- mailbox is for; or that a program of Microsoft's or a known one was set up beside the owner's own devices.
WITH home_use AS (
  -- Somebody's own program, there from the start: his journeys are asked about elsewhere.
  SELECT DISTINCT mailbox, caller FROM judged_context
  WHERE place < 2 AND caller_level = 0 AND network IS NOT NULL AND NOT app_only AND verdict <> 'trusted'
    AND place_class NOT IN ('hosting', 'vpn', 'microsoft', 'front-end')
), inhabited AS (
  -- By another caller than this, or by none that is named. What asks from Microsoft's own machines and is no program of
  -- people's is nobody who signed in.
  SELECT DISTINCT mailbox, coalesce(caller, '') AS caller FROM judged_context
  WHERE NOT app_only AND NOT non_owner AND (user_facing OR coalesce(place_class, '') NOT IN ('front-end', 'microsoft'))
), home_way AS (
  SELECT DISTINCT mailbox, caller, protocol FROM judged_context WHERE tier = 'first-party-abusable' AND place < 2 AND verdict <> 'trusted'
), beside_own AS (
  SELECT DISTINCT mailbox, user_id, network FROM judged_context
  WHERE place = 0 AND user_facing AND NOT app_only AND NOT non_owner AND network IS NOT NULL AND device_level = 0 AND family_level = 0
    AND verdict <> 'trusted' AND place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft', 'hosting', 'vpn')
), begun_home AS (
  -- A program whose first read in the mailbox was at a usual address, where the owner's own devices read, and half of whose
  -- records and more are at usual places: it was set up there, and is carried along.
  SELECT p.mailbox, p.user_id, p.caller, p.protocol FROM (
    SELECT mailbox, user_id, caller, protocol, min(first_s) AS first_s, sum(records) AS records,
      sum(CASE WHEN place < 2 AND place_class NOT IN ('front-end', 'microsoft') THEN records ELSE 0 END) AS near
    FROM judged_context
    WHERE caller IS NOT NULL AND tier IN ('first-party', 'first-party-abusable', 'third-party-known') AND protocol <> 'rest' AND NOT app_only AND NOT non_owner AND verdict <> 'trusted'
    GROUP BY mailbox, user_id, caller, protocol
  ) p
  WHERE p.near * 2 >= p.records AND EXISTS (SELECT 1 FROM judged_context c JOIN beside_own b ON b.mailbox = c.mailbox AND b.user_id = c.user_id AND b.network = c.network
    WHERE c.mailbox = p.mailbox AND c.user_id = p.user_id AND c.caller = p.caller AND c.protocol = p.protocol AND c.first_s = p.first_s AND c.verdict <> 'trusted')
), late AS (
  SELECT DISTINCT caller, network FROM judged_context
  WHERE tier IN ('unknown', 'risky', 'first-party-abusable') AND place_class IN ('hosting', 'vpn') AND verdict <> 'trusted'
    AND caller_mailboxes * 2 <= all_mailboxes
    AND ((tenant_days < 8 AND caller_days_before BETWEEN CASE WHEN tier = 'first-party-abusable' THEN 0 ELSE 1 END AND 4)
      OR (tier = 'first-party-abusable' AND tenant_days >= 8 AND caller_days * 4 <= tenant_days))
    AND network NOT IN (SELECT network FROM judged_context WHERE user_facing AND network IS NOT NULL)
), unseen AS (
  SELECT DISTINCT h.value AS caller
  FROM judged_change o
  LEFT JOIN (SELECT o.at_s AS from_s, min(n.at_s) AS to_s FROM judged_change o JOIN judged_change n ON n.kind = 'ingestion-on' AND n.at_s > o.at_s
    WHERE o.kind = 'ingestion-off' GROUP BY o.at_s) e ON e.from_s = o.at_s
  JOIN tenant_habit h ON h.kind = 'caller' AND h.first_s BETWEEN o.at_s AND coalesce(e.to_s, o.at_s) + 2 * 86400
  WHERE o.kind = 'ingestion-off' AND o.succeeded AND o.actor_kind <> 'system'
    AND NOT EXISTS (SELECT 1 FROM judged_change g WHERE g.app_id = h.value AND g.kind IN ('consent', 'app-role', 'app-credential'))
)
SELECT concat(c.caller, CASE WHEN c.app_only THEN '|app-only' ELSE '' END) AS group_key, m.record_no,
  concat(CASE WHEN l.network IS NOT NULL AND c.tenant_days >= 8 AND c.place < 2 THEN 'on few days, and where nobody sits'
    WHEN c.caller_days_before >= 5 AND c.resource_days_before >= 5 THEN 'new to the tenant, by an interface that nobody here used before'
    WHEN c.caller_days_before >= 5 THEN 'new to the tenant'
    WHEN c.tier = 'first-party-abusable' AND c.caller_level = 0 AND w.mailbox IS NULL AND c.place >= 2 THEN 'by an interface that this mailbox never used with it'
    WHEN l.network IS NOT NULL AND c.caller_days_before = 0 THEN 'in a short log, and where nobody sits'
    WHEN l.network IS NOT NULL THEN 'not there when this short log begins'
    WHEN c.caller_mailboxes * 4 >= c.all_mailboxes AND c.caller_mailboxes >= 3 AND c.resource_days_before >= 5 THEN 'by an interface that nobody else here uses'
    WHEN c.caller_mailboxes * 4 >= c.all_mailboxes AND c.caller_mailboxes >= 3 THEN 'common here, new to the mailbox'
    WHEN c.caller_level = 1 THEN 'new to the mailbox'
    ELSE 'rare in the tenant' END,
    CASE WHEN a.by_admin = 1 THEN ' | let in by an administrator' WHEN c.caller IN (SELECT app_id FROM runs_at_home) THEN ' | let in by users who run it' WHEN a.by_admin = 0 THEN ' | let in by its users'
      WHEN n.caller IS NOT NULL THEN ' | let in while the log was off'
      WHEN c.tier = 'unknown' AND c.caller_mailboxes <= 2 AND c.caller_networks = 1 AND c.caller_days_before < 5 AND c.tenant_days >= 8
        AND c.caller_days * 2 >= c.tenant_days AND NOT EXISTS (SELECT 1 FROM inhabited i WHERE i.mailbox = c.mailbox AND i.caller <> c.caller)
        THEN ' | at work in a mailbox of nobody' WHEN g.caller IS NOT NULL THEN ' | set up at a usual place' ELSE '' END) AS detail
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
LEFT JOIN late l ON l.caller = c.caller AND l.network = c.network
LEFT JOIN let_in a ON a.app_id = c.caller
LEFT JOIN unseen n ON n.caller = c.caller
LEFT JOIN home_way w ON w.mailbox = c.mailbox AND w.caller = c.caller AND w.protocol = c.protocol
LEFT JOIN begun_home g ON g.mailbox = c.mailbox AND g.user_id = c.user_id AND g.caller = c.caller AND g.protocol = c.protocol
LEFT JOIN home_use u ON u.mailbox = c.mailbox AND u.caller = c.caller
WHERE c.caller IS NOT NULL AND c.verdict <> 'trusted'
  AND NOT EXISTS (SELECT 1 FROM approval a WHERE a.caller = c.caller AND (a.mailbox = '*' OR a.mailbox = c.mailbox)
    AND (a.network = '*' OR a.network = c.network))
  -- What an earlier case knew of this mailbox is expected.
  AND (c.tier = 'malicious' OR NOT c.caller_learnt)
  AND (
    c.tier = 'malicious'
    OR (c.tier IN ('unknown', 'risky', 'third-party-known') AND c.caller_days_before >= 5)
    OR ((c.tier IN ('unknown', 'risky') OR (c.tier = 'third-party-known' AND c.caller_level > 0)) AND (u.caller IS NULL OR c.place < 2) AND (
      (c.caller_mailboxes * 10 <= c.all_mailboxes AND c.caller_networks <= 2)
      OR (c.caller_mailboxes <= 2 AND c.all_mailboxes >= 5)
      OR (c.caller_mailboxes * 2 <= c.all_mailboxes AND c.caller_days * 4 <= c.tenant_days AND c.tenant_days >= 8)
      OR (c.all_mailboxes < 5 AND c.caller_level > 0)))
    OR (c.tier IN ('risky', 'first-party-abusable') AND c.caller_level > 0
      AND (c.place >= 2 OR c.caller_mailboxes * 10 <= c.all_mailboxes OR c.caller_mailboxes <= 2))
    OR (c.tier = 'first-party' AND c.caller_days_before >= 5 AND c.caller_mailboxes * 20 <= c.all_mailboxes AND c.place >= 2)
    -- Whoever has Outlook knows its id, and so does a stranger's script; but the script asks another way, and elsewhere.
    OR (c.tier = 'first-party-abusable' AND w.mailbox IS NULL AND c.place_class IN ('hosting', 'vpn') AND c.place >= 2 AND c.caller_level = 0)
    OR l.network IS NOT NULL
    OR (c.resource_days_before >= 5 AND c.resource_mailboxes * 20 <= c.all_mailboxes AND c.place >= 2)
  )

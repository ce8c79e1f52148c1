-- Reads from a network, provider or country that neither mailbox nor reader knows. An office, a carrier's moving address,
-- a relay and Microsoft's front ends have place 0 or 1 and never come this far (analysis/baseline/judged.ts).
-- A service that has read three other mailboxes from that provider since the log began lives there, and is told apart, also in records that do not name it but its very addresses; so is what its users let in at usual places.
-- All strange reading of one mailbox by one user from rented machines is one incident, and all from one country.
SELECT concat(c.mailbox, '|', c.user_id, '|', CASE WHEN c.place_class IN ('hosting', 'vpn') THEN 'rented' ELSE coalesce(c.country, 'unknown') END) AS group_key,
  m.record_no,
  CASE WHEN c.place_class = 'hosting' AND c.protocol IN ('rest', 'ews') AND c.tier IN ('unknown', 'third-party-known')
      AND c.caller_place_days_before < 5 AND c.caller_place_mailboxes > 3 THEN 'rented machine of a service known here'
    WHEN c.place_class = 'hosting' AND c.caller IS NULL AND c.protocol IN ('rest', 'ews') AND c.network IN (SELECT k.network FROM judged_context k
      WHERE k.protocol = c.protocol AND k.place_class = 'hosting' AND k.tier IN ('unknown', 'third-party-known') AND k.verdict <> 'trusted'
        AND k.caller_place_days_before < 5 AND k.caller_place_mailboxes > 3 AND k.network IS NOT NULL) THEN 'rented machine of a service known here'
    WHEN c.place_class = 'hosting' AND c.caller IS NOT NULL AND NOT c.user_facing AND c.caller IN (SELECT app_id FROM let_in) THEN 'rented machine of a service let in by its users'
    WHEN c.place_class = 'hosting' THEN 'rented machine' WHEN c.place_class = 'vpn' THEN 'VPN provider'
    WHEN c.country_level > 0 THEN 'other country' ELSE 'other provider' END AS detail
FROM judged_context c
JOIN mail_access m ON m.context_id = c.context_id
  -- Where a service lives says nothing of the person in whose name an administrator lets it read.
WHERE c.place >= 2 AND NOT c.app_only AND c.verdict <> 'trusted'
  AND NOT EXISTS (SELECT 1 FROM let_in i WHERE i.app_id = c.caller AND i.by_admin = 1)
  AND c.context_id NOT IN (SELECT context_id FROM let_in_for_all)

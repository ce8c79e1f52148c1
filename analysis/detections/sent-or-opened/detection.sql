-- Mail sent and attachments opened in the places where somebody reads unusually, with those reads: impact beside reading.
-- Each provider of lines is a place of its own: an owner who moved house must not stand in an intruder's finding. Rented
-- machines and VPNs, which change their providers, are one; a VPN of the person's own is another.
WITH done AS (
  SELECT h.record_no, h.kind, h.actor, h.network, CASE WHEN v.asn IS NULL THEN '' ELSE ', behind the own VPN' END AS behind,
    CASE WHEN v.asn IS NOT NULL THEN 'own VPN' WHEN h.place_class IN ('hosting', 'vpn') THEN 'rented' ELSE coalesce(CAST(h.asn AS VARCHAR), h.network) END AS provider
  FROM judged_change h LEFT JOIN own_vpn v ON v.user_id = h.actor AND v.asn = h.asn
  WHERE h.kind IN ('send', 'send-as', 'send-on-behalf', 'attachment-access') AND h.place >= 2 AND h.network IS NOT NULL
    AND h.succeeded AND h.actor_kind <> 'system'
), odd_reader AS (
  SELECT c.user_id, c.network, d.provider, c.context_id FROM judged_context c
  JOIN (SELECT DISTINCT actor, network, provider FROM done) d ON d.actor = c.user_id AND d.network = c.network
  WHERE c.place >= 2 AND c.verdict <> 'trusted'
)
SELECT concat(d.actor, '|', d.provider) AS group_key, d.record_no,
  concat(CASE d.kind WHEN 'attachment-access' THEN 'attachments opened' WHEN 'send' THEN 'mail sent' ELSE 'mail sent as somebody else' END, d.behind) AS detail
FROM done d JOIN (SELECT DISTINCT user_id, network FROM odd_reader) r ON r.user_id = d.actor AND r.network = d.network
UNION ALL
SELECT concat(r.user_id, '|', r.provider), m.record_no, 'read in the same place'
FROM odd_reader r JOIN mail_access m ON m.context_id = r.context_id

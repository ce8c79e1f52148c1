-- Mail sent and attachments opened in the places where somebody reads unusually, with those reads: impact beside reading.
-- Each provider is a place of its own: an owner who moved house must not stand in an intruder's finding.
WITH done AS (
  SELECT record_no, at_s, kind, actor, mailbox, network, place, coalesce(CAST(asn AS VARCHAR), network) AS provider FROM judged_change
  WHERE kind IN ('send', 'send-as', 'send-on-behalf', 'attachment-access') AND place >= 2 AND network IS NOT NULL
    AND succeeded AND actor_kind <> 'system'
), odd_reader AS (
  SELECT c.user_id, c.network, d.provider, c.context_id FROM judged_context c
  JOIN (SELECT DISTINCT actor, network, provider FROM done) d ON d.actor = c.user_id AND d.network = c.network
  WHERE c.place >= 2 AND c.verdict <> 'trusted'
)
SELECT concat(d.actor, '|', d.provider) AS group_key, d.record_no,
  CASE d.kind WHEN 'attachment-access' THEN 'attachments opened' WHEN 'send' THEN 'mail sent' ELSE 'mail sent as somebody else' END AS detail
FROM done d JOIN (SELECT DISTINCT user_id, network FROM odd_reader) r ON r.user_id = d.actor AND r.network = d.network
UNION ALL
SELECT concat(r.user_id, '|', r.provider), m.record_no, 'read in the same place'
FROM odd_reader r JOIN mail_access m ON m.context_id = r.context_id

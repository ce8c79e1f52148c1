-- A protocol, program or kind of device that neither mailbox nor reader used before. Where several people start with the
-- same one at their usual places it is a roll-out, and one incident. Applications behind Graph have a question of their
-- own; OWA's 'Action=ViaProxy' names no device and says nothing.
WITH fresh AS (
  SELECT c.context_id, c.mailbox, c.user_id, c.place, c.family_level, CASE WHEN c.family_level > 0 THEN c.family ELSE c.device END AS client
  FROM judged_context c
  WHERE NOT c.app_only AND c.verdict <> 'trusted' AND c.protocol <> 'rest'
    AND (c.family_level = 1 OR c.device_level = 1 OR ((c.family_level = 2 OR c.device_level = 2) AND c.place >= 2))
), rolled_out AS (
  SELECT client FROM fresh WHERE place < 2 GROUP BY client HAVING count(DISTINCT mailbox) >= 3
)
SELECT CASE WHEN f.place < 2 AND r.client IS NOT NULL THEN concat('roll-out|', f.client) ELSE concat(f.mailbox, '|', f.user_id, '|', f.client) END AS group_key,
  m.record_no,
  CASE WHEN f.place < 2 AND r.client IS NOT NULL THEN 'roll-out' WHEN f.family_level > 0 THEN 'new protocol' ELSE 'new device' END AS detail
FROM fresh f
LEFT JOIN rolled_out r ON r.client = f.client
JOIN mail_access m ON m.context_id = f.context_id

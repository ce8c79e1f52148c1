-- A program that names itself as a programmer's library or tool: no history is needed to know that no person reads mail with
-- it. Applications in their own right have a question of their own. What runs at a usual place on every third day of a log
-- that is long enough to tell is somebody's program.
WITH scripts AS (
  SELECT c.context_id, c.user_id, c.device FROM judged_context c
  WHERE c.scripted AND NOT c.app_only AND c.verdict <> 'trusted'
), used AS (
  SELECT s.user_id, s.device, count(DISTINCT d.day) AS days FROM scripts s JOIN context_day d ON d.context_id = s.context_id GROUP BY s.user_id, s.device
)
SELECT concat('user:', s.user_id, '|', s.device) AS group_key, m.record_no,
  concat(CASE WHEN u.days * 3 >= t.days AND t.days >= 8 THEN 'regular' ELSE 'now and then' END, '|', x.client) AS detail
FROM scripts s
JOIN used u ON u.user_id = s.user_id AND u.device = s.device
CROSS JOIN (SELECT count(DISTINCT day) AS days FROM context_day) t
JOIN context x ON x.context_id = s.context_id
JOIN mail_access m ON m.context_id = s.context_id

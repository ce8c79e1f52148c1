-- Words searched in an unusual place, and what the same person opened there within half an hour.
WITH searched AS (
  SELECT record_no, at_s, actor, network, lower(coalesce(detail, '')) AS words FROM judged_change
  WHERE kind = 'search' AND place >= 2 AND network IS NOT NULL AND actor_kind <> 'system'
), opened AS (
  SELECT s.record_no AS search_no, s.actor AS group_key, m.record_no
  FROM searched s
  JOIN judged_context c ON c.user_id = s.actor AND c.network = s.network
  JOIN mail_access m ON m.context_id = c.context_id
  WHERE c.place >= 2 AND c.verdict <> 'trusted' AND m.at_s >= s.at_s AND m.at_s <= s.at_s + 1800
)
SELECT s.actor AS group_key, s.record_no,
  CASE WHEN s.words LIKE '%invoice%' OR s.words LIKE '%payment%' OR s.words LIKE '%iban%' OR s.words LIKE '%bank%' OR s.words LIKE '%wire%'
      OR s.words LIKE '%password%' OR s.words LIKE '%passwd%' OR s.words LIKE '%credential%' OR s.words LIKE '%vpn%' OR s.words LIKE '%mfa%'
      OR s.words LIKE '%payroll%' OR s.words LIKE '%salary%' OR s.words LIKE '%confidential%' OR s.words LIKE '%secret%' OR s.words LIKE '%rechnung%'
      OR s.words LIKE '%passwort%' OR s.words LIKE '%facture%' THEN 'words of money or secrets' ELSE 'other words' END AS detail
FROM searched s
WHERE s.record_no IN (SELECT search_no FROM opened)
UNION ALL
SELECT group_key, record_no, 'opened after a search' FROM opened

/** Who is on a journey, told from where and when the own devices read. */

/** Whoever is away for that long does not read at home: a working week, and reads where he is on several days of it. */
const AWAY_DAYS = 5;
const AWAY_READ_DAYS = 3;
/** Days in which nobody need read, before, after and beside what says that somebody is on a journey. */
const SLACK_S = 5 * 86_400;
/** On so many days a phone was at a usual address: that it is no more is worth something. */
const PHONE_HOME_DAYS = 2;
const PHONE_SEEN_S = 14 * 86_400;

/**
 * Reads of those who read abroad at all: where; when that device was last read with at home before, and next after; and when
 * anything was. A carrier is no home, nor is for a phone another address of its provider: one that roams shows its own
 * carrier's addresses.
 */
const WAY = `
  CREATE OR REPLACE TEMP TABLE way AS
  SELECT r.*, max(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id, device ORDER BY at_s, record_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS device_before_s,
    min(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id, device ORDER BY at_s, record_no ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS device_after_s,
    max(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id ORDER BY at_s, record_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_s,
    min(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id ORDER BY at_s, record_no ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after_s
  FROM (
    SELECT c.user_id, c.device, CASE WHEN c.country_level > 0 THEN c.country ELSE '' END AS away, m.record_no, m.at_s, m.day,
      CASE WHEN c.family IN ('outlook-mobile', 'activesync') AND c.device_seen_level = 0 AND c.family_seen_level = 0 THEN 1 ELSE 0 END AS own_phone
    FROM placed_context c JOIN mail_access m ON m.context_id = c.context_id
    WHERE c.user_facing AND NOT c.app_only AND m.access = 'bind' AND c.country IS NOT NULL
      AND c.place_class NOT IN ('relay', 'front-end', 'microsoft', 'hosting', 'vpn')
      AND (c.country_level > 0 OR (c.place_class <> 'carrier' AND c.place <= CASE WHEN c.family IN ('outlook-mobile', 'activesync') THEN 0 ELSE 1 END))
      AND c.user_id IN (SELECT user_id FROM placed_context WHERE place >= 3 AND country_level > 0 AND place_class NOT IN ('hosting', 'vpn'))
  ) r`;

/**
 * Where somebody is on a journey, as the own records say: the phone that he had at home is there, on two days and more, and
 * not at home between; or for a working week nobody reads at home while he reads there. An intruder does not make the owner
 * stop reading at home, nor take his phone along. Rented machines are no country.
 */
const ON_JOURNEY = `
  CREATE OR REPLACE TEMP TABLE on_journey AS
  SELECT DISTINCT c.context_id FROM placed_context c
  JOIN (
    SELECT w.user_id, w.away, w.device_before_s AS from_s, coalesce(w.device_after_s, max(w.at_s) + ${SLACK_S}) AS to_s, min(w.at_s) AS first_s, max(w.at_s) AS last_s
    FROM way w JOIN (SELECT user_id, device FROM way WHERE away = '' AND own_phone = 1 GROUP BY user_id, device
      HAVING count(DISTINCT day) >= ${PHONE_HOME_DAYS}) p ON p.user_id = w.user_id AND p.device = w.device
    WHERE w.own_phone = 1 AND w.away <> '' AND w.device_before_s IS NOT NULL
    GROUP BY w.user_id, w.device, w.away, w.device_before_s, w.device_after_s
    HAVING count(DISTINCT w.day) >= 2 AND max(w.at_s) - min(w.at_s) >= 72000 AND min(w.at_s) - w.device_before_s <= ${PHONE_SEEN_S}
    UNION ALL
    SELECT w.user_id, w.away, w.before_s, coalesce(w.after_s, e.last_s), min(w.at_s), max(w.at_s)
    FROM way w CROSS JOIN (SELECT max(last_s) AS last_s FROM placed_context) e
    WHERE w.away <> '' AND w.before_s IS NOT NULL
    GROUP BY w.user_id, w.away, w.before_s, w.after_s, e.last_s
    HAVING count(DISTINCT w.day) >= ${AWAY_READ_DAYS} AND coalesce(w.after_s, e.last_s) - w.before_s >= ${AWAY_DAYS} * 86400
      AND min(w.at_s) - w.before_s <= ${SLACK_S} AND (w.after_s IS NULL OR w.after_s - max(w.at_s) <= ${SLACK_S})
  ) j ON j.user_id = c.user_id AND j.away = c.country AND c.first_s >= j.from_s AND c.last_s <= j.to_s
    AND c.first_s >= j.first_s - ${SLACK_S} AND c.last_s <= j.last_s + ${SLACK_S}
  WHERE c.country_level > 0 AND NOT c.app_only AND c.user_facing AND c.place_class NOT IN ('relay', 'front-end', 'microsoft', 'hosting', 'vpn')`;

export const JOURNEY = [WAY, ON_JOURNEY];

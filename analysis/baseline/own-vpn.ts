/** Which exits of VPN providers are somebody's own, and what is read behind them. */
import { HISTORY_DAYS } from './habits.ts';
import { IN_HAND, NO_HOME } from './places.ts';

/** On so many days somebody must have been behind a VPN for it to be his; on fewer, if the log begins with it. */
const OWN_VPN_DAYS = 5;
const FIRST_VPN_DAYS = 3;

/**
 * What is read behind them, by day. A table of its own: joined with all else at once, days could come first, and every
 * context of a day would meet everybody of that day.
 */
const VPN_DAY = `
  CREATE OR REPLACE TEMP TABLE vpn_day AS
  SELECT c.user_id, c.mailbox, c.asn, coalesce(c.device, c.family) AS device, concat('user:', c.user_id) AS subject, d.day,
    coalesce(x.device_slots, 0) AS device_slots, CAST(floor(CAST(d.first_s AS double) / 3600) AS bigint) % 24 AS hour_of_day
  FROM placed_context c JOIN context_day d ON d.context_id = c.context_id
  LEFT JOIN crossing x ON x.context_id = c.context_id
  WHERE (c.place_class = 'vpn' OR (c.place_class = 'hosting' AND c.asn IN (SELECT asn FROM vpn_asn))) AND c.asn IS NOT NULL
    AND ${IN_HAND} AND NOT c.non_owner AND NOT c.app_only AND NOT c.scripted`;

/**
 * Exits of VPN providers behind which somebody reads the own mailbox on many days, or since the log began, with devices that
 * are known at his usual places. A computer behind a VPN is not at home without it in the same half hour, but for when it is
 * switched on or off; and what is read there is read at hours at which it is at home, too. Whoever rents a machine and calls
 * himself what the owner has heeds neither.
 */
const EXITS = `
  CREATE OR REPLACE TEMP TABLE own_vpn AS
  SELECT user_id, asn FROM (
    SELECT c.user_id, c.asn, c.day, min(s.nth) AS nth, sum(c.device_slots) AS device_slots,
      max(CASE WHEN a.mailbox IS NULL THEN 1 ELSE 0 END) AS at_odd_hours
    FROM vpn_day c
    JOIN (SELECT DISTINCT user_id, coalesce(device, family) AS device FROM placed_context
      WHERE place <= 1 AND device_seen_level = 0 AND family_seen_level = 0 AND NOT non_owner AND NOT app_only AND network IS NOT NULL
        AND place_class NOT IN ${NO_HOME}
    ) k ON k.user_id = c.user_id AND k.device = c.device
    JOIN subject_day s ON s.subject = c.subject AND s.day = c.day
    LEFT JOIN (SELECT DISTINCT mailbox, CAST(floor(CAST(slot AS double) / 2) AS bigint) % 24 AS hour_of_day FROM own_slot WHERE device IS NOT NULL
    ) a ON a.mailbox = c.mailbox AND a.hour_of_day = c.hour_of_day
    GROUP BY c.user_id, c.asn, c.day
  ) v
  GROUP BY user_id, asn
  HAVING count(*) >= CASE WHEN min(nth) <= ${HISTORY_DAYS} THEN ${FIRST_VPN_DAYS} ELSE ${OWN_VPN_DAYS} END
    AND sum(device_slots) * 3 <= count(*) AND sum(at_odd_hours) * 3 <= count(*)`;

/**
 * There what its owner's known devices read is as near as another address of a usual provider: a VPN gives another one every
 * day. Whatever else reads there stays far away, and so does what crosses the same device at home.
 */
const BEHIND_OWN_VPN = `
  UPDATE placed_context SET place = 1 WHERE context_id IN (
    SELECT c.context_id FROM placed_context c JOIN own_vpn v ON v.user_id = c.user_id AND v.asn = c.asn
    LEFT JOIN home_device h ON h.user_id = c.user_id AND h.device = c.device
    LEFT JOIN crossing x ON x.context_id = c.context_id
    WHERE c.place >= 2 AND ${IN_HAND} AND NOT c.non_owner AND NOT c.app_only AND NOT c.scripted
      AND ((c.device_seen_level = 0 AND c.family_seen_level = 0) OR h.device IS NOT NULL) AND coalesce(x.device_slots, 0) < 2)`;

export const OWN_VPN = [VPN_DAY, EXITS, BEHIND_OWN_VPN];

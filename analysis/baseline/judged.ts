/** How every context stands against the habits of its mailbox, its user and the tenant. */
import { HISTORY_DAYS } from './habits.ts';

/**
 * The least of the levels in the mailbox's and in the user's own habits: known to either is known. Somebody seen for
 * less than a week has no habits of his own, and must not make all he does look usual.
 */
function level(kind: string, but = ''): string {
  return `min(CASE WHEN t.kind IN ('${kind}', 'app-${kind}') AND NOT (t.subject LIKE 'user:%' AND h.subject_days <= ${HISTORY_DAYS})${but} THEN h.level END) AS ${kind}_level`;
}

/** In a mailbox that many share, what a colleague reads with is not the reader's: whoever has habits is held to them alone. */
const NOT_COLLEAGUES = ' AND NOT (v.context_id IS NOT NULL AND t.subject = v.mailbox)';

const LEVELS = `
  CREATE OR REPLACE TEMP TABLE context_level AS
  SELECT t.context_id, ${['caller', 'network', 'asn', 'country'].map((kind) => level(kind)).join(', ')},
    ${['family', 'device'].map((kind) => level(kind, NOT_COLLEAGUES)).join(', ')},
    min(CASE WHEN t.kind = 'principal' AND t.subject NOT LIKE 'user:%' THEN h.level END) AS principal_level
  FROM trait t JOIN habit h ON h.subject = t.subject AND h.kind = t.kind AND h.value = t.value
  LEFT JOIN (
    SELECT c.context_id, c.mailbox FROM actor_context c
    JOIN (SELECT subject, max(subject_days) AS days FROM habit GROUP BY subject) u ON u.subject = concat('user:', c.user_id)
    WHERE c.non_owner AND c.user_facing AND u.days > ${HISTORY_DAYS}
  ) v ON v.context_id = t.context_id
  GROUP BY t.context_id`;

/**
 * Where somebody reads the own mailbox, and did so when the log began: what he reads there for others he reads at home,
 * however few days of him the log holds. Whoever comes late, or from a rented machine, may be anybody.
 */
const OWN_LINE = `
  CREATE OR REPLACE TEMP TABLE own_line AS
  SELECT DISTINCT c.user_id, c.network FROM actor_context c
  JOIN habit h ON h.subject = concat('user:', c.user_id) AND h.kind = 'network' AND h.value = c.network AND h.level = 0
  JOIN tenant_habit t ON t.kind = 'principal' AND t.value = c.principal AND t.days_before < ${HISTORY_DAYS}
  WHERE NOT c.non_owner AND NOT c.app_only AND c.user_facing AND c.place_class NOT IN ('hosting', 'vpn', 'relay')`;

/**
 * place: 0 usual or without meaning, 1 another address of a usual provider, 2 another provider, 3 another country or a
 * rented machine. Country alone never counts on carriers and relays, whose addresses move.
 */
const PLACED = `
  CREATE OR REPLACE TEMP TABLE placed_context AS
  SELECT c.*, coalesce(l.caller_level, 0) AS caller_seen_level, coalesce(l.network_level, 0) AS network_level,
    coalesce(l.asn_level, 0) AS asn_level, coalesce(l.country_level, 0) AS country_level, coalesce(l.family_level, 0) AS family_seen_level,
    coalesce(l.device_level, 0) AS device_seen_level, coalesce(l.principal_level, 0) AS principal_level,
    CASE WHEN c.network IS NULL OR c.place_class IN ('front-end', 'microsoft') OR o.network IS NOT NULL THEN 0
      WHEN coalesce(l.network_level, 0) = 0 OR (c.non_owner AND w.network IS NOT NULL) THEN 0
      WHEN c.place_class IN ('carrier', 'relay') THEN CASE WHEN l.country_level > 0 THEN 1 ELSE 0 END
      WHEN c.asn IS NOT NULL AND coalesce(l.asn_level, 0) = 0 THEN 1
      -- Phones wander between home lines, guests' lines and carriers that sell both; within the country that says nothing.
      WHEN c.family IN ('outlook-mobile', 'activesync') AND c.place_class = 'other' AND coalesce(l.country_level, 0) = 0 THEN 1
      -- A provider that the tables do not know is unknown, not different; an address of which not even the country is
      -- known (a range that nobody holds) is another place all the same.
      WHEN c.asn IS NULL AND c.country IS NOT NULL AND coalesce(l.country_level, 0) = 0 THEN 1
      WHEN c.place_class IN ('hosting', 'vpn') THEN 3
      WHEN l.country_level > 0 THEN 3 ELSE 2 END AS place
  FROM actor_context c
  LEFT JOIN context_level l ON l.context_id = c.context_id
  LEFT JOIN office_network o ON o.network = c.network
  LEFT JOIN own_line w ON w.user_id = c.user_id AND w.network = c.network`;

/**
 * What somebody reads the own mailbox with in usual places, who did so when the log began: with the same device or program
 * a delegate on a journey is himself. Programs that name no device are told by their kind.
 */
const OWN_DEVICE = `
  CREATE OR REPLACE TEMP TABLE own_device AS
  SELECT DISTINCT c.user_id, coalesce(c.device, c.family) AS device FROM placed_context c
  JOIN tenant_habit t ON t.kind = 'principal' AND t.value = c.principal AND t.days_before < ${HISTORY_DAYS}
  WHERE NOT c.non_owner AND NOT c.app_only AND c.place <= 1 AND c.network IS NOT NULL AND coalesce(c.device, c.family) IS NOT NULL
    AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft', 'vpn', 'hosting')`;

const ROLL_OUT_MAILBOXES = 3;
const ROLL_OUT_S = 14 * 86_400;

/** Days a device must be seen in usual places to be called the household's: an intruder may pass by one once. */
const HOME_DEVICE_DAYS = 3;

/**
 * A device that was used in a usual place again and again belongs to the household, wherever it is taken. So does one at
 * another address of a usual provider, where a known device is used as well: a household moves, or its line is given a
 * new address.
 */
const HOME_DEVICE = `
  CREATE OR REPLACE TEMP TABLE home_device AS
  SELECT c.user_id, c.device FROM placed_context c JOIN context_day d ON d.context_id = c.context_id
  LEFT JOIN (SELECT DISTINCT user_id, network FROM placed_context WHERE device IS NOT NULL AND device_seen_level = 0) k
    ON k.user_id = c.user_id AND k.network = c.network
  WHERE (c.place = 0 OR (c.place = 1 AND k.network IS NOT NULL)) AND c.network IS NOT NULL AND c.device IS NOT NULL
    AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft', 'vpn', 'hosting')
  GROUP BY c.user_id, c.device HAVING count(DISTINCT d.day) >= ${HOME_DEVICE_DAYS}`;

/**
 * What was seldom used, but from the first days of the log on and at the person's own provider before it was used elsewhere,
 * is no device he never used: who reads in Outlook opens a browser now and then, on a journey too.
 */
const EARLIER_DEVICE = `
  CREATE OR REPLACE TEMP TABLE earlier_device AS
  SELECT user_id, device, min(first_s) AS first_s FROM placed_context
  WHERE device_seen_level = 2 AND place <= 1 AND network IS NOT NULL
    AND place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft', 'vpn', 'hosting')
  GROUP BY user_id, device`;

/** Systems a person has in a usual place: a browser on one of them is no strange program. */
const HOME_OS = `
  CREATE OR REPLACE TEMP TABLE home_os AS
  SELECT DISTINCT user_id, os FROM placed_context WHERE place = 0 AND network IS NOT NULL AND os IS NOT NULL
    AND place_class NOT IN ('relay', 'front-end', 'microsoft')`;

/**
 * Programs that several mailboxes took up within two weeks, each in places of its own and where its people are known: a
 * roll-out, and no sign of a stranger. One hand in several mailboxes would share a network; one that rents a line for each
 * comes from places new to all of them.
 */
const ROLL_OUT = `
  CREATE OR REPLACE TEMP TABLE roll_out AS
  WITH taken_up AS (
    SELECT h.subject AS mailbox, h.value AS family, h.first_s FROM habit h
    WHERE h.kind = 'family' AND h.level = 1 AND h.subject NOT LIKE 'user:%'
      AND EXISTS (SELECT 1 FROM placed_context c WHERE c.mailbox = h.subject AND c.family = h.value AND c.place <= 1)
  )
  SELECT h.family, h.mailbox FROM taken_up h
  JOIN taken_up o ON o.family = h.family AND o.first_s BETWEEN h.first_s - ${ROLL_OUT_S} AND h.first_s + ${ROLL_OUT_S}
  GROUP BY h.family, h.mailbox HAVING count(*) >= ${ROLL_OUT_MAILBOXES}`;

/** Mail programs that people hold in their hands; Apple Mail and Outlook for Mac ask as services do, under their makers' ids. */
const IN_HAND =
  "(c.user_facing OR (c.protocol = 'ews' AND c.tier IN ('first-party', 'first-party-abusable', 'third-party-known')))";

/**
 * Half hours in which a user was active in a usual place, told from records, for reads in another country or on a rented
 * machine at the same time; and with what: the same device cannot be in both, at whatever address of a home line.
 */
const OWN_SLOT = `
  CREATE OR REPLACE TEMP TABLE own_slot AS
  SELECT DISTINCT m.mailbox, CAST(floor(CAST(m.at_s AS double) / 1800) AS bigint) AS slot,
    CASE WHEN c.place = 0 AND c.user_facing THEN 1 ELSE 0 END AS at_home,
    CASE WHEN c.place_class NOT IN ('hosting', 'vpn') THEN coalesce(c.device, c.family) END AS device
  FROM mail_access m JOIN placed_context c ON c.context_id = m.context_id
  WHERE c.place <= 1 AND ${IN_HAND} AND NOT c.non_owner AND c.place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft')`;

const CROSSING = `
  CREATE OR REPLACE TEMP TABLE crossing AS
  SELECT m.context_id, count(DISTINCT CASE WHEN o.at_home = 1 AND c.user_facing THEN o.slot END) AS slots,
    count(DISTINCT CASE WHEN o.device = coalesce(c.device, c.family) THEN o.slot END) AS device_slots
  FROM mail_access m JOIN placed_context c ON c.context_id = m.context_id
  JOIN own_slot o ON o.mailbox = m.mailbox AND o.slot = CAST(floor(CAST(m.at_s AS double) / 1800) AS bigint)
  WHERE c.place >= 3 AND ${IN_HAND} AND NOT c.non_owner
  GROUP BY m.context_id`;

/**
 * The hours of the day in which a mailbox's people are active: those with a fiftieth of their interactive records. Told
 * by programs that people hold in their hands where there are any: an application that reads around the clock would make
 * every hour one of theirs.
 */
const QUIET_HOUR = `
  CREATE OR REPLACE TEMP TABLE active_hour AS
  SELECT h.mailbox, h.hour_of_day FROM (
    SELECT m.mailbox, m.hour_of_day, count(*) AS records, sum(count(*)) OVER (PARTITION BY m.mailbox) AS total
    FROM mail_access m JOIN placed_context c ON c.context_id = m.context_id
    LEFT JOIN (SELECT DISTINCT mailbox FROM placed_context WHERE place = 0 AND user_facing AND bind > 0) p ON p.mailbox = m.mailbox
    WHERE c.place = 0 AND NOT c.app_only AND m.access = 'bind' AND (c.user_facing OR p.mailbox IS NULL) GROUP BY m.mailbox, m.hour_of_day
  ) h WHERE h.records * 50 >= h.total`;

/** On so many days somebody must have been behind a VPN for it to be his; on fewer, if the log begins with it. */
const OWN_VPN_DAYS = 5;
const FIRST_VPN_DAYS = 3;

/**
 * Exits of VPN providers behind which somebody reads the own mailbox on many days, or since the log began, with devices that
 * are known at his usual places. A computer behind a VPN is not at home without it in the same half hour, but for when it is
 * switched on or off; and what is read there is read at hours at which it is at home, too. Whoever rents a machine and calls himself what the owner has heeds neither.
 */
const OWN_VPN = `
  CREATE OR REPLACE TEMP TABLE own_vpn AS
  SELECT user_id, asn FROM (
    SELECT c.user_id, c.asn, d.day, min(s.nth) AS nth, sum(coalesce(x.device_slots, 0)) AS device_slots,
      max(CASE WHEN a.mailbox IS NULL THEN 1 ELSE 0 END) AS at_odd_hours
    FROM placed_context c JOIN context_day d ON d.context_id = c.context_id
    JOIN (SELECT DISTINCT user_id, coalesce(device, family) AS device FROM placed_context
      WHERE place <= 1 AND device_seen_level = 0 AND family_seen_level = 0 AND NOT non_owner AND NOT app_only AND network IS NOT NULL
        AND place_class NOT IN ('carrier', 'relay', 'front-end', 'microsoft', 'vpn', 'hosting')
    ) k ON k.user_id = c.user_id AND k.device = coalesce(c.device, c.family)
    JOIN subject_day s ON s.subject = concat('user:', c.user_id) AND s.day = d.day
    LEFT JOIN crossing x ON x.context_id = c.context_id
    LEFT JOIN (SELECT DISTINCT mailbox, CAST(floor(CAST(slot AS double) / 2) AS bigint) % 24 AS hour_of_day FROM own_slot WHERE device IS NOT NULL
    ) a ON a.mailbox = c.mailbox AND a.hour_of_day = CAST(floor(CAST(d.first_s AS double) / 3600) AS bigint) % 24
    WHERE (c.place_class = 'vpn' OR (c.place_class = 'hosting' AND c.asn IN (SELECT asn FROM vpn_asn))) AND c.asn IS NOT NULL
      AND ${IN_HAND} AND NOT c.non_owner AND NOT c.app_only AND NOT c.scripted
    GROUP BY c.user_id, c.asn, d.day
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
  SELECT r.*, max(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id, device ORDER BY at_s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS device_before_s,
    min(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id, device ORDER BY at_s ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS device_after_s,
    max(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id ORDER BY at_s ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before_s,
    min(CASE WHEN away = '' THEN at_s END) OVER (PARTITION BY user_id ORDER BY at_s ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS after_s
  FROM (
    SELECT c.user_id, c.device, CASE WHEN c.country_level > 0 THEN c.country ELSE '' END AS away, m.at_s, m.day,
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

const JUDGED_CONTEXT = `
  CREATE OR REPLACE TEMP TABLE judged_context AS
  SELECT c.*, CASE WHEN c.device IS NULL OR h.device IS NOT NULL OR e.device IS NOT NULL OR (u.family IS NOT NULL AND n.mailboxes = 1) THEN 0 ELSE c.device_seen_level END AS device_level,
    CASE WHEN (c.family = 'owa' AND s.os IS NOT NULL) OR (c.place >= 2 AND h.device IS NOT NULL) OR (u.family IS NOT NULL AND n.mailboxes = 1) THEN 0 ELSE c.family_seen_level END AS family_level,
    CASE WHEN u.family IS NOT NULL AND n.mailboxes = 1 AND c.tier IN ('first-party', 'first-party-abusable') THEN 0 ELSE c.caller_seen_level END AS caller_level,
    coalesce(x.slots, 0) AS crossing_slots, CASE WHEN y.context_id IS NULL THEN 0 ELSE 1 END AS on_journey,
    t.mailboxes AS caller_mailboxes, t.networks AS caller_networks, t.days_before AS caller_days_before, b.value IS NOT NULL AS caller_learnt, t.days AS caller_days,
    t.tenant_days, t.all_mailboxes,
    r.mailboxes AS resource_mailboxes, r.days_before AS resource_days_before,
    p.days_before AS caller_place_days_before, p.mailboxes AS caller_place_mailboxes
  FROM placed_context c
  LEFT JOIN home_device h ON h.user_id = c.user_id AND h.device = c.device
  LEFT JOIN earlier_device e ON e.user_id = c.user_id AND e.device = c.device AND e.first_s <= c.first_s AND c.device_seen_level = 2
  LEFT JOIN home_os s ON s.user_id = c.user_id AND s.os = c.os
  LEFT JOIN roll_out u ON u.family = c.family AND u.mailbox = c.mailbox AND c.place_class NOT IN ('hosting', 'vpn')
  LEFT JOIN crossing x ON x.context_id = c.context_id
  LEFT JOIN on_journey y ON y.context_id = c.context_id
  LEFT JOIN tenant_habit t ON t.kind = 'caller' AND t.value = c.caller
  LEFT JOIN (SELECT DISTINCT subject, value FROM baseline_entry WHERE kind = 'caller' AND subject NOT LIKE 'user:%') b
    ON b.value = c.caller AND (b.subject = c.mailbox OR b.subject = '*')
  LEFT JOIN tenant_habit r ON r.kind = 'resource' AND r.value = c.resource
  LEFT JOIN tenant_habit n ON n.kind = 'network' AND n.value = c.network
  LEFT JOIN tenant_habit p ON p.kind = 'caller-place' AND p.value = concat(c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network, ''))`;

export const JUDGED = [
  LEVELS,
  OWN_LINE,
  PLACED,
  HOME_DEVICE,
  EARLIER_DEVICE,
  OWN_DEVICE,
  HOME_OS,
  ROLL_OUT,
  OWN_SLOT,
  CROSSING,
  QUIET_HOUR,
  OWN_VPN,
  BEHIND_OWN_VPN,
  WAY,
  ON_JOURNEY,
  JUDGED_CONTEXT,
];

/** How every context stands against the habits of its mailbox, its user and the tenant. */
import { HISTORY_DAYS } from './habits.ts';
import { JOURNEY } from './journey.ts';
import { OWN_VPN } from './own-vpn.ts';
import { IN_HAND, NO_HOME } from './places.ts';

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
    AND c.place_class NOT IN ${NO_HOME}`;

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
    AND c.place_class NOT IN ${NO_HOME}
  GROUP BY c.user_id, c.device HAVING count(DISTINCT d.day) >= ${HOME_DEVICE_DAYS}`;

/**
 * What was seldom used, but from the first days of the log on and at the person's own provider before it was used elsewhere,
 * is no device he never used: who reads in Outlook opens a browser now and then, on a journey too.
 */
const EARLIER_DEVICE = `
  CREATE OR REPLACE TEMP TABLE earlier_device AS
  SELECT user_id, device, min(first_s) AS first_s FROM placed_context
  WHERE device_seen_level = 2 AND place <= 1 AND network IS NOT NULL
    AND place_class NOT IN ${NO_HOME}
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

/** The many joins are done with few columns: with all of a context's they would take a third longer. */
const JUDGED_CONTEXT = `
  CREATE OR REPLACE TEMP TABLE judged_context AS
  SELECT * FROM placed_context JOIN (
    SELECT c.context_id, CASE WHEN c.device IS NULL OR h.device IS NOT NULL OR e.device IS NOT NULL OR (u.family IS NOT NULL AND n.mailboxes = 1) THEN 0 ELSE c.device_seen_level END AS device_level,
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
    LEFT JOIN tenant_habit p ON p.kind = 'caller-place' AND p.value = concat(c.caller, '|', coalesce(CAST(c.asn AS VARCHAR), c.network, ''))
  ) j USING (context_id)`;

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
  ...OWN_VPN,
  ...JOURNEY,
  JUDGED_CONTEXT,
];

/** Where what was changed, sent or searched was done from, told by the habits of whoever did it. */

import { HISTORY_DAYS } from './habits.ts';
import { NO_HOME } from './places.ts';

/** On so many days somebody must have worked from a network for it to be his, if he reads no mail there or it is rented. */
const OWN_DAYS = 3;

/** The few addresses that something was changed from. */
const CHANGE_ADDRESS = `
  CREATE OR REPLACE TEMP TABLE change_address AS
  SELECT ip, min(network) AS network, min(asn) AS asn, min(country) AS country, min(network_kind) AS network_kind,
    max(CASE WHEN is_front_end THEN 1 ELSE 0 END) AS is_front_end
  FROM address WHERE ip IN (SELECT ip FROM change WHERE kind NOT IN ('sign-in', 'sign-in-failed')) GROUP BY ip`;

const ACTOR_NETWORK = `
  CREATE OR REPLACE TEMP TABLE actor_network AS
  SELECT c.actor, a.network FROM change c JOIN change_address a ON a.ip = c.ip
  WHERE c.kind NOT IN ('sign-in', 'sign-in-failed') AND a.network IS NOT NULL
  GROUP BY c.actor, a.network
  HAVING count(DISTINCT CAST(floor(CAST(c.at_s AS double) / 86400) AS bigint)) >= ${OWN_DAYS}`;

/**
 * What an actor knows: as the owner of a mailbox, by any name it had, and, after a week of it, as a user elsewhere; sooner
 * all he does looks usual. \`days\`: on how many he was there, since a rented machine of a day or two is nobody's habit.
 */
const ACTOR_HABIT = `
  CREATE OR REPLACE TEMP TABLE actor_habit AS
  SELECT CASE WHEN subject LIKE 'user:%' THEN substr(subject, 6) ELSE subject END AS actor, kind, value, min(level) AS level, max(days) AS days
  FROM (
    SELECT subject, kind, value, level, days, subject_days FROM habit
    UNION ALL SELECT n.upn, h.kind, h.value, h.level, h.days, h.subject_days FROM habit h
      JOIN renamed n ON n.mailbox = h.subject AND n.upn <> n.mailbox
  ) h WHERE kind IN ('network', 'asn', 'country') AND NOT (subject LIKE 'user:%' AND subject_days <= ${HISTORY_DAYS})
  GROUP BY CASE WHEN subject LIKE 'user:%' THEN substr(subject, 6) ELSE subject END, kind, value`;

/** Mail sent on, or a rule that keeps its owner from seeing it. A CASE: of the many who only sent mail no words are searched. */
const HIDES = `CASE c.kind WHEN 'forwarding' THEN true WHEN 'inbox-rule' THEN c.grantee IS NOT NULL OR ${[
  'deletemessage true',
  'rss',
  'conversation history',
  'markasread true',
  'movetodeleteditems',
  'forward',
  'redirect',
  'containswords',
]
  .map((words) => `lower(coalesce(c.detail, '')) LIKE '%${words}%'`)
  .join(' OR ')} ELSE false END`;

/**
 * One row per change, \`place\` as in judged_context. Azure machines are where administrators' scripts and Cloud Shell
 * run, so they say less here than of somebody who reads mail. Whoever has no habits of his own is held to the tenant's;
 * where the tenant has none yet, no place is unusual but a rented machine.
 */
const JUDGED_CHANGE = `
  CREATE OR REPLACE TEMP TABLE judged_change AS
  SELECT c.*, a.network, a.asn, a.country, ${HIDES} AS hides,
    CASE WHEN a.is_front_end = 1 THEN 'front-end' ELSE a.network_kind END AS place_class,
    CASE WHEN a.network IS NULL OR a.is_front_end = 1 OR c.actor_kind = 'system' THEN 0
      WHEN n.level = 0 AND n.days < ${OWN_DAYS} AND coalesce(s.days, 0) < ${OWN_DAYS} AND a.network_kind IN ('hosting', 'vpn')
        AND o.network IS NULL AND w.network IS NULL THEN 2
      WHEN o.network IS NOT NULL OR w.network IS NOT NULL OR n.level = 0 OR u.value IS NOT NULL THEN 0
      WHEN k.actor IS NULL AND d.days < ${HISTORY_DAYS} THEN CASE WHEN a.network_kind IN ('hosting', 'vpn') THEN 2 ELSE 0 END
      WHEN a.network_kind IN ('carrier', 'relay') THEN CASE WHEN t.level = 0 OR y.value IS NOT NULL THEN 0 ELSE 1 END
      WHEN s.level = 0 OR a.network_kind = 'microsoft' THEN 1
      WHEN a.network_kind IN ('hosting', 'vpn') THEN 3
      WHEN t.level = 0 OR a.country IS NULL THEN 2 WHEN y.value IS NOT NULL THEN 1 ELSE 3 END AS place
  FROM change c
  LEFT JOIN change_address a ON a.ip = c.ip
  LEFT JOIN office_network o ON o.network = a.network
  LEFT JOIN actor_network w ON w.actor = c.actor AND w.network = a.network
  LEFT JOIN actor_habit n ON n.actor = c.actor AND n.kind = 'network' AND n.value = a.network
  LEFT JOIN actor_habit s ON s.actor = c.actor AND s.kind = 'asn' AND s.value = CAST(a.asn AS VARCHAR)
  LEFT JOIN actor_habit t ON t.actor = c.actor AND t.kind = 'country' AND t.value = a.country
  LEFT JOIN (SELECT DISTINCT actor FROM actor_habit) k ON k.actor = c.actor
  LEFT JOIN (SELECT DISTINCT value FROM actor_habit WHERE kind = 'network' AND level = 0) u ON u.value = CASE WHEN k.actor IS NULL THEN a.network END
  LEFT JOIN (SELECT DISTINCT value FROM actor_habit WHERE kind = 'country' AND level = 0) y ON y.value = CASE WHEN k.actor IS NULL THEN a.country END
  CROSS JOIN (SELECT count(DISTINCT day) AS days FROM context_day) d
  WHERE c.kind NOT IN ('sign-in', 'sign-in-failed')`;

/**
 * Reads by whoever made a change in an unusual place: in the same session, or by the same user on the same network.
 * Mail sent and searches are too many for it; their detections join by user and network themselves.
 */
const CHANGE_CONTEXT = `
  CREATE OR REPLACE TEMP TABLE change_context AS
  SELECT DISTINCT record_no, context_id FROM (
    SELECT h.record_no, c.context_id FROM judged_change h JOIN judged_context c ON c.user_id = h.actor AND c.network = h.network
    WHERE h.place >= 2 AND h.kind NOT IN ('send', 'send-as', 'send-on-behalf', 'search', 'attachment-access') AND c.verdict <> 'trusted'
    UNION ALL
    SELECT h.record_no, c.context_id FROM judged_change h JOIN judged_context c ON c.session_id = h.session_id
    WHERE h.place >= 2 AND c.place >= 2 AND h.kind NOT IN ('send', 'send-as', 'send-on-behalf', 'search', 'attachment-access') AND c.verdict <> 'trusted'
  ) p`;

/**
 * Consents from an unusual place to what colleagues had let in before at their usual ones: a service that people of the
 * tenant take up, and one of them on a journey or behind a VPN. Only to applications that no table knows: a mail program that
 * one uses is another's way in, but a service reads for its maker, wherever it was let in from.
 */
const JOINED_CONSENT = `
  CREATE OR REPLACE TEMP TABLE joined_consent AS
  SELECT DISTINCT g.record_no FROM judged_change g
  JOIN judged_change e ON e.app_id = g.app_id AND e.kind = 'consent' AND e.succeeded AND e.actor_kind = 'user' AND e.place < 2
    AND e.network IS NOT NULL AND e.actor <> g.actor AND e.at_s < g.at_s
  WHERE g.kind = 'consent' AND g.place >= 2 AND g.actor_kind = 'user' AND lower(coalesce(g.detail, '')) NOT LIKE '%for all users%'
    AND NOT EXISTS (SELECT 1 FROM known_app k WHERE k.app_id = g.app_id)`;

const FOR_ALL = "(g.kind = 'app-role' OR lower(g.detail) LIKE '%for all users%')";

const LET_IN_AT_WORK = `g.kind IN ('consent', 'app-role') AND g.succeeded AND g.actor_kind = 'user' AND g.place <= CASE WHEN ${FOR_ALL} THEN 0 ELSE 1 END AND g.network IS NOT NULL
    AND g.place_class NOT IN ('front-end', 'hosting', 'vpn')
    AND NOT EXISTS (SELECT 1 FROM known_app k WHERE k.app_id = g.app_id AND k.kind IN ('malicious', 'risky'))
    AND NOT EXISTS (SELECT 1 FROM judged_change o WHERE o.app_id = g.app_id AND o.kind IN ('consent', 'app-role', 'app-credential') AND o.place >= 2
      AND o.record_no NOT IN (SELECT record_no FROM joined_consent))`;

/**
 * Applications that somebody let in at work, by place (users at home too, whose line changes its address), shortly before
 * they first read: an administrator for everybody, or users for themselves. Neither what is reported in attacks, nor what takes whole mailboxes, nor what was also let in, or
 * given a secret, from elsewhere.
 */
const LET_IN = `
  CREATE OR REPLACE TEMP TABLE let_in AS
  SELECT g.app_id, max(CASE WHEN ${FOR_ALL} THEN 1 ELSE 0 END) AS by_admin
  FROM judged_change g JOIN tenant_habit h ON h.kind = 'caller' AND h.value = g.app_id
  WHERE ${LET_IN_AT_WORK} AND h.first_s BETWEEN g.at_s - 3600 AND g.at_s + 14 * 86400
  GROUP BY g.app_id`;

/**
 * Contexts of what an administrator let in for everybody at work, first seen in the two weeks after: however many have
 * tried it before, for these it is that which let it in. Not where the application was also let in, or given a secret,
 * from elsewhere.
 */
const LET_IN_FOR_ALL = `
  CREATE OR REPLACE TEMP TABLE let_in_for_all AS
  SELECT DISTINCT c.context_id FROM judged_change g JOIN judged_context c ON c.caller = g.app_id
  WHERE ${LET_IN_AT_WORK} AND ${FOR_ALL}
    AND c.first_s BETWEEN g.at_s - 3600 AND g.at_s + 14 * 86400`;

/**
 * Applications that their users let in at usual places and that read there, mostly at addresses where the same people's own
 * devices read: programs on their own computers. What attackers let in reads where attackers are.
 */
const RUNS_AT_HOME = `
  CREATE OR REPLACE TEMP TABLE runs_at_home AS
  SELECT c.caller AS app_id FROM judged_context c
  LEFT JOIN (
    SELECT DISTINCT user_id, network FROM judged_context
    WHERE user_facing AND NOT app_only AND NOT non_owner AND place < 2 AND device_level = 0 AND family_level = 0 AND coalesce(caller_level, 0) = 0
      AND network IS NOT NULL AND place_class NOT IN ${NO_HOME}
  ) k ON k.user_id = c.user_id AND k.network = c.network
  WHERE c.caller IN (SELECT app_id FROM judged_change WHERE kind = 'consent' AND succeeded AND actor_kind = 'user' AND place < 2)
    AND c.caller NOT IN (SELECT app_id FROM known_app WHERE kind = 'malicious')
    AND NOT EXISTS (SELECT 1 FROM judged_change o WHERE o.app_id = c.caller AND o.kind IN ('consent', 'app-role', 'app-credential') AND o.place >= 2)
  GROUP BY c.caller
  HAVING max(CASE WHEN c.app_only THEN 1 ELSE 0 END) = 0 AND sum(CASE WHEN c.place >= 2 THEN c.records ELSE 0 END) * 10 <= sum(c.records)
    AND sum(CASE WHEN k.network IS NULL THEN 0 ELSE c.records END) * 2 >= sum(c.records)`;

export const CHANGES = [
  CHANGE_ADDRESS,
  ACTOR_NETWORK,
  ACTOR_HABIT,
  JUDGED_CHANGE,
  CHANGE_CONTEXT,
  JOINED_CONSENT,
  LET_IN,
  LET_IN_FOR_ALL,
  RUNS_AT_HOME,
];

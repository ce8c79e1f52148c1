/**
 * Habits: which caller, network, provider, country, protocol, device and principal a mailbox knows, since when, on how
 * many days. Kept for mailboxes and for users, since an assistant's own network is no stranger in the boss's mailbox.
 */

/** Active days that must come before something for it to be called new; a week of work. */
export const HISTORY_DAYS = 5;
/** Without that history: what is used on no more than a third of the days is rare, if there are days enough to tell. */
const RARE_SHARE = 3;
const RARE_DAYS = 8;
/** From this many mailboxes that use a network as their everyday one, it is an office's. */
const OFFICE_PEOPLE = 3;
/** From this many people who come with what is theirs, it is an office's for as long as it is used. */
const CROWD = 5;

const APP_ONLY = `(c.user_type IN (5, 6) OR c.user_id LIKE 'serviceprincipal%' OR (c.caller IS NOT NULL AND c.user_id = c.caller))`;

/**
 * Microsoft's own machinery is told from rented machines: behind Graph and EWS the address is Microsoft's and says
 * nothing, and Outlook for phones reads through Microsoft's cloud; but nobody reads mail in a browser on an Azure machine
 * unless he put himself there.
 */
const PLACE_CLASS = `CASE WHEN f.ip IS NOT NULL THEN 'front-end'
  WHEN c.network_kind = 'microsoft' AND c.protocol IN ('rest', 'ews', 'service', 'outlook-mobile') THEN 'microsoft'
  WHEN c.network_kind = 'microsoft' THEN 'hosting' ELSE c.network_kind END`;

/** Libraries and tools that people do not read mail with, whoever runs them: so they name themselves unless told otherwise. */
const SCRIPTED = `(${[
  'python',
  'aiohttp',
  'httpx',
  'curl/',
  'wget/',
  'go-http-client',
  'libwww-perl',
  'node-fetch',
  'axios/',
  'postmanruntime',
  'exchangelib',
]
  .map((name) => `lower(s.product) LIKE '${name}%'`)
  .join(' OR ')})`;

const ACTOR_CONTEXT = `
  CREATE OR REPLACE TABLE actor_context AS
  SELECT c.context_id, c.mailbox, c.user_id, ${APP_ONLY} AS app_only,
    NOT ${APP_ONLY} AND c.logon_type IN ('delegate', 'admin') AS non_owner,
    CASE WHEN ${APP_ONLY} THEN concat('app:', coalesce(c.caller, c.user_id)) ELSE c.user_id END AS principal,
    c.caller, CASE WHEN c.caller IS NOT NULL THEN coalesce(a.kind, 'unknown') END AS tier,
    c.protocol, c.family, c.protocol IN ('owa', 'mapi', 'outlook-mobile', 'activesync', 'imap', 'pop') AS user_facing,
    CASE WHEN c.app_id <> c.caller THEN c.app_id END AS resource,
    c.ip, c.network, c.asn, c.country, ${PLACE_CLASS} AS place_class, s.os, s.browser,
    CASE WHEN s.os IS NOT NULL OR s.browser IS NOT NULL OR s.product IS NOT NULL
      THEN concat(c.family, '/', coalesce(s.os, '?'), '/', coalesce(s.browser, ''), '/',
        CASE WHEN strpos(s.product, '/') > 0 THEN substr(s.product, 1, strpos(s.product, '/') - 1) ELSE coalesce(s.product, '') END)
      END AS device,
    c.device_id, coalesce(${SCRIPTED}, false) AS scripted, c.session_id, c.records, c.bind, c.sync, c.messages, c.folders, c.first_s, c.last_s, c.verdict
  FROM context c
  LEFT JOIN (SELECT raw, min(os) AS os, min(browser) AS browser, min(product) AS product FROM client_string GROUP BY raw) s ON s.raw = c.client
  LEFT JOIN known_app a ON a.app_id = c.caller
  LEFT JOIN (SELECT DISTINCT ip FROM address WHERE is_front_end) f ON f.ip = c.ip
  WHERE NOT c.is_service`;

const CONTEXT_DAY = `
  CREATE OR REPLACE TEMP TABLE context_day AS
  SELECT context_id, mailbox, day, count(*) AS records, min(at_s) AS first_s, max(at_s) AS last_s
  FROM mail_access WHERE NOT is_service GROUP BY context_id, mailbox, day`;

/** A CRM's rented machines are its own provider, not that of the people whose mail it reads. */
const SERVER_SIDE =
  "NOT user_facing AND coalesce(place_class, '') IN ('hosting', 'vpn', 'microsoft', 'front-end')";

/** Behind Microsoft's own machines everybody seems to be there, and in their country: that is nobody's habit. */
const BEHIND_MICROSOFT = "coalesce(place_class, '') IN ('microsoft', 'front-end')";

const TRAITS: [kind: string, value: string][] = [
  ['caller', 'caller'],
  ['resource', 'resource'],
  ...(['network', 'asn', 'country'] as const).flatMap((kind): [string, string][] => [
    [kind, `CASE WHEN NOT (${SERVER_SIDE}) AND NOT ${BEHIND_MICROSOFT} THEN CAST(${kind} AS VARCHAR) END`],
    [`app-${kind}`, `CASE WHEN ${SERVER_SIDE} THEN CAST(${kind} AS VARCHAR) END`],
  ]),
  ['family', 'family'],
  ['device', 'device'],
  ['principal', 'principal'],
  [
    'caller-place',
    "CASE WHEN caller IS NOT NULL THEN concat(caller, '|', coalesce(CAST(asn AS VARCHAR), network, '')) END",
  ],
];

const TRAIT = `
  CREATE OR REPLACE TEMP TABLE trait AS
  SELECT context_id, app_only, subject, kind, value FROM (
    SELECT c.context_id, c.app_only AND NOT s.is_user AS app_only,
      CASE WHEN s.is_user THEN concat('user:', c.user_id) ELSE c.mailbox END AS subject, k.kind,
      CASE k.kind ${TRAITS.map(([kind, value]) => `WHEN '${kind}' THEN ${value}`).join(' ')} END AS value
    FROM actor_context c JOIN (VALUES (false), (true)) s(is_user) ON NOT (s.is_user AND c.app_only)
    CROSS JOIN (VALUES ${TRAITS.map(([kind]) => `('${kind}')`).join(', ')}) k(kind)
  ) t WHERE value IS NOT NULL`;

/** What a subject knows, by day: counting days and mailboxes in it takes half as long as in what it is made of. */
const HABIT_DAY = `
  CREATE OR REPLACE TEMP TABLE habit_day AS
  SELECT t.subject, t.kind, t.value, d.day, min(d.first_s) AS first_s, max(d.last_s) AS last_s, sum(d.records) AS records,
    max(CASE WHEN t.app_only THEN 0 ELSE 1 END) AS by_person
  FROM trait t JOIN context_day d ON d.context_id = t.context_id
  GROUP BY t.subject, t.kind, t.value, d.day`;

/**
 * The days a subject was active at all, numbered; and on how many of all of them a person was. A backup reads every
 * night: held against its days, whatever a person does in a log of his journeys, or before he is hidden from it, is rare.
 */
const SUBJECT_DAY = `
  CREATE OR REPLACE TEMP TABLE subject_day AS
  SELECT subject, day, row_number() OVER (PARTITION BY subject ORDER BY day) AS nth, count(*) OVER (PARTITION BY subject) AS days,
    sum(by_person) OVER (PARTITION BY subject) AS person_days
  FROM (SELECT subject, day, max(by_person) AS by_person FROM habit_day GROUP BY subject, day) s`;

/**
 * `level`: 0 usual, 1 new (there was history before it), 2 rare (there was none, and it stays rare over the whole
 * window: an intruder may have been there from the first day of the log).
 */
const HABIT = `
  CREATE OR REPLACE TABLE habit AS
  SELECT h.subject, h.kind, h.value, h.first_s, h.last_s, h.days, h.records, s.nth - 1 AS days_before, s.subject_days,
    CASE WHEN b.value IS NOT NULL THEN 0 WHEN s.nth > ${HISTORY_DAYS} THEN 1
      WHEN s.subject_days >= ${RARE_DAYS} AND h.days * ${RARE_SHARE} <= s.subject_days THEN 2 ELSE 0 END AS level
  FROM (
    SELECT subject, kind, value, min(day) AS first_day, min(first_s) AS first_s, max(last_s) AS last_s, count(*) AS days,
      sum(records) AS records, max(by_person) AS by_person
    FROM habit_day GROUP BY subject, kind, value
  ) h
  JOIN (SELECT subject, day, nth, 1 AS by_person, person_days AS subject_days FROM subject_day
    UNION ALL SELECT subject, day, nth, 0, days FROM subject_day) s ON s.subject = h.subject AND s.day = h.first_day AND s.by_person = h.by_person
  LEFT JOIN (SELECT DISTINCT subject, kind, value FROM baseline_entry) b
    ON b.kind = h.kind AND b.value = h.value AND (b.subject = h.subject OR b.subject = '*')`;

const TENANT_HABIT = `
  CREATE OR REPLACE TEMP TABLE tenant_habit AS
  SELECT h.kind, h.value, h.first_s, h.last_s, h.days, h.mailboxes, u.principals, u.networks, h.records, s.nth - 1 AS days_before, s.days AS tenant_days, a.mailboxes AS all_mailboxes
  FROM (
    SELECT kind, value, min(day) AS first_day, min(first_s) AS first_s, max(last_s) AS last_s, count(DISTINCT day) AS days,
      count(DISTINCT subject) AS mailboxes, sum(records) AS records
    FROM habit_day WHERE subject NOT LIKE 'user:%' GROUP BY kind, value
  ) h
  JOIN (
    SELECT t.kind, t.value, count(DISTINCT c.principal) AS principals,
      count(DISTINCT coalesce(CAST(c.asn AS VARCHAR), c.network)) AS networks
    FROM trait t JOIN actor_context c ON c.context_id = t.context_id WHERE t.subject = c.mailbox GROUP BY t.kind, t.value
  ) u ON u.kind = h.kind AND u.value = h.value
  JOIN (SELECT day, row_number() OVER (ORDER BY day) AS nth, count(*) OVER () AS days FROM (SELECT DISTINCT day FROM context_day) d) s ON s.day = h.first_day
  CROSS JOIN (SELECT count(DISTINCT mailbox) AS mailboxes FROM actor_context) a`;

/**
 * Where many people are at home; one who reads shared mailboxes as well is no crowd. Days of use count, so that one visit
 * of an intruder to many is no office. An office that moves during the log is one too, though it is nobody's for long: a
 * crowd works there on every third of their days while it lasts, each in a session and on a device that each has at a
 * usual place as well. An intruder in many mailboxes has sessions of his own, or the owner's with another device.
 * Sessions are counted, not joined with themselves: one session of a phone has hundreds of networks.
 */
const OFFICE_NETWORK = `
  CREATE OR REPLACE TEMP TABLE office_network AS
  WITH own_session AS (
    SELECT DISTINCT user_id, session_id, device, network FROM actor_context
    WHERE user_facing AND NOT app_only AND NOT non_owner AND session_id IS NOT NULL AND device IS NOT NULL AND network IS NOT NULL
  ), usual AS (
    SELECT DISTINCT substr(subject, 6) AS user_id, value AS network FROM habit WHERE kind = 'network' AND level = 0 AND subject LIKE 'user:%'
  ), carried AS (
    SELECT DISTINCT user_id, network FROM (
      SELECT s.user_id, s.network, CASE WHEN u.network IS NULL THEN 0 ELSE 1 END AS is_usual,
        sum(CASE WHEN u.network IS NULL THEN 0 ELSE 1 END) OVER (PARTITION BY s.user_id, s.session_id, s.device) AS usual_networks
      FROM own_session s LEFT JOIN usual u ON u.user_id = s.user_id AND u.network = s.network
    ) n WHERE usual_networks > is_usual
  ), in_use AS (
    SELECT value AS network, min(day) AS first_day, max(day) AS last_day FROM habit_day
    WHERE kind = 'network' AND subject LIKE 'user:%' GROUP BY value
  )
  SELECT value AS network FROM habit
  WHERE kind = 'network' AND subject LIKE 'user:%' AND days * 3 >= subject_days AND days >= 3
  GROUP BY value HAVING count(*) >= ${OFFICE_PEOPLE}
  UNION
  SELECT network FROM (
    SELECT c.network, c.user_id FROM carried c
    JOIN habit h ON h.subject = concat('user:', c.user_id) AND h.kind = 'network' AND h.value = c.network AND h.days >= 3
    JOIN in_use i ON i.network = c.network
    JOIN subject_day d ON d.subject = h.subject
    GROUP BY c.network, c.user_id, h.days
    HAVING h.days * 3 >= sum(CASE WHEN d.day BETWEEN i.first_day AND i.last_day THEN 1 ELSE 0 END)
  ) p GROUP BY network HAVING count(*) >= ${CROWD}`;

export const HABITS = [
  ACTOR_CONTEXT,
  CONTEXT_DAY,
  TRAIT,
  HABIT_DAY,
  SUBJECT_DAY,
  HABIT,
  TENANT_HABIT,
  OFFICE_NETWORK,
];

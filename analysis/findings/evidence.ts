/** From the answers of the detections to incidents: what belongs together, and what it amounts to. */
import type { FarPlace, GroupFacts } from '../detections/detection.ts';
import { whatIsHeld } from '../detections/held.ts';
import type { LoadedDetection } from '../detections/index.ts';
import { anyOwnRecords } from '../pulled/own-reads.ts';
import { findApp } from '../reference/apps.ts';
import { NETWORKS } from '../reference/networks.ts';
import { type Database, literal, values } from '../store/database.ts';

/** Words name a few of each and say how many more there are: that is only true of whole lists. */
const NAMED = 10_000;

export interface Incident {
  detection: string;
  group_key: string;
  incident: number;
}

/**
 * Runs every detection that may find something and builds the temp table `incident`: one row per piece of evidence,
 * numbered by incident.
 * @returns how many rows that are; where it is 0, the table is not made anew
 */
export async function gatherEvidence(db: Database, detections: readonly LoadedDetection[]): Promise<number> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE evidence (detection VARCHAR, group_key VARCHAR, record_no BIGINT, detail VARCHAR);
    CREATE OR REPLACE TEMP TABLE detection_pause (detection VARCHAR, pause_s BIGINT);
    INSERT INTO detection_pause VALUES ${values(detections.map(({ name, pauseHours }) => [name, Math.round(pauseHours * 3600)]))}`);
  const held = await whatIsHeld(db);
  for (const { name, sql, worthAsking } of detections) {
    if (worthAsking?.(held) === false) continue;
    await db.run(`
      INSERT INTO evidence
      SELECT ${literal(name)}, group_key, record_no, min(detail) FROM (${sql.trim().replace(/;$/, '')}) q
      WHERE group_key IS NOT NULL AND record_no IS NOT NULL GROUP BY group_key, record_no`);
  }
  if (await anyOwnRecords(db)) {
    await db.run('DELETE FROM evidence WHERE record_no IN (SELECT record_no FROM own_record)');
  }
  const { rows } = await db.one<{ rows: number }>('SELECT count(*) AS rows FROM evidence');
  if (rows === 0) return 0;
  await db.run(`
    CREATE OR REPLACE TEMP TABLE incident AS
    SELECT detection, group_key, record_no, detail, at_s,
      sum(starts) OVER (PARTITION BY detection, group_key ORDER BY at_s, record_no ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS incident
    FROM (
      SELECT e.detection, e.group_key, e.record_no, e.detail, r.at_s,
        CASE WHEN r.at_s - lag(r.at_s) OVER (PARTITION BY e.detection, e.group_key ORDER BY r.at_s, e.record_no) <= p.pause_s THEN 0 ELSE 1 END AS starts
      FROM evidence e JOIN record r ON r.record_no = e.record_no JOIN detection_pause p ON p.detection = e.detection
    ) s`);
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM incident')).n;
}

interface FactRow extends Incident {
  first_s: number;
  last_s: number;
  records: number;
  bind: number;
  sync: number;
  throttled: number;
  mailboxes: number;
  networks: number;
  providers: number;
  sessions: number;
  days: number;
  mailbox_days: number;
  place: number;
  hosting: number;
  new_device: number;
  new_protocol: number;
  scripted: number;
  app_only: number;
  non_owner: number;
  crossing: number;
  on_journey: number;
  odd_records: number;
  messages: number;
  folders: number;
  history_days: number;
  all_mailboxes: number;
}

const KEY = 'detection, group_key, incident';

/** The facts of every incident, in batches. */
export async function* incidentFacts(
  db: Database,
): AsyncGenerator<{ incident: Incident; facts: GroupFacts }[]> {
  await gatherNames(db);
  const names = await namesByIncident(db);
  const networks = await networkNames(db);
  const rows = db.stream<FactRow>(`
    SELECT i.detection, i.group_key, CAST(i.incident AS BIGINT) AS incident, min(i.at_s) AS first_s, max(i.at_s) AS last_s,
      count(m.record_no) AS records, count(CASE WHEN m.access = 'bind' THEN 1 END) AS bind,
      count(CASE WHEN m.access = 'sync' THEN 1 END) AS sync, count(CASE WHEN m.throttled THEN 1 END) AS throttled,
      count(DISTINCT m.mailbox) AS mailboxes, count(DISTINCT m.network) AS networks,
      count(DISTINCT coalesce(CAST(m.asn AS VARCHAR), m.network)) AS providers, count(DISTINCT m.session_id) AS sessions,
      count(DISTINCT m.day) AS days, count(DISTINCT CASE WHEN m.record_no IS NOT NULL THEN concat(m.mailbox, '|', CAST(m.day AS VARCHAR)) END) AS mailbox_days,
      max(CASE WHEN coalesce(c.place, 0) > coalesce(g.place, 0) THEN c.place ELSE coalesce(g.place, 0) END) AS place,
      max(CASE WHEN (c.place > 0 AND c.place_class IN ('hosting', 'vpn')) OR g.hosting = 1 THEN 1 ELSE 0 END) AS hosting,
      max(CASE WHEN c.device_level > 0 THEN 1 ELSE 0 END) AS new_device,
      max(CASE WHEN c.family_level > 0 THEN 1 ELSE 0 END) AS new_protocol,
      max(CASE WHEN c.scripted THEN 1 ELSE 0 END) AS scripted,
      max(CASE WHEN c.app_only THEN 1 ELSE 0 END) AS app_only, max(CASE WHEN c.non_owner THEN 1 ELSE 0 END) AS non_owner,
      coalesce(max(c.crossing_slots), 0) AS crossing,
      coalesce(min(CASE WHEN coalesce(c.place, 0) >= 3 THEN c.on_journey END), 0) AS on_journey,
      count(CASE WHEN c.context_id IS NOT NULL AND a.mailbox IS NULL THEN 1 END) AS odd_records,
      coalesce(max(t.messages), 0) AS messages, coalesce(max(t.folders), 0) AS folders,
      max(h.days) AS history_days, coalesce(max(w.mailboxes), 0) AS all_mailboxes
    FROM incident i
    LEFT JOIN cited_access m ON m.record_no = i.record_no
    LEFT JOIN judged_context c ON c.context_id = m.context_id
    LEFT JOIN (SELECT record_no, max(place) AS place,
        max(CASE WHEN place > 0 AND place_class IN ('hosting', 'vpn') THEN 1 ELSE 0 END) AS hosting
      FROM judged_change GROUP BY record_no) g ON g.record_no = i.record_no
    LEFT JOIN active_hour a ON a.mailbox = m.mailbox AND a.hour_of_day = m.hour_of_day
    LEFT JOIN incident_items t ON t.detection = i.detection AND t.group_key = i.group_key AND t.incident = i.incident
    LEFT JOIN incident_history h ON h.detection = i.detection AND h.group_key = i.group_key AND h.incident = i.incident
    CROSS JOIN (SELECT count(DISTINCT mailbox) AS mailboxes FROM actor_context) w
    GROUP BY i.detection, i.group_key, i.incident ORDER BY i.detection, i.group_key, i.incident`);
  for await (const batch of rows) {
    yield batch.map((row) => ({
      incident: { detection: row.detection, group_key: row.group_key, incident: row.incident },
      facts: factsOf(row, names.get(keyOf(row)) ?? [], networks),
    }));
  }
}

async function gatherNames(db: Database): Promise<void> {
  // Looked up once: what follows goes through all records for every kind of name otherwise.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE cited_access AS
    SELECT record_no, context_id, organization_id, mailbox, user_id, caller, ip, network, asn, country, session_id, protocol, access, throttled, day, hour_of_day
    FROM mail_access WHERE record_no IN (SELECT record_no FROM incident)`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE incident_items AS
    SELECT i.detection, i.group_key, i.incident,
      count(DISTINCT CASE WHEN m.access = 'bind' THEN concat(m.mailbox, '|', CAST(t.message AS VARCHAR)) END) AS messages,
      count(DISTINCT CASE WHEN m.access = 'sync' THEN concat(m.mailbox, '|', coalesce(t.folder_id, t.folder)) END) AS folders
    FROM incident i JOIN cited_access m ON m.record_no = i.record_no JOIN access_item t ON t.record_no = i.record_no
    GROUP BY i.detection, i.group_key, i.incident;
    CREATE OR REPLACE TEMP TABLE incident_history AS
    SELECT f.detection, f.group_key, f.incident, count(d.day) AS days
    FROM (SELECT detection, group_key, incident, min(at_s) AS first_s FROM incident GROUP BY detection, group_key, incident) f
    LEFT JOIN (SELECT day, min(at_s) AS day_s FROM mail_access GROUP BY day) d ON d.day_s < f.first_s - 86400
    GROUP BY f.detection, f.group_key, f.incident;
    CREATE OR REPLACE TEMP TABLE incident_entity AS ${ENTITIES.map(entities).join(' UNION ALL ')}`);
}

/** All kinds of one source in one pass: a query for each would take longer to plan than to run. */
function entities({ join, kinds }: Entities): string {
  const names = Object.keys(kinds);
  return `
    SELECT detection, group_key, incident, kind, value, count(*) AS uses FROM (
      SELECT i.detection, i.group_key, i.incident, k.kind,
        CASE k.kind ${names.map((kind) => `WHEN '${kind}' THEN ${kinds[kind]}`).join(' ')} END AS value
      FROM incident i ${join} CROSS JOIN (VALUES ${names.map((kind) => `('${kind}')`).join(', ')}) AS k(kind)) e
    WHERE value IS NOT NULL GROUP BY detection, group_key, incident, kind, value`;
}

/** A place of level 3: which of the two it is, country and network. */
const FAR = `CASE WHEN m.place >= 3 THEN concat(CASE WHEN m.place_class IN ('hosting', 'vpn') THEN m.place_class ELSE 'country' END,
  '|', coalesce(m.country, ''), '|', coalesce(CAST(m.asn AS VARCHAR), '')) END`;

interface Entities {
  /** where the names stand, as `m` */
  join: string;
  /** what each kind is; mailboxes, users, applications, addresses and sessions also become entities of the finding */
  kinds: Record<string, string>;
}

const ENTITIES: Entities[] = [
  {
    join: 'JOIN cited_access m ON m.record_no = i.record_no',
    kinds: {
      mailbox: 'm.mailbox',
      user: 'm.user_id',
      app: 'm.caller',
      ip: 'm.ip',
      session: 'm.session_id',
      country: 'm.country',
      'read-ip': 'm.ip',
      'read-country': 'm.country',
      protocol: 'm.protocol',
    },
  },
  {
    join: 'JOIN change m ON m.record_no = i.record_no',
    kinds: {
      mailbox: 'm.mailbox',
      user: 'm.actor',
      app: 'm.app_id',
      ip: 'm.ip',
      session: 'm.session_id',
      change: 'm.kind',
    },
  },
  {
    join: 'JOIN cited_access a ON a.record_no = i.record_no JOIN judged_context m ON m.context_id = a.context_id',
    kinds: { far: FAR },
  },
  {
    join: 'JOIN judged_change m ON m.record_no = i.record_no',
    kinds: { country: 'm.country', far: FAR },
  },
  { join: '', kinds: { detail: 'i.detail' } },
];

type Names = { kind: string; value: string }[];

async function namesByIncident(db: Database): Promise<Map<string, Names>> {
  const rows = db.stream<Incident & { kind: string; value: string }>(`
    SELECT detection, group_key, CAST(incident AS BIGINT) AS incident, kind, value FROM (
      SELECT ${KEY}, kind, value, row_number() OVER (PARTITION BY ${KEY}, kind ORDER BY sum(uses) DESC, value) AS nth
      FROM incident_entity GROUP BY ${KEY}, kind, value) e
    WHERE nth <= ${NAMED} ORDER BY ${KEY}, kind, nth`);
  const names = new Map<string, Names>();
  for await (const batch of rows) {
    for (const row of batch) {
      const key = keyOf(row);
      const list = names.get(key) ?? [];
      list.push({ kind: row.kind, value: row.value });
      names.set(key, list);
    }
  }
  return names;
}

export function keyOf({ detection, group_key, incident }: Incident): string {
  return JSON.stringify([detection, group_key, incident]);
}

/** By AS number: as the checked table names them, else as registered. */
async function networkNames(db: Database): Promise<Map<string, string>> {
  const rows = await db.rows<{ asn: number; name: string }>(`
    SELECT DISTINCT n.asn, n.name FROM network_name n JOIN incident_entity e
      ON e.kind = 'far' AND e.value LIKE concat('%|', CAST(n.asn AS VARCHAR))`);
  return new Map([
    ...rows.map(({ asn, name }): [string, string] => [String(asn), name]),
    ...NETWORKS.map(({ asn, name }): [string, string] => [String(asn), name]),
  ]);
}

function farPlace(value: string, networks: ReadonlyMap<string, string>): FarPlace {
  const [kind, country = '', asn = ''] = value.split('|');
  return {
    kind: kind === 'hosting' || kind === 'vpn' ? kind : 'country',
    country: country === '' ? null : country,
    network: asn === '' ? null : (networks.get(asn) ?? `AS${asn}`),
  };
}

function factsOf(row: FactRow, names: Names, networks: ReadonlyMap<string, string>): GroupFacts {
  const named = (kind: string) => names.filter((name) => name.kind === kind).map(({ value }) => value);
  return {
    key: row.group_key,
    details: named('detail'),
    firstS: row.first_s,
    lastS: row.last_s,
    historyDays: row.history_days,
    records: row.records,
    bind: row.bind,
    sync: row.sync,
    messages: row.messages,
    folders: row.folders,
    throttled: row.throttled,
    mailboxes: row.mailboxes,
    allMailboxes: row.all_mailboxes,
    mailboxNames: named('mailbox'),
    users: named('user'),
    callers: named('app').map((id) => {
      const known = findApp(id);
      return { id, name: known?.name ?? null, tier: known?.kind ?? 'unknown' };
    }),
    protocols: named('protocol'),
    ips: named('ip'),
    countries: named('country'),
    readIps: named('read-ip'),
    readCountries: named('read-country'),
    far: named('far').map((value) => farPlace(value, networks)),
    networks: row.networks,
    providers: row.providers,
    sessions: row.sessions,
    days: row.days,
    mailboxDays: row.mailbox_days,
    place: row.place,
    hosting: row.hosting === 1,
    newDevice: row.new_device === 1,
    newProtocol: row.new_protocol === 1,
    scripted: row.scripted === 1,
    appOnly: row.app_only === 1,
    nonOwner: row.non_owner === 1,
    crossing: row.crossing,
    onJourney: row.on_journey === 1,
    oddHours: row.records === 0 ? 0 : row.odd_records / row.records,
    changes: named('change'),
  };
}

/**
 * Contexts: who reached a mailbox how. One per mailbox, the four properties of Microsoft's step 3 and the pair of
 * app ids; service records are folded to one per mailbox and caller. Beside it the visit (`group_id`), so that one
 * person's OWA session, which writes two client strings, reads as one.
 */
import type { Context } from '../report.ts';
import type { ContextGroup } from '../sections.ts';
import { type Database, isoTimeOf, literal } from '../store/database.ts';
import { isoTime } from '../time.ts';
import { strangeCaller } from './strange-caller.ts';

/** What all accesses of a context share by the way its id is made; those of a service need not. */
const SHARED =
  'user_id ip network country asn client network_kind protocol family session_id app_id client_app_id'.split(
    ' ',
  );

/** Of a service's the least is taken, or none where there are several. */
const OF_SERVICE = SHARED.map((column) => {
  if (['user_id', 'network_kind', 'protocol', 'family'].includes(column))
    return `min(${column}) AS ${column}`;
  const of = column === 'network' ? 'ip' : column;
  return `CASE WHEN min(${of}) = max(${of}) THEN min(${column}) END AS ${column}`;
}).join(', ');

/** Builds the table `context` from `mail_access`, `access_item` and the temp table `marked`. */
export async function buildContexts(db: Database): Promise<void> {
  // What differs among the records of a context first, and the rest from one record of each: to group every column of
  // every record takes three times the memory.
  await db.run(`
    CREATE OR REPLACE TEMP TABLE context_sum AS
    SELECT context_id, min(record_no) AS record_no, min(CASE WHEN is_service THEN 1 ELSE 0 END) = 1 AS is_service,
      min(session_source) AS least_source, max(session_source) AS session_source,
      min(caller) AS caller, min(device_id) AS device_id, min(logon_type) AS logon_type, min(user_type) AS user_type,
      count(*) AS records, sum(CASE WHEN access = 'bind' THEN 1 ELSE 0 END) AS bind,
      sum(CASE WHEN access = 'sync' THEN 1 ELSE 0 END) AS sync, min(at_s) AS first_s, max(at_s) AS last_s
    FROM mail_access GROUP BY context_id`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE context_read AS
    SELECT n.first_no, count(DISTINCT CASE WHEN n.access = 'bind' THEN i.message END) AS messages,
      count(DISTINCT i.folder) AS folders
    FROM access_item i JOIN (
      SELECT m.record_no, m.access, c.record_no AS first_no FROM mail_access m JOIN context_sum c ON c.context_id = m.context_id
    ) n ON n.record_no = i.record_no GROUP BY n.first_no`);
  await db.run(`
    CREATE OR REPLACE TABLE context AS
    SELECT c.context_id, left(md5(concat_ws('|', a.mailbox, a.user_id, coalesce(a.least_network, ''), a.family)), 16) AS group_id,
      a.mailbox, a.user_id, a.ip, a.network, a.country, a.asn, a.client, a.network_kind, a.protocol, a.family,
      CASE WHEN c.least_source = 'SessionId' THEN a.session_id END AS session_id, c.session_source,
      c.caller, a.app_id, a.client_app_id, c.device_id, c.logon_type, c.user_type, c.is_service,
      c.records, c.bind, c.sync, c.first_s, c.last_s, coalesce(i.messages, 0) AS messages, coalesce(i.folders, 0) AS folders,
      CASE WHEN h.context_id IS NOT NULL THEN 'hostile' WHEN c.is_service THEN 'service'
        WHEN t.context_id IS NOT NULL THEN 'trusted' ELSE 'expected' END AS verdict
    FROM context_sum c
    JOIN (
      SELECT context_id, mailbox, network AS least_network, ${SHARED.join(', ')}
      FROM mail_access WHERE record_no IN (SELECT record_no FROM context_sum WHERE NOT is_service)
      UNION ALL
      SELECT context_id, min(mailbox), min(network), ${OF_SERVICE} FROM mail_access
      WHERE is_service AND context_id IN (SELECT context_id FROM context_sum WHERE is_service) GROUP BY context_id
    ) a ON a.context_id = c.context_id
    LEFT JOIN context_read i ON i.first_no = c.record_no
    LEFT JOIN (${contextsMarked('hostile')}) h ON h.context_id = c.context_id
    LEFT JOIN (${contextsMarked('trusted')}) t ON t.context_id = c.context_id`);
  await db.run('DROP TABLE context_sum; DROP TABLE context_read');
}

/** SQL: contexts that a finding of medium or above cites. */
export const CITED_CONTEXTS = `
  SELECT m.context_id FROM finding_record r JOIN finding f ON f.finding_id = r.finding_id
  JOIN mail_access m ON m.record_no = r.record_no WHERE f.severity_rank >= 2`;

export async function markUnusual(db: Database): Promise<void> {
  await db.run(
    `UPDATE context SET verdict = 'unusual' WHERE verdict = 'expected' AND context_id IN (${CITED_CONTEXTS})`,
  );
}

function contextsMarked(verdict: string): string {
  return `SELECT DISTINCT m.context_id FROM mail_access m JOIN marked k ON k.record_no = m.record_no WHERE k.verdict = '${verdict}'`;
}

const COLUMNS: Record<Exclude<keyof Context, 'tokenIds'>, string> = {
  id: 'context_id',
  groupId: 'group_id',
  mailbox: 'mailbox',
  user: 'user_id',
  ip: 'ip',
  country: 'country',
  asn: 'asn',
  client: 'client',
  protocol: 'protocol',
  sessionId: 'session_id',
  sessionSource: 'session_source',
  caller: 'caller',
  appId: 'app_id',
  clientAppId: 'client_app_id',
  deviceId: 'device_id',
  logonType: 'logon_type',
  userType: 'user_type',
  records: 'records',
  bind: 'bind',
  sync: 'sync',
  messages: 'messages',
  folders: 'folders',
  firstSeen: isoTimeOf('first_s'),
  lastSeen: isoTimeOf('last_s'),
  verdict: 'verdict',
};
/** Fields of the report, so that a context is one wherever it is read. */
const CONTEXTS = `SELECT ${Object.entries(COLUMNS)
  .map(([field, column]) => `${column} AS "${field}"`)
  .join(', ')} FROM context`;

/** All contexts as JSON texts, in the order of the report: worst verdict first, then by time. */
export function streamContexts(db: Database): AsyncGenerator<string[]> {
  return db.jsonStream(`${CONTEXTS} ORDER BY ${ORDER}`);
}

/** The same by page, of one mailbox or all. */
export async function pageContexts(
  db: Database,
  mailbox: string | null,
  offset: number,
  limit: number,
): Promise<Context[]> {
  return await db.rows<Context>(
    `${CONTEXTS} ${ofMailbox(mailbox)} ORDER BY ${ORDER} LIMIT ${limit} OFFSET ${offset}`,
  );
}

export async function contextsById(db: Database, ids: readonly string[]): Promise<Context[]> {
  if (ids.length === 0) return [];
  const list = ids.map(literal).join(', ');
  return await db.rows<Context>(`${CONTEXTS} WHERE context_id IN (${list}) ORDER BY ${ORDER}`);
}

interface GroupRow {
  group_id: string;
  mailbox: string;
  user_id: string;
  protocol: Context['protocol'];
  network: string | null;
  contexts: number;
  records: number;
  bind: number;
  sync: number;
  messages: number;
  first_s: number;
  last_s: number;
  /** the place of its worst context's verdict among VERDICTS */
  worst: number;
  app: string | null;
  apps: number;
}

export async function pageGroups(
  db: Database,
  mailbox: string | null,
  offset: number,
  limit: number,
): Promise<ContextGroup[]> {
  const rows = await db.rows<GroupRow>(`
    SELECT g.*, coalesce(i.messages, 0) AS messages FROM (
      SELECT group_id, min(mailbox) AS mailbox, min(user_id) AS user_id, min(protocol) AS protocol, min(network) AS network,
        count(*) AS contexts, sum(records) AS records, sum(bind) AS bind, sum(sync) AS sync,
        min(first_s) AS first_s, max(last_s) AS last_s, min(${RANK}) AS worst,
        min(CASE WHEN ${strangeCaller()} THEN caller END) AS app,
        count(DISTINCT CASE WHEN ${strangeCaller()} THEN caller END) AS apps
      FROM context ${ofMailbox(mailbox)} GROUP BY group_id
    ) g LEFT JOIN (
      SELECT c.group_id, count(DISTINCT i.message) AS messages
      FROM access_item i JOIN mail_access m ON m.record_no = i.record_no
      JOIN (SELECT context_id, group_id FROM context ${ofMailbox(mailbox)}) c ON c.context_id = m.context_id
      WHERE m.access = 'bind' GROUP BY c.group_id
    ) i ON i.group_id = g.group_id
    ORDER BY g.worst, g.records DESC, g.group_id LIMIT ${limit} OFFSET ${offset}`);
  return rows.map((row) => ({
    groupId: row.group_id,
    mailbox: row.mailbox,
    user: row.user_id,
    protocol: row.protocol,
    network: row.network,
    contexts: row.contexts,
    records: row.records,
    bind: row.bind,
    sync: row.sync,
    messages: row.messages,
    firstSeen: isoTime(row.first_s),
    lastSeen: isoTime(row.last_s),
    verdict: VERDICTS[row.worst] ?? 'expected',
    ...(row.app === null ? {} : { through: { app: row.app, others: row.apps - 1 } }),
  }));
}

export async function countContexts(
  db: Database,
  mailbox: string | null,
): Promise<{ contexts: number; groups: number }> {
  return await db.one(
    `SELECT count(*) AS contexts, count(DISTINCT group_id) AS groups FROM context ${ofMailbox(mailbox)}`,
  );
}

const VERDICTS: Context['verdict'][] = ['hostile', 'unusual', 'expected', 'trusted', 'service'];
const RANK = `CASE verdict ${VERDICTS.map((verdict, rank) => `WHEN '${verdict}' THEN ${rank}`).join(' ')} END`;
const ORDER = `${RANK}, first_s, context_id`;

function ofMailbox(mailbox: string | null): string {
  return mailbox === null ? '' : `WHERE mailbox = ${literal(mailbox.toLowerCase())}`;
}

/**
 * Contexts: who reached a mailbox how. One per mailbox, the four properties of Microsoft's step 3 and the pair of
 * app ids; service records are folded to one per mailbox and caller. Beside it the visit (`group_id`), so that one
 * person's OWA session, which writes two client strings, reads as one.
 */
import type { Context } from '../report.ts';
import type { ContextGroup } from '../sections.ts';
import { type Database, isoTimeOf, literal } from '../store/database.ts';
import { isoTime } from '../time.ts';

/** What all accesses of a context share by the way its id is made; those of a service need not. */
const shared = (column: string) => `any_value(CASE WHEN NOT is_service THEN ${column} END)`;
const ofService = (pick: 'min' | 'max', column: string) => `${pick}(CASE WHEN is_service THEN ${column} END)`;
const least = (column: string) => `coalesce(${shared(column)}, ${ofService('min', column)})`;
/** Of a service only where there is but one. */
const single = (column: string, of = column) =>
  `coalesce(${shared(column)}, CASE WHEN ${ofService('min', of)} = ${ofService('max', of)} THEN ${ofService('min', column)} END)`;

/** Builds the table `context` from `mail_access`, `access_item` and the temp table `marked`. */
export async function buildContexts(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE context AS
    SELECT c.*, coalesce(i.messages, 0) AS messages, coalesce(i.folders, 0) AS folders,
      CASE WHEN h.context_id IS NOT NULL THEN 'hostile' WHEN c.is_service THEN 'service'
        WHEN t.context_id IS NOT NULL THEN 'trusted' ELSE 'expected' END AS verdict
    FROM (
      SELECT context_id,
        left(md5(concat_ws('|', any_value(mailbox), ${least('user_id')}, coalesce(${least('network')}, ''), ${least('family')})), 16) AS group_id,
        any_value(mailbox) AS mailbox, ${least('user_id')} AS user_id,
        ${single('ip')} AS ip, ${single('network', 'ip')} AS network, ${single('country')} AS country, ${single('asn')} AS asn,
        ${single('client')} AS client, ${least('network_kind')} AS network_kind, ${least('protocol')} AS protocol, ${least('family')} AS family,
        CASE WHEN min(session_source) = 'SessionId' THEN ${single('session_id')} END AS session_id, max(session_source) AS session_source,
        min(caller) AS caller, ${single('app_id')} AS app_id, ${single('client_app_id')} AS client_app_id,
        min(device_id) AS device_id, min(logon_type) AS logon_type, min(user_type) AS user_type,
        min(CASE WHEN is_service THEN 1 ELSE 0 END) = 1 AS is_service,
        count(*) AS records, sum(CASE WHEN access = 'bind' THEN 1 ELSE 0 END) AS bind,
        sum(CASE WHEN access = 'sync' THEN 1 ELSE 0 END) AS sync,
        min(at_s) AS first_s, max(at_s) AS last_s
      FROM mail_access GROUP BY context_id
    ) c
    LEFT JOIN (
      SELECT m.context_id, count(DISTINCT CASE WHEN m.access = 'bind' THEN i.message END) AS messages,
        count(DISTINCT i.folder) AS folders
      FROM access_item i JOIN mail_access m ON m.record_no = i.record_no GROUP BY m.context_id
    ) i ON i.context_id = c.context_id
    LEFT JOIN (${contextsMarked('hostile')}) h ON h.context_id = c.context_id
    LEFT JOIN (${contextsMarked('trusted')}) t ON t.context_id = c.context_id`);
}

/** Contexts that a finding of medium or above cites. */
export async function markUnusual(db: Database): Promise<void> {
  await db.run(`
    UPDATE context SET verdict = 'unusual' WHERE verdict = 'expected' AND context_id IN (
      SELECT m.context_id FROM finding_record r JOIN finding f ON f.finding_id = r.finding_id
      JOIN mail_access m ON m.record_no = r.record_no WHERE f.severity_rank >= 2)`);
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
        min(first_s) AS first_s, max(last_s) AS last_s, min(${RANK}) AS worst
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

/** What is known of one application: what it is called, whose mail it read, since when and from where. */
import { pageFindings } from '../findings/read.ts';
import { EVERYDAY } from '../notable.ts';
import { appName } from '../reference/app-names.ts';
import { findApp } from '../reference/apps.ts';
import type { AppSection } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { isoTime, maybeIsoTime } from '../time.ts';

const MOST_NETWORKS = 6;
const MOST_CHANGES = 6;
const MOST_FINDINGS = 5;

/**
 * As the caller: a resource (Graph, Exchange) is what is called, by everybody, and reads nothing itself.
 * @param id as typed; compared lower-case
 */
export async function readApp(
  db: Database,
  id: string,
  offset: number,
  limit: number,
): Promise<Omit<AppSection, 'case'>> {
  const app = id.trim().toLowerCase();
  const accesses = `SELECT * FROM mail_access WHERE caller = ${literal(app)}`;
  const totals = await db.one<{
    records: number;
    bind: number;
    sync: number;
    mailboxes: number;
    users: number;
    first_s: number | null;
    last_s: number | null;
  }>(`
    SELECT count(*) AS records, coalesce(sum(CASE WHEN access = 'bind' THEN 1 ELSE 0 END), 0) AS bind,
      coalesce(sum(CASE WHEN access = 'sync' THEN 1 ELSE 0 END), 0) AS sync, count(DISTINCT mailbox) AS mailboxes,
      count(DISTINCT user_id) AS users, min(at_s) AS first_s, max(at_s) AS last_s
    FROM (${accesses}) a`);
  const mailboxes = await db.rows<{
    mailbox: string;
    records: number;
    messages: number;
    first_s: number;
    last_s: number;
  }>(`
    SELECT a.mailbox, count(DISTINCT a.record_no) AS records,
      count(DISTINCT CASE WHEN a.access = 'bind' THEN i.message END) AS messages, min(a.at_s) AS first_s, max(a.at_s) AS last_s
    FROM (${accesses}) a LEFT JOIN access_item i ON i.record_no = a.record_no
    GROUP BY a.mailbox ORDER BY messages DESC, records DESC, a.mailbox LIMIT ${limit} OFFSET ${offset}`);
  const known = findApp(app);
  return {
    id: app,
    name: appName(app),
    kind: known?.kind ?? null,
    note: known?.note ?? null,
    records: totals.records,
    bind: totals.bind,
    sync: totals.sync,
    users: totals.users,
    firstSeen: maybeIsoTime(totals.first_s),
    lastSeen: maybeIsoTime(totals.last_s),
    mailboxes: {
      items: mailboxes.map(({ first_s, last_s, ...row }) => ({
        ...row,
        firstSeen: isoTime(first_s),
        lastSeen: isoTime(last_s),
      })),
      total: totals.mailboxes,
      offset,
    },
    ...(await networksOf(db, accesses)),
    changes: await changesOf(db, app),
    findings: await findingsOf(db, app),
    approvals: (
      await db.one<{ n: number }>(`SELECT count(*) AS n FROM approval WHERE caller = ${literal(app)}`)
    ).n,
  };
}

async function networksOf(
  db: Database,
  accesses: string,
): Promise<Pick<AppSection, 'networks' | 'topNetworks'>> {
  const { networks } = await db.one<{ networks: number }>(
    `SELECT count(DISTINCT network) AS networks FROM (${accesses}) a`,
  );
  const rows = await db.rows<{ network: string; country: string | null; records: number; first_s: number }>(`
    SELECT network, min(country) AS country, count(*) AS records, min(at_s) AS first_s FROM (${accesses}) a
    WHERE network IS NOT NULL GROUP BY network ORDER BY records DESC, network LIMIT ${MOST_NETWORKS}`);
  return {
    networks,
    topNetworks: rows.map(({ first_s, ...row }) => ({ ...row, firstSeen: isoTime(first_s) })),
  };
}

/** The newest. Somebody who signs in to an application, or sends mail through it, changes nothing. */
async function changesOf(db: Database, app: string): Promise<AppSection['changes']> {
  const rows = await db.rows<{ at_s: number; kind: string; actor: string | null; detail: string | null }>(`
    SELECT at_s, kind, actor, detail FROM "change"
    WHERE lower(app_id) = ${literal(app)} AND kind NOT IN (${EVERYDAY.map(literal).join(', ')})
    ORDER BY at_s DESC, record_no LIMIT ${MOST_CHANGES}`);
  return rows.map(({ at_s, ...row }) => ({ ...row, at: isoTime(at_s) }));
}

async function findingsOf(db: Database, app: string): Promise<AppSection['findings']> {
  const rows = await db.rows<{ id: string }>(`
    SELECT f.finding_id AS id FROM finding f JOIN finding_entity e ON e.finding_id = f.finding_id
    WHERE e.kind = 'app' AND lower(e.value) = ${literal(app)}
    ORDER BY f.severity_rank DESC, f.last_s DESC, f.finding_id LIMIT ${MOST_FINDINGS}`);
  const findings = [];
  for (const { id } of rows) findings.push(...(await pageFindings(db, { id }, 0, 1, 1)));
  return findings.map(({ id, title, severity }) => ({ id, title, severity }));
}

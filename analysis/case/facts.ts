/** The facts of a case that guidance and the statements of log trust read. */

import { parseMarker } from '../exposure/markers.ts';
import { storedMarkers } from '../exposure/marking.ts';
import { pageFindings } from '../findings/read.ts';
import { suggestedMarkers } from '../findings/suggested-markers.ts';
import type { CaseFacts, HostileMarkers, SyncFact } from '../guidance/index.ts';
import { contradictsScope } from '../input-warnings.ts';
import { notable } from '../notable.ts';
import type { GapKind, ReportInput } from '../report.ts';
import type { Database } from '../store/database.ts';
import { isoTime, maybeIsoTime } from '../time.ts';
import { truncated } from '../truncation.ts';
import { changeSaid } from '../words.ts';
import { BY_A_PERSON, inQuestion, STRANGE_CALLER } from './in-question.ts';
import { pageInputs } from './inputs.ts';
import { LARGEST_PAGE } from './pages.ts';
import { pageTimeline } from './timeline.ts';
import { readTotals } from './totals.ts';

/** Guidance names mailboxes one by one up to this many; commands for more would not be pasted by anybody. */
const MOST_MAILBOXES = 500;
const MOST_SUSPICIONS = 20;
const MOST_SYNCS = 20;
const MOST_CHANGES = 6;
/** Only names: steps name a few of them and count the others. */
const MOST_EXPOSED = 10_000;
const MOST_METHODS = 500;

export async function caseFacts(db: Database): Promise<CaseFacts> {
  const { totals, window } = await readTotals(db);
  const inputs = await pageInputs(db, 0, MOST_MAILBOXES);
  const mailboxes = await names(
    db,
    'SELECT mailbox AS name FROM mail_access GROUP BY mailbox ORDER BY count(*) DESC, mailbox',
  );
  const hostile = await hostileMarkers(db);
  return {
    organisations: await organizations(db),
    window,
    inputs: inputs.map((input) => ({
      name: input.member === null ? input.name : `${input.name}/${input.member}`,
      truncation: truncation(input),
      cutOff: truncated(input) === 'proven',
      rejected: input.rejected,
      scopeKnown: input.acquired.from !== null && input.acquired.to !== null,
      scopeContradicted: input.warnings.some(contradictsScope),
    })),
    mailItemsAccessed: totals.mailItemsAccessed,
    mailboxes,
    syncedMailboxes: await names(
      db,
      "SELECT mailbox AS name FROM mail_access WHERE access = 'sync' AND NOT is_service GROUP BY mailbox ORDER BY count(*) DESC, mailbox",
    ),
    strangeSyncs: await strangeSyncs(db),
    ...(await changes(db)),
    methodsAdded: await methodsAdded(db),
    recordsPerWorkingDay: await recordsPerWorkingDay(db),
    gaps: await gapFacts(db),
    exposed: await db.rows<CaseFacts['exposed'][number]>(`
      SELECT x.mailbox, x.scope, x.verdict, x.messages, s.mailbox IS NOT NULL AS synced FROM exposed_mailbox x
      LEFT JOIN (SELECT DISTINCT e.scope, m.mailbox FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
        WHERE m.access = 'sync') s ON s.scope = x.scope AND s.mailbox = x.mailbox
      WHERE x.verdict <> 'no-evidence' ORDER BY x.messages DESC, x.mailbox, x.scope LIMIT ${MOST_EXPOSED}`),
    hostile,
    hostileOnRecord: await hitByMarkers(db),
    hostileAccounts: await names(
      db,
      `SELECT DISTINCT m.user_id AS name FROM mail_access m JOIN exposed_record e ON e.record_no = m.record_no
       WHERE e.scope = 'confirmed' AND ${BY_A_PERSON} ORDER BY name`,
    ),
    hostileApps: [...new Set([...hostile.apps, ...(await strangeHostileCallers(db))])],
    hostileAppOnly: await someHostile(db, 'm.user_type IN (5, 6)'),
    ownersThroughHostileApp:
      hostile.apps.length === 0
        ? []
        : await names(
            db,
            `SELECT DISTINCT m.mailbox AS name FROM mail_access m JOIN exposed_record e ON e.record_no = m.record_no
            WHERE e.scope = 'confirmed' AND m.is_owner AND m.user_type = 0 AND m.caller IS NOT NULL ORDER BY name`,
          ),
    suspicions: (await pageFindings(db, { severity: 'medium', undecided: true }, 0, MOST_SUSPICIONS, 1)).map(
      (finding) => ({
        title: finding.title,
        mailboxes: finding.mailboxes,
        markers: suggestedMarkers(finding),
      }),
    ),
    inQuestion: await inQuestion(db),
  };
}

/** Few contexts: those of the exposure, and those that findings of medium and above cite. */
async function strangeSyncs(db: Database): Promise<SyncFact[]> {
  const rows = await db.rows<{
    mailbox: string;
    ip: string | null;
    country: string | null;
    folders: number;
    from_s: number;
    to_s: number;
    exposed: number;
    shares_session: number;
  }>(`
    WITH session AS (
      SELECT DISTINCT m.session_id FROM mail_access m JOIN exposed_record e ON e.record_no = m.record_no WHERE m.session_id IS NOT NULL
    )
    SELECT m.mailbox, m.ip, min(m.country) AS country, count(DISTINCT coalesce(i.folder_id, i.folder)) AS folders,
      min(m.at_s) AS from_s, max(m.at_s) AS to_s, max(CASE WHEN e.record_no IS NULL THEN 0 ELSE 1 END) AS exposed,
      max(CASE WHEN s.session_id IS NULL THEN 0 ELSE 1 END) AS shares_session
    FROM mail_access m
    LEFT JOIN session s ON s.session_id = m.session_id
    LEFT JOIN access_item i ON i.record_no = m.record_no
    LEFT JOIN (SELECT DISTINCT record_no FROM exposed_record) e ON e.record_no = m.record_no
    WHERE m.access = 'sync' AND (e.record_no IS NOT NULL OR s.session_id IS NOT NULL
      OR m.context_id IN (SELECT context_id FROM context WHERE sync > 0 AND verdict IN ('hostile', 'unusual')))
    GROUP BY m.mailbox, m.ip ORDER BY exposed DESC, folders DESC, m.mailbox, m.ip LIMIT ${MOST_SYNCS}`);
  return rows.map(({ from_s, to_s, exposed, shares_session, ...row }) => ({
    ...row,
    from: isoTime(from_s),
    to: isoTime(to_s),
    exposed: exposed === 1,
    sharesSession: shares_session === 1,
  }));
}

async function methodsAdded(db: Database): Promise<CaseFacts['methodsAdded']> {
  const rows = await db.rows<{
    at_s: number;
    what: string;
    actor: string | null;
    mailbox: string;
    ip: string | null;
  }>(`
    SELECT at_s, detail AS what, actor, mailbox, ip FROM change
    WHERE kind = 'authentication-method' AND part = 'added' AND succeeded AND mailbox IS NOT NULL
    ORDER BY at_s DESC, record_no DESC LIMIT ${MOST_METHODS}`);
  return rows.map(({ at_s, ...row }) => ({ at: isoTime(at_s), ...row }));
}

async function changes(db: Database): Promise<Pick<CaseFacts, 'changes' | 'changesTotal'>> {
  const { events, total } = await pageTimeline(db, { mailbox: null, only: 'change' }, 0, LARGEST_PAGE);
  return {
    changes: notable(events, MOST_CHANGES).map(
      ({ from, kind, words, actor, mailbox, from_network: ip, verdict }) => ({
        at: from ?? '',
        what: changeSaid(kind, words, verdict === 'failed'),
        actor,
        mailbox,
        ip,
      }),
    ),
    changesTotal: total,
  };
}

async function organizations(db: Database): Promise<string[]> {
  return await names(
    db,
    'SELECT DISTINCT organization_id AS name FROM record WHERE organization_id IS NOT NULL ORDER BY name',
  );
}

async function names(db: Database, sql: string): Promise<string[]> {
  return (await db.rows<{ name: string }>(`${sql} LIMIT ${MOST_MAILBOXES}`)).map(({ name }) => name);
}

async function gapFacts(db: Database): Promise<CaseFacts['gaps']> {
  const rows = await db.rows<{
    kind: GapKind;
    certainty: 'proven' | 'suspected';
    mailbox: string | null;
    actor: string | null;
    from_s: number | null;
    to_s: number | null;
  }>(
    `SELECT kind, certainty, mailbox, actor, from_s, to_s FROM gap ORDER BY from_s, mailbox LIMIT ${MOST_MAILBOXES}`,
  );
  return rows.map(({ from_s, to_s, ...row }) => ({
    ...row,
    from: maybeIsoTime(from_s),
    to: maybeIsoTime(to_s),
  }));
}

async function strangeHostileCallers(db: Database): Promise<string[]> {
  return await names(
    db,
    `SELECT DISTINCT m.caller AS name FROM mail_access m JOIN exposed_record e ON e.record_no = m.record_no
     WHERE e.scope = 'confirmed' AND ${STRANGE_CALLER} ORDER BY name`,
  );
}

async function someHostile(db: Database, condition: string): Promise<boolean> {
  const { n } = await db.one<{ n: number }>(`
    SELECT count(*) AS n FROM mail_access m JOIN exposed_record e ON e.record_no = m.record_no
    WHERE e.scope = 'confirmed' AND ${condition}`);
  return n > 0;
}

/** Monday to Friday, UTC. Fewer than five mailbox-days tell nothing. */
async function recordsPerWorkingDay(db: Database): Promise<number | null> {
  const { records, days } = await db.one<{ records: number; days: number }>(`
    SELECT coalesce(sum(n), 0) AS records, count(*) AS days FROM (
      SELECT mailbox, day, count(*) AS n FROM mail_access WHERE extract(dow FROM day) BETWEEN 1 AND 5 GROUP BY mailbox, day) d`);
  return days < 5 ? null : records / days;
}

async function hitByMarkers(db: Database): Promise<boolean> {
  const { n } = await db.one<{ n: number }>(`
    SELECT (SELECT count(*) FROM exposed_record WHERE scope = 'confirmed')
      + (SELECT count(*) FROM exposed_act WHERE scope = 'confirmed') AS n`);
  return n > 0;
}

async function hostileMarkers(db: Database): Promise<HostileMarkers> {
  const markers = (await storedMarkers(db))
    .filter(({ verdict }) => verdict === 'hostile')
    .map(({ marker }) => parseMarker(marker));
  const all = (kind: 'ip' | 'session' | 'token' | 'app' | 'user') => [
    ...new Set(markers.flatMap((marker) => marker[kind] ?? [])),
  ];
  return {
    ips: all('ip'),
    sessions: all('session'),
    tokens: all('token'),
    apps: all('app'),
    users: all('user'),
  };
}

export function truncation(input: ReportInput): string[] {
  return input.warnings.flatMap((code) => {
    const rows = /^possibly-truncated-(\d+)$/.exec(code)?.[1];
    if (rows !== undefined) return [`exactly ${Number(rows).toLocaleString('en')} rows`];
    if (code === 'result-count-exceeds-rows') return ['its ResultCount is higher than the rows present'];
    if (code === 'file-cut') return ['it ends in the middle of a record'];
    if (code === 'gzip-damaged') return ['the compressed stream is damaged'];
    return code === 'gzip-cut' ? ['the compressed stream is cut off'] : [];
  });
}

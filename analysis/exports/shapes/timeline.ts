import { CHANGE_WORDS } from '../../case/timeline.ts';
import { callerName } from '../../reference/app-names.ts';
import { findApp } from '../../reference/apps.ts';
import { isoTime, maybeIsoTime } from '../../time.ts';
import { type Cell, writeCsv } from '../csv-file.ts';
import type { Exporting, ExportShape } from '../shape.ts';

/** Accesses folded per visit, changes and gaps, in order of time. */
export const shape: ExportShape = {
  kind: 'timeline',
  ending: 'csv',
  about: 'accesses folded per visit, changes and gaps, in order of time',
  write: async (exporting, path) => {
    await writeCsv(path, COLUMNS, rows(exporting));
  },
};

export const COLUMNS = [
  'from',
  'to',
  'what',
  'kind',
  'verdict',
  'mailbox',
  'actor',
  'app',
  'ip',
  'network',
  'country',
  'session',
  'records',
  'bind',
  'sync',
  'messages',
  'detail',
  'first_record',
] as const;

interface Line {
  from_s: number | null;
  to_s: number | null;
  what: 'access' | 'change' | 'gap';
  kind: string;
  verdict: string | null;
  mailbox: string | null;
  actor: string | null;
  app: string | null;
  ip: string | null;
  network: string | null;
  country: string | null;
  session_id: string | null;
  records: number | null;
  bind: number | null;
  sync: number | null;
  messages: number | null;
  detail: string | null;
  first_record: string | null;
}

/** A visit that pauses for longer than this goes on in a line of its own. */
const PAUSE_S = 3_600;

/** Of a visit with several addresses or sessions, none is named rather than one of them. */
const ONE = (column: string) => `CASE WHEN min(${column}) = max(${column}) THEN min(${column}) END`;

const LINES = `
  WITH access AS (
    SELECT m.record_no, m.record_id, m.at_s, m.mailbox, m.user_id, m.caller, m.ip, m.network, m.country, m.session_id,
      m.protocol, m.access, c.group_id, c.verdict
    FROM mail_access m JOIN context c ON c.context_id = m.context_id
  ), started AS (
    SELECT a.*, CASE WHEN at_s - lag(at_s) OVER (PARTITION BY group_id, verdict ORDER BY at_s, record_no) <= ${PAUSE_S} THEN 0 ELSE 1 END AS starts
    FROM access a
  ), visit AS (
    SELECT s.*, sum(starts) OVER (PARTITION BY group_id, verdict ORDER BY at_s, record_no ROWS UNBOUNDED PRECEDING) AS nth
    FROM started s
  ), item AS (
    SELECT v.group_id, v.verdict, v.nth, count(DISTINCT i.message) AS messages
    FROM visit v JOIN access_item i ON i.record_no = v.record_no WHERE v.access = 'bind' GROUP BY v.group_id, v.verdict, v.nth
  ), line AS (
    SELECT v.group_id, v.verdict, v.nth, min(at_s) AS from_s, max(at_s) AS to_s, min(protocol) AS protocol,
      min(mailbox) AS mailbox, min(user_id) AS user_id, ${ONE('caller')} AS caller, ${ONE('ip')} AS ip, min(network) AS network,
      min(country) AS country, ${ONE('session_id')} AS session_id, count(*) AS records,
      sum(CASE WHEN access = 'bind' THEN 1 ELSE 0 END) AS bind, sum(CASE WHEN access = 'sync' THEN 1 ELSE 0 END) AS sync,
      min(record_no) AS first_no
    FROM visit v GROUP BY v.group_id, v.verdict, v.nth
  )
  SELECT l.from_s, l.to_s, 'access' AS what, l.protocol AS kind, l.verdict, l.mailbox, l.user_id AS actor, l.caller AS app,
    l.ip, l.network, l.country, l.session_id, l.records, l.bind, l.sync, coalesce(i.messages, 0) AS messages,
    NULL AS detail, r.record_id AS first_record
  FROM line l LEFT JOIN item i ON i.group_id = l.group_id AND i.verdict = l.verdict AND i.nth = l.nth
  LEFT JOIN record r ON r.record_no = l.first_no
  UNION ALL
  SELECT c.at_s, c.at_s, 'change', c.kind, CASE WHEN c.succeeded = false THEN 'failed' END, c.mailbox, c.actor, c.app_id,
    c.ip, NULL, NULL, c.session_id, 1, NULL, NULL, NULL,
    ${CHANGE_WORDS}, r.record_id
  FROM "change" c LEFT JOIN record r ON r.record_no = c.record_no
  UNION ALL
  SELECT g.from_s, g.to_s, 'gap', g.kind, g.certainty, g.mailbox, g.actor, NULL, NULL, NULL, NULL, NULL,
    (SELECT count(*) FROM gap_record e WHERE e.gap_id = g.gap_id), NULL, NULL, NULL,
    CASE WHEN g.blind_bind AND g.blind_sync THEN 'Bind and Sync may be missing from the log'
      WHEN g.blind_sync THEN 'Sync may be missing from the log'
      WHEN g.blind_bind THEN 'Bind may be missing from the log' END, g.gap_id
  FROM gap g`;

/** What began before the records did comes first. The rest of the order only makes it the same each time. */
const ORDERED = `
  SELECT * FROM (${LINES}) t
  ORDER BY CASE WHEN from_s IS NULL THEN 0 ELSE 1 END, from_s, what, mailbox, actor, kind, to_s, first_record, ip, session_id, detail`;

async function* rows({ db, onStep, checkpoint }: Exporting): AsyncGenerator<Cell[]> {
  let written = 0;
  for await (const lines of db.stream<Line>(ORDERED)) {
    checkpoint();
    for (const line of lines) yield cells(line);
    written += lines.length;
    onStep(`writing the timeline: ${written.toLocaleString('en')} rows`);
  }
}

function cells(line: Line): Cell[] {
  const gap = line.what === 'gap';
  return [
    line.from_s === null ? null : isoTime(line.from_s),
    maybeIsoTime(line.to_s),
    line.what,
    line.kind,
    line.verdict,
    line.mailbox ?? (gap ? '(every mailbox)' : null),
    line.actor,
    line.app === null ? null : callerName(line.app),
    line.ip,
    line.network,
    line.country,
    line.session_id,
    line.records,
    line.bind,
    line.sync,
    line.messages,
    detailOf(line),
    gap ? null : line.first_record,
  ];
}

function detailOf({ what, app, detail }: Line): string | null {
  return what === 'access' ? (findApp(app)?.note ?? null) : detail;
}

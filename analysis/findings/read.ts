/** Findings as the report and the cards show them. */
import { severityRank } from '../detections/detection.ts';
import { groupBy } from '../group-by.ts';
import { findApp } from '../reference/apps.ts';
import type { Finding, Severity } from '../report.ts';
import type { FindingFile } from '../sections.ts';
import { type Database, literal } from '../store/database.ts';
import { isoTime } from '../time.ts';

interface FindingRow {
  finding_id: string;
  detection: string;
  title: string;
  severity: Severity;
  confidence: Finding['confidence'];
  first_s: number;
  last_s: number;
  messages: number;
  explanation: string;
  observed: string;
  expected: string;
  false_positives: string;
  attack: string;
  next_steps: string;
}

export interface FindingFilter {
  /** of this severity and above; default all */
  severity?: Severity;
  mailbox?: string;
  id?: string;
  /** only those that cite something nobody has marked, hostile or trusted */
  undecided?: boolean;
}

/** The gravest first, then the newest. */
const ORDER = 'severity_rank DESC, last_s DESC, finding_id';

/** @param records at most so many record ids of each finding */
export async function pageFindings(
  db: Database,
  filter: FindingFilter,
  offset: number,
  limit: number,
  records = 1_000,
): Promise<Finding[]> {
  const rows = await db.rows<FindingRow>(`
    SELECT * FROM finding f ${where(filter)} ORDER BY ${ORDER} LIMIT ${limit} OFFSET ${offset}`);
  if (rows.length === 0) return [];
  const ids = rows.map(({ finding_id }) => literal(finding_id)).join(', ');
  const entities = await db.rows<{ finding_id: string; kind: string; value: string }>(
    `SELECT finding_id, kind, value FROM finding_entity WHERE finding_id IN (${ids}) ORDER BY finding_id, kind, value`,
  );
  const evidence = await db.rows<{ finding_id: string; record_id: string }>(`
    SELECT finding_id, record_id FROM (
      SELECT f.finding_id, r.record_id, row_number() OVER (PARTITION BY f.finding_id ORDER BY r.at_s, r.record_no) AS nth
      FROM finding_record f JOIN record r ON r.record_no = f.record_no WHERE f.finding_id IN (${ids})) e
    WHERE nth <= ${records} ORDER BY finding_id, nth`);
  const entitiesOf = groupBy(entities, ({ finding_id }) => finding_id);
  const evidenceOf = groupBy(evidence, ({ finding_id }) => finding_id);
  return rows.map((row) => {
    const own = entitiesOf.get(row.finding_id) ?? [];
    const named = (kind: string) => own.filter((entity) => entity.kind === kind).map(({ value }) => value);
    return {
      id: row.finding_id,
      detection: row.detection,
      title: row.title,
      severity: row.severity,
      confidence: row.confidence,
      mailboxes: named('mailbox'),
      users: named('user'),
      apps: named('app').filter((id) => findApp(id)?.kind !== 'resource'),
      ips: named('ip'),
      sessions: named('session'),
      messages: row.messages,
      firstSeen: isoTime(row.first_s),
      lastSeen: isoTime(row.last_s),
      recordIds: (evidenceOf.get(row.finding_id) ?? []).map(({ record_id }) => record_id),
      explanation: row.explanation,
      observed: row.observed,
      expected: row.expected,
      falsePositives: row.false_positives,
      attack: JSON.parse(row.attack) as string[],
      nextSteps: JSON.parse(row.next_steps) as string[],
    };
  });
}

/**
 * Pages of all findings, in their order: at most so many at a time, and no more than together cite so many records, or one.
 * @param cited how many records each cites
 */
export function pagesOf(
  cited: readonly number[],
  most: { findings: number; records: number },
): { offset: number; limit: number }[] {
  const pages: { offset: number; limit: number; records: number }[] = [];
  for (const [offset, records] of cited.entries()) {
    const open = pages.at(-1);
    const isFull = open?.limit === most.findings || (open?.records ?? 0) + records > most.records;
    if (open === undefined || isFull) pages.push({ offset, limit: 1, records });
    else Object.assign(open, { limit: open.limit + 1, records: open.records + records });
  }
  return pages.map(({ offset, limit }) => ({ offset, limit }));
}

/** How many records each finding cites, in the order of the pages. */
export async function recordsCited(db: Database): Promise<number[]> {
  const rows = await db.rows<{ records: number }>(`
    SELECT coalesce(r.records, 0) AS records FROM finding f
    LEFT JOIN (SELECT finding_id AS id, count(*) AS records FROM finding_record GROUP BY finding_id) r ON r.id = f.finding_id
    ORDER BY ${ORDER}`);
  return rows.map(({ records }) => records);
}

export async function countFindings(db: Database, filter: FindingFilter): Promise<number> {
  return (await db.one<{ n: number }>(`SELECT count(*) AS n FROM finding f ${where(filter)}`)).n;
}

const ROWS_NAMED = 5;

/** Where the records of a finding stand in the files as received: the file with the most of them first. */
export async function filesOf(db: Database, findingId: string): Promise<FindingFile[]> {
  const of = `FROM finding_record f JOIN record r ON r.record_no = f.record_no WHERE f.finding_id = ${literal(findingId)}`;
  const files = await db.rows<{
    input_no: number;
    name: string;
    sha256: string;
    member: string | null;
    records: number;
  }>(`
    SELECT i.input_no, i.name, i.sha256, i.member, n.records FROM (SELECT r.input_no, count(*) AS records ${of} GROUP BY r.input_no) n
    JOIN input i ON i.input_no = n.input_no ORDER BY n.records DESC, i.input_no`);
  const rows = await db.rows<{ input_no: number; row_no: number }>(`
    SELECT input_no, row_no FROM (
      SELECT r.input_no, r.row_no, row_number() OVER (PARTITION BY r.input_no ORDER BY r.row_no) AS nth ${of}) n
    WHERE nth <= ${ROWS_NAMED} ORDER BY input_no, row_no`);
  return files.map(({ input_no, name, sha256, member, records }) => ({
    input: name,
    sha256,
    member,
    records,
    rows: rows.filter((row) => row.input_no === input_no).map(({ row_no }) => row_no),
  }));
}

/** Findings without an access of their own, such as a narrowed log, are not decided by markers. */
const DECIDED = `
  SELECT r.finding_id FROM finding_record r JOIN mail_access m ON m.record_no = r.record_no
  JOIN context c ON c.context_id = m.context_id
  GROUP BY r.finding_id HAVING min(CASE WHEN c.verdict IN ('hostile', 'trusted') THEN 1 ELSE 0 END) = 1`;

function where({ severity, mailbox, id, undecided = false }: FindingFilter): string {
  const conditions = [
    severity === undefined ? null : `f.severity_rank >= ${severityRank(severity)}`,
    id === undefined ? null : `f.finding_id = ${literal(id.toLowerCase())}`,
    mailbox === undefined
      ? null
      : `f.finding_id IN (SELECT finding_id FROM finding_entity WHERE kind = 'mailbox' AND value = ${literal(mailbox.toLowerCase())})`,
    undecided ? `f.finding_id NOT IN (${DECIDED})` : null,
  ].filter((condition) => condition !== null);
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
}

/** The gaps of a case, read from the table `gap`, each with the sentence that says what may not be concluded. */
import { groupBy } from '../group-by.ts';
import type { Gap, GapKind } from '../report.ts';
import { type Database, literal } from '../store/database.ts';
import { isoTime, maybeIsoTime } from '../time.ts';
import { gapStatement, type RecordsInside } from './gap-statements.ts';

/**
 * `organization_id`: whose, where the case has several; `gap_elsewhere` then lists the mailboxes of the others.
 * `logon_types`: whose access, words between blanks, null for everyone's. `note`: what the sentence counts, as each
 * kind of gap says where it is found.
 */
export const GAP_TABLES = `
CREATE OR REPLACE TABLE gap (
  gap_id VARCHAR, kind VARCHAR, certainty VARCHAR, mailbox VARCHAR, actor VARCHAR,
  blind_bind BOOLEAN, blind_sync BOOLEAN, from_s BIGINT, to_s BIGINT, logon_types VARCHAR, note VARCHAR, organization_id VARCHAR
);
CREATE OR REPLACE TABLE gap_record (gap_id VARCHAR, record_no BIGINT);
CREATE OR REPLACE TABLE gap_elsewhere (gap_id VARCHAR, mailbox VARCHAR);
`;

/** Kinds that somebody or something is known to have made: a silence within one is no news. */
export const MADE_GAPS = `'throttled', 'audit-bypass', 'audit-disabled', 'ingestion-disabled', 'audit-actions-removed',
  'audit-plan-removed', 'collection-outage'`;

/** SQL for a gap's id: the same gap keeps it while records are added to its end. Each part is an SQL text. */
export function gapId(...parts: string[]): string {
  return `left(md5(concat_ws('|', ${parts.join(', ')})), 16)`;
}

/** SQL: at least half of a stretch (`low_s` to `high_s`) lies inside a gap. */
export function mostlyWithin(stretch: string, gap: string): string {
  const [low, high] = [`${stretch}.low_s`, `${stretch}.high_s`];
  return `2 * (least(coalesce(${gap}.to_s, ${high}), ${high}) - greatest(coalesce(${gap}.from_s, ${low}), ${low})) >= ${high} - ${low}`;
}

/** SQL: the gap (`g`) is none of this mailbox (an SQL value) since it is another organisation's. */
export function elsewhere(mailbox: string): string {
  return `g.gap_id IN (SELECT gap_id FROM gap_elsewhere WHERE mailbox = ${mailbox})`;
}

export interface GapRow {
  gap_id: string;
  kind: GapKind;
  certainty: Gap['certainty'];
  mailbox: string | null;
  actor: string | null;
  blind_bind: boolean;
  blind_sync: boolean;
  from_s: number | null;
  to_s: number | null;
  logon_types: string | null;
  note: string | null;
}

/** Proven before suspected, then by time. `recordIds` are complete, but for mailboxes that are not covered: first and last. */
export async function pageGaps(
  db: Database,
  offset: number,
  limit: number,
  mailbox?: string,
): Promise<Gap[]> {
  const rows = await db.rows<GapRow>(`
    SELECT * FROM gap g ${mailbox === undefined ? '' : `WHERE (mailbox = ${literal(mailbox)} OR mailbox IS NULL) AND NOT ${elsewhere(literal(mailbox))}`}
    ORDER BY CASE certainty WHEN 'proven' THEN 0 ELSE 1 END, from_s, gap_id LIMIT ${limit} OFFSET ${offset}`);
  const ids = rows.map(({ gap_id }) => literal(gap_id)).join(', ');
  const cited =
    rows.length === 0
      ? []
      : await db.rows<{ gap_id: string; record_id: string }>(`
    SELECT g.gap_id, r.record_id FROM gap_record g JOIN record r ON r.record_no = g.record_no
    WHERE g.gap_id IN (${ids}) ORDER BY r.at_s, r.record_id`);
  const recordIds = groupBy(cited, ({ gap_id }) => gap_id);
  const known = rows.length === 0 ? new Map<string, RecordsInside>() : await recordsAllTheSame(db, ids);
  const gaps: Gap[] = [];
  for (const row of rows) {
    const cites = (recordIds.get(row.gap_id) ?? []).map(({ record_id }) => record_id);
    gaps.push(gap(row, cites, known.get(row.gap_id) ?? (await recordsOfTime(db, row))));
  }
  return gaps;
}

/** Of time that was not searched: there are few such gaps, and records in them only where the declaration is wrong. */
async function recordsOfTime(
  db: Database,
  { kind, note, from_s, to_s }: GapRow,
): Promise<RecordsInside | null> {
  if (kind !== 'outside-declared-scope' || note !== null) return null;
  return insideOf(
    await db.one<Counted>(`
    SELECT count(*) AS records, min(at_s) AS first, max(at_s) AS last FROM record
    WHERE ${from_s === null ? 'true' : `at_s > ${from_s}`} AND ${to_s === null ? 'true' : `at_s < ${to_s}`}`),
  );
}

interface Counted {
  records: number;
  first: number | null;
  last: number | null;
}

function insideOf({ records, first, last }: Counted): RecordsInside | null {
  return first === null || last === null ? null : { records, first: isoTime(first), last: isoTime(last) };
}

const WITHIN = 'm.at_s > coalesce(g.from_s, -1) AND (g.to_s IS NULL OR m.at_s < g.to_s)';

/**
 * SQL (gap_id, at_s): access that is on record although it lies in a gap that keeps it from being recorded, or all of it.
 * @param which SQL over `gap g`
 */
export function recordedAllTheSame(which: string): string {
  return `
    SELECT g.gap_id, m.at_s FROM gap g JOIN mail_access m ON m.user_id = g.actor AND ${WITHIN}
    WHERE g.kind = 'audit-bypass' AND ${which}
    UNION ALL
    SELECT g.gap_id, m.at_s FROM gap g JOIN mail_access m
      ON (g.organization_id IS NULL OR m.organization_id = g.organization_id) AND ${WITHIN}
    WHERE g.kind = 'audit-disabled' AND ${which}
    UNION ALL
    SELECT g.gap_id, m.at_s FROM gap g JOIN mail_access m ON m.mailbox = g.mailbox AND ${WITHIN}
    WHERE ${which} AND ((g.kind = 'throttled' AND m.access = 'bind') OR g.kind = 'audit-plan-removed'
      OR (g.kind = 'audit-actions-removed' AND (g.logon_types IS NULL OR strpos(g.logon_types, m.logon_type) > 0)))`;
}

/** By gap. @param ids SQL */
async function recordsAllTheSame(db: Database, ids: string): Promise<Map<string, RecordsInside>> {
  const rows = await db.rows<Counted & { gap_id: string }>(`
    SELECT gap_id, count(*) AS records, min(at_s) AS first, max(at_s) AS last
    FROM (${recordedAllTheSame(`g.gap_id IN (${ids})`)}) r GROUP BY gap_id`);
  return new Map(
    rows.flatMap((row) => {
      const inside = insideOf(row);
      return inside === null ? [] : [[row.gap_id, inside] as const];
    }),
  );
}

const LOGON_TYPES = ['owner', 'delegate', 'admin'] as const;

function gap(row: GapRow, recordIds: string[], inside: RecordsInside | null): Gap {
  const from = maybeIsoTime(row.from_s);
  const to = maybeIsoTime(row.to_s);
  const logonTypes = LOGON_TYPES.filter((type) => row.logon_types?.split(' ').includes(type));
  return {
    id: row.gap_id,
    kind: row.kind,
    certainty: row.certainty,
    mailbox: row.mailbox,
    actor: row.actor,
    accessTypes: [
      ...(row.blind_bind ? (['bind'] as const) : []),
      ...(row.blind_sync ? (['sync'] as const) : []),
    ],
    ...(logonTypes.length === 0 ? {} : { logonTypes }),
    from,
    to,
    statement: gapStatement(row, logonTypes, from, to, inside),
    recordIds,
  };
}

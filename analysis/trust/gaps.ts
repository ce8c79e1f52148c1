/** The gaps of a case, read from the table `gap`, each with the sentence that says what may not be concluded. */
import { groupBy } from '../group-by.ts';
import type { Gap, GapKind } from '../report.ts';
import { type Database, literal } from '../store/database.ts';
import { maybeIsoTime } from '../time.ts';

export const GAP_TABLES = `
CREATE OR REPLACE TABLE gap (
  gap_id VARCHAR, kind VARCHAR, certainty VARCHAR, mailbox VARCHAR, actor VARCHAR,
  blind_bind BOOLEAN, blind_sync BOOLEAN, from_s BIGINT, to_s BIGINT
);
CREATE OR REPLACE TABLE gap_record (gap_id VARCHAR, record_no BIGINT);
`;

interface GapRow {
  gap_id: string;
  kind: GapKind;
  certainty: Gap['certainty'];
  mailbox: string | null;
  actor: string | null;
  blind_bind: boolean;
  blind_sync: boolean;
  from_s: number | null;
  to_s: number | null;
}

/** Proven before suspected, then by time. `recordIds` are complete. */
export async function pageGaps(
  db: Database,
  offset: number,
  limit: number,
  mailbox?: string,
): Promise<Gap[]> {
  const rows = await db.rows<GapRow>(`
    SELECT * FROM gap ${mailbox === undefined ? '' : `WHERE mailbox = ${literal(mailbox)} OR mailbox IS NULL`}
    ORDER BY CASE certainty WHEN 'proven' THEN 0 ELSE 1 END, from_s, gap_id LIMIT ${limit} OFFSET ${offset}`);
  const ids = rows.map(({ gap_id }) => literal(gap_id)).join(', ');
  const cited =
    rows.length === 0
      ? []
      : await db.rows<{ gap_id: string; record_id: string }>(`
    SELECT g.gap_id, r.record_id FROM gap_record g JOIN mail_access r ON r.record_no = g.record_no
    WHERE g.gap_id IN (${ids}) ORDER BY r.at_s, r.record_id`);
  const recordIds = groupBy(cited, ({ gap_id }) => gap_id);
  return rows.map((row) =>
    gap(
      row,
      (recordIds.get(row.gap_id) ?? []).map(({ record_id }) => record_id),
    ),
  );
}

function gap(row: GapRow, recordIds: string[]): Gap {
  const from = maybeIsoTime(row.from_s);
  const to = maybeIsoTime(row.to_s);
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
    from,
    to,
    statement: statement(row, from, to),
    recordIds,
  };
}

function statement({ kind, mailbox }: GapRow, from: string | null, to: string | null): string {
  const whose = mailbox ?? 'any mailbox';
  const stretch = `from ${from === null ? 'before the first record' : from} to ${to === null ? 'the end of the records' : to}`;
  switch (kind) {
    case 'throttled':
      return `Bind access to ${whose} was not recorded ${stretch}: Exchange Online throttled it. Any message of the mailbox may have been read in that time, and that nothing was read may not be concluded. Sync records in it remain valid.`;
    case 'suspected-throttle':
      return `${whose} passed 1,000 Bind records in less than 24 hours, and no Bind record follows ${stretch}. That is what throttling looks like, though the record that would mark it is not in this export. Reading of single messages in that time cannot be excluded; Sync records in it remain valid.`;
    default:
      return `Access to ${whose} may be missing from the log ${stretch}. That nothing was read in that time may not be concluded.`;
  }
}

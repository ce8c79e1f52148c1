/** For what share of the window each mailbox's Bind access would have been recorded, and why not for the rest. */
import { groupBy } from '../group-by.ts';
import type { MailboxCoverage } from '../report.ts';
import type { Database } from '../store/database.ts';

const WINDOW = '(SELECT min(at_s) AS from_s, max(at_s) AS to_s FROM mail_access)';

/** Not only up to its first moment, or from its last one on: there a declared search may well end. */
const REACHES_INTO = `((g.to_s IS NULL OR g.to_s > w.from_s) AND (g.from_s IS NULL OR g.from_s < w.to_s))`;

/**
 * Gaps of the whole tenant that leave every mailbox without records. Time that was not searched is one, where there are
 * records on both sides of it or in it: what is on record of it holds, that there was no more does not. A search for some
 * users alone (it has a note) is none of a time.
 */
const OF_ALL = `g.mailbox IS NULL AND g.actor IS NULL
  AND (g.kind IN ('ingestion-disabled', 'audit-disabled', 'collection-outage', 'truncated-export')
    OR (g.kind = 'outside-declared-scope' AND g.note IS NULL AND ${REACHES_INTO}))`;

const MAILBOXES = `
  SELECT mailbox, true AS has_records FROM (SELECT DISTINCT mailbox FROM mail_access) m
  UNION ALL SELECT mailbox, false FROM gap WHERE kind = 'not-covered'`;

/**
 * Builds the table `coverage` from `mail_access` and `gap`: gaps cut to the window, overlaps counted once. Mailboxes
 * that are not covered at all have a share of 0 and no records. `blind_share`: what the log itself lacks of the window,
 * without what was only not searched.
 */
export async function buildCoverage(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE clipped_gap AS
    SELECT gap_id, mailbox, searched, from_s, to_s FROM (
      SELECT g.gap_id, g.mailbox, g.kind <> 'outside-declared-scope' AS searched, ${clipped('from_s', '<')} AS from_s, ${clipped('to_s', '>')} AS to_s
      FROM gap g CROSS JOIN ${WINDOW} w
      WHERE ((g.mailbox IS NOT NULL AND g.blind_bind) OR (${OF_ALL}))
        AND (g.to_s IS NULL OR g.to_s >= w.from_s) AND (g.from_s IS NULL OR g.from_s <= w.to_s)) c`);
  await db.run(`
    CREATE OR REPLACE TABLE coverage AS
    SELECT m.mailbox, m.has_records, 1.0 - ${share('missing')} AS covered_share, ${share('blind')} AS blind_share
    FROM (${MAILBOXES}) m
    CROSS JOIN ${WINDOW} w
    LEFT JOIN (${secondsOf('true')}) missing ON missing.mailbox = m.mailbox
    LEFT JOIN (${secondsOf('searched')}) blind ON blind.mailbox = m.mailbox`);
  await db.run('DROP TABLE clipped_gap');
}

function share(of: string): string {
  return `CASE WHEN ${of}.seconds IS NULL THEN 0.0 WHEN w.to_s = w.from_s THEN 1.0
    ELSE CAST(${of}.seconds AS DOUBLE) / (w.to_s - w.from_s) END`;
}

/** SQL: the seconds that clipped gaps take up, by mailbox. @param which an SQL condition on them */
function secondsOf(which: string): string {
  return `
    SELECT mailbox, sum(to_s - from_s) AS seconds FROM (
      SELECT mailbox, island, min(from_s) AS from_s, max(to_s) AS to_s FROM (
        SELECT mailbox, from_s, to_s, sum(starts) OVER (PARTITION BY mailbox ORDER BY from_s, to_s
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
        FROM (
          SELECT mailbox, from_s, to_s, CASE WHEN from_s <= max(to_s) OVER (PARTITION BY mailbox ORDER BY from_s, to_s
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS starts
          FROM (
            SELECT mailbox, from_s, to_s FROM clipped_gap WHERE mailbox IS NOT NULL AND ${which}
            UNION ALL SELECT m.mailbox, c.from_s, c.to_s FROM (${MAILBOXES}) m CROSS JOIN clipped_gap c
              LEFT JOIN gap_elsewhere x ON x.gap_id = c.gap_id AND x.mailbox = m.mailbox
              WHERE c.mailbox IS NULL AND ${which} AND x.gap_id IS NULL
          ) clipped
        ) marked
      ) numbered GROUP BY mailbox, island
    ) islands GROUP BY mailbox`;
}

function clipped(column: string, beyond: '<' | '>'): string {
  return `CASE WHEN g.${column} IS NULL OR g.${column} ${beyond} w.${column} THEN w.${column} ELSE g.${column} END`;
}

/** Least covered first. Reasons name the mailbox's own gaps, then those of the whole tenant that touch the window. */
export async function pageCoverage(
  db: Database,
  offset: number,
  limit: number,
  onlyIncomplete: boolean,
): Promise<MailboxCoverage[]> {
  const rows = await db.rows<{ mailbox: string; covered_share: number }>(`
    SELECT mailbox, covered_share FROM coverage ${onlyIncomplete ? 'WHERE covered_share < 1' : ''}
    ORDER BY covered_share, mailbox LIMIT ${limit} OFFSET ${offset}`);
  const own = await db.rows<{ mailbox: string; kind: string; gaps: number }>(
    'SELECT mailbox, kind, count(*) AS gaps FROM gap WHERE mailbox IS NOT NULL AND blind_bind GROUP BY mailbox, kind ORDER BY kind',
  );
  const ofAll = await db.rows<Shared>(
    `SELECT g.kind, g.actor, count(*) AS gaps FROM gap g ${OF_WHOLE} GROUP BY g.kind, g.actor ORDER BY g.kind, g.actor`,
  );
  const elsewhere = await db.rows<Shared & { mailbox: string }>(`
    SELECT x.mailbox, g.kind, g.actor, count(*) AS gaps FROM gap_elsewhere x JOIN gap g ON g.gap_id = x.gap_id ${OF_WHOLE}
    GROUP BY x.mailbox, g.kind, g.actor`);
  const byMailbox = groupBy(own, ({ mailbox }) => mailbox);
  const notIts = groupBy(elsewhere, ({ mailbox }) => mailbox);
  return rows.map(({ mailbox, covered_share }) => ({
    mailbox,
    coveredShare: shown(covered_share),
    reasons: [
      ...(byMailbox.get(mailbox) ?? []).map(({ kind, gaps }) => times(kind, gaps)),
      ...shared(ofAll, notIts.get(mailbox) ?? []),
    ],
  }));
}

interface Shared extends Record<string, string | number | null> {
  kind: string;
  actor: string | null;
  gaps: number;
}

/** Gaps of no single mailbox that touch the window. */
const OF_WHOLE = `CROSS JOIN ${WINDOW} w
  WHERE g.mailbox IS NULL AND g.blind_bind
    AND (g.to_s IS NULL OR g.to_s >= w.from_s) AND (g.from_s IS NULL OR g.from_s <= w.to_s)
    AND (g.kind <> 'outside-declared-scope' OR g.note IS NOT NULL OR ${REACHES_INTO})`;

/** Without those of other organisations. */
function shared(ofAll: readonly Shared[], elsewhere: readonly Shared[]): string[] {
  return ofAll.flatMap(({ kind, actor, gaps }) => {
    const others = elsewhere.find((one) => one.kind === kind && one.actor === actor)?.gaps ?? 0;
    return gaps > others ? [times(`${kind} (${actor ?? 'whole tenant'})`, gaps - others)] : [];
  });
}

/** Four decimals; whole, or nothing, only where it is. */
function shown(share: number): number {
  if (share <= 0 || share >= 1) return share <= 0 ? 0 : 1;
  return Math.min(0.9999, Math.max(0.0001, Math.round(share * 10_000) / 10_000));
}

/** Mailboxes with records of whose window the log holds no moment. */
export async function countBlind(db: Database): Promise<number> {
  const { n } = await db.one<{ n: number }>(
    'SELECT count(*) AS n FROM coverage WHERE has_records AND blind_share >= 1',
  );
  return n;
}

function times(reason: string, gaps: number): string {
  return gaps === 1 ? reason : `${reason} (${gaps} times)`;
}

/** For what share of the window each mailbox's Bind access would have been recorded, and why not for the rest. */
import { groupBy } from '../group-by.ts';
import type { MailboxCoverage } from '../report.ts';
import type { Database } from '../store/database.ts';

/** Builds the table `coverage` from `mail_access` and `gap`: gaps cut to the window, overlaps counted once. */
export async function buildCoverage(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TABLE coverage AS
    SELECT m.mailbox, CASE WHEN b.blind_s IS NULL THEN 1.0
      WHEN w.to_s = w.from_s THEN 0.0
      ELSE 1.0 - CAST(b.blind_s AS DOUBLE) / (w.to_s - w.from_s) END AS covered_share
    FROM (SELECT DISTINCT mailbox FROM mail_access) m
    CROSS JOIN (SELECT min(at_s) AS from_s, max(at_s) AS to_s FROM mail_access) w
    LEFT JOIN (
      SELECT mailbox, sum(to_s - from_s) AS blind_s FROM (
        SELECT mailbox, island, min(from_s) AS from_s, max(to_s) AS to_s FROM (
          SELECT mailbox, from_s, to_s, sum(starts) OVER (PARTITION BY mailbox ORDER BY from_s, to_s
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
          FROM (
            SELECT mailbox, from_s, to_s, CASE WHEN from_s <= max(to_s) OVER (PARTITION BY mailbox ORDER BY from_s, to_s
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) THEN 0 ELSE 1 END AS starts
            FROM (${CLIPPED}) clipped
          ) marked
        ) numbered GROUP BY mailbox, island
      ) islands GROUP BY mailbox
    ) b ON b.mailbox = m.mailbox`);
}

const CLIPPED = `
  SELECT g.mailbox,
    CASE WHEN g.from_s IS NULL OR g.from_s < w.from_s THEN w.from_s ELSE g.from_s END AS from_s,
    CASE WHEN g.to_s IS NULL OR g.to_s > w.to_s THEN w.to_s ELSE g.to_s END AS to_s
  FROM gap g CROSS JOIN (SELECT min(at_s) AS from_s, max(at_s) AS to_s FROM mail_access) w
  WHERE g.mailbox IS NOT NULL AND g.blind_bind
    AND (g.to_s IS NULL OR g.to_s >= w.from_s) AND (g.from_s IS NULL OR g.from_s <= w.to_s)`;

/** Mailboxes of whose window no moment is covered. */
export async function countBlind(db: Database): Promise<number> {
  const { n } = await db.one<{ n: number }>('SELECT count(*) AS n FROM coverage WHERE covered_share <= 0');
  return n;
}

/** Least covered first. */
export async function pageCoverage(
  db: Database,
  offset: number,
  limit: number,
  onlyIncomplete: boolean,
): Promise<MailboxCoverage[]> {
  const rows = await db.rows<{ mailbox: string; covered_share: number }>(`
    SELECT mailbox, covered_share FROM coverage ${onlyIncomplete ? 'WHERE covered_share < 1' : ''}
    ORDER BY covered_share, mailbox LIMIT ${limit} OFFSET ${offset}`);
  const reasons = await db.rows<{ mailbox: string; kind: string; gaps: number }>(
    'SELECT mailbox, kind, count(*) AS gaps FROM gap WHERE mailbox IS NOT NULL AND blind_bind GROUP BY mailbox, kind ORDER BY kind',
  );
  const byMailbox = groupBy(reasons, ({ mailbox }) => mailbox);
  return rows.map(({ mailbox, covered_share }) => ({
    mailbox,
    coveredShare: shown(covered_share),
    reasons: (byMailbox.get(mailbox) ?? []).map(({ kind, gaps }) =>
      gaps === 1 ? kind : `${kind} (${gaps} times)`,
    ),
  }));
}

/** Four decimals; whole, or nothing, only where it is. */
function shown(share: number): number {
  if (share <= 0 || share >= 1) return share <= 0 ? 0 : 1;
  return Math.min(0.9999, Math.max(0.0001, Math.round(share * 10_000) / 10_000));
}

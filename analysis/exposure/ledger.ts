/**
 * The exposure ledger: what must be presumed accessed. Two scopes side by side, `confirmed` (markers) and
 * `suspected` (findings of severity high and above). `exposed_record` names the records of each scope; everything
 * else is read from it (read.ts).
 */
import type { ExposureScope } from '../sections.ts';
import type { Database } from '../store/database.ts';
import { ACT_COUNTS, buildActs } from './acts.ts';
import { everydayUse } from './everyday.ts';

export type Scope = Exclude<ExposureScope, 'recorded'>;

/** Findings of severity high and above count as suspected exposure. */
const EXPOSING_RANK = 3;

/** Seconds over which Exchange Online gathers the accesses of one record: activity ends that much after the last one. */
export const GATHERED_S = 120;

/**
 * Builds `exposed_record`, `exposed_act`, `exposed_window` and `exposed_mailbox` from the temp tables `marked` and `marked_period` and
 * the tables of the case. A scope's period is that of its records, widened to what its markers say.
 */
export async function buildLedger(db: Database): Promise<void> {
  await db.run(SUSPECTED);
  await db.run(`
    CREATE OR REPLACE TABLE exposed_record AS
    SELECT DISTINCT 'confirmed' AS scope, record_no FROM marked WHERE verdict = 'hostile'
    UNION ALL SELECT 'suspected', record_no FROM suspected
      WHERE record_no NOT IN (SELECT record_no FROM marked WHERE verdict = 'trusted')`);
  await buildActs(db, EXPOSING_RANK);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE exposed_period AS
    SELECT scope, min(from_s) AS from_s, max(to_s) AS to_s FROM (
      SELECT e.scope, m.at_s AS from_s, m.at_s AS to_s FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
      UNION ALL SELECT 'confirmed', from_s, to_s FROM marked_period WHERE verdict = 'hostile'
    ) p GROUP BY scope HAVING min(from_s) IS NOT NULL AND max(to_s) IS NOT NULL`);
  await db.run(EXPOSED_WINDOW);
  await db.run(`
    CREATE OR REPLACE TABLE exposed_mailbox AS
    WITH ${ACCESS}, ${EVERY}, windows AS (
      SELECT w.scope, w.mailbox, count(*) AS windows,
        sum(CASE WHEN g.kind IN ('throttled', 'suspected-throttle') AND (a.last_s IS NULL OR g.from_s IS NULL OR g.from_s <= a.last_s + ${GATHERED_S})
          AND (a.first_s IS NULL OR g.to_s IS NULL OR g.to_s >= a.first_s) THEN 1 ELSE 0 END) AS overlapping
      FROM exposed_window w JOIN gap g ON g.gap_id = w.gap_id
      LEFT JOIN access a ON a.scope = w.scope AND a.mailbox = w.mailbox GROUP BY w.scope, w.mailbox
    ), messages AS (
      SELECT e.scope, m.mailbox, count(DISTINCT CASE WHEN m.access = 'bind' THEN i.message END) AS messages,
        count(DISTINCT CASE WHEN m.access = 'sync' THEN coalesce(i.folder_id, i.folder) END) AS folders
      FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
      JOIN access_item i ON i.record_no = e.record_no GROUP BY e.scope, m.mailbox
    )
    SELECT e.scope, e.mailbox, a.first_s, a.last_s,
      coalesce(n.messages, 0) AS messages, coalesce(n.folders, 0) AS folders, coalesce(w.windows, 0) AS windows,
      coalesce(t.sent, 0) AS sent, coalesce(t.opened, 0) AS opened,
      CASE WHEN a.syncs > 0 THEN 'entire-mailbox'
        WHEN a.mailbox IS NOT NULL AND w.overlapping > 0 THEN 'entire-mailbox'
        WHEN a.mailbox IS NOT NULL THEN 'messages'
        WHEN w.windows > 0 THEN 'unknown' ELSE 'no-evidence' END AS verdict
    FROM every e
    LEFT JOIN access a ON a.scope = e.scope AND a.mailbox = e.mailbox
    LEFT JOIN windows w ON w.scope = e.scope AND w.mailbox = e.mailbox
    LEFT JOIN messages n ON n.scope = e.scope AND n.mailbox = e.mailbox
    LEFT JOIN (${ACT_COUNTS}) t ON t.scope = e.scope AND t.mailbox = e.mailbox`);
}

/**
 * Temp table `suspected`: what grave findings cite, and whatever else was read in the contexts they cite. Where a context
 * is everyday use of its mailbox, also without what is cited and came after it (a telephone that names no session), only
 * what is cited; of an application that Mailtrail
 * reads with, nothing it read itself.
 */
const SUSPECTED = `
  CREATE OR REPLACE TEMP TABLE suspected AS
  WITH cited AS (
    SELECT DISTINCT m.record_no, m.context_id, m.mailbox, m.network, m.family, m.at_s
    FROM finding_record r JOIN finding f ON f.finding_id = r.finding_id JOIN mail_access m ON m.record_no = r.record_no
    WHERE f.severity_rank >= ${EXPOSING_RANK}
  ), begun AS (
    SELECT context_id, min(at_s) AS since_s FROM cited GROUP BY context_id
  ), everyday AS (
    ${everydayUse(`m.mailbox IN (SELECT mailbox FROM cited)
      AND NOT EXISTS (SELECT 1 FROM begun b WHERE b.context_id = m.context_id AND m.at_s >= b.since_s)`)}
  )
  SELECT record_no FROM cited
  UNION SELECT m.record_no FROM mail_access m WHERE m.context_id IN (
    SELECT c.context_id FROM cited c
    LEFT JOIN everyday e ON e.mailbox = c.mailbox AND e.network = c.network AND e.family = c.family
    WHERE e.mailbox IS NULL)
    AND m.record_no NOT IN (SELECT record_no FROM own_record)`;

const ACCESS = `access AS (
      SELECT e.scope, m.mailbox, min(m.at_s) AS first_s, max(m.at_s) AS last_s,
        sum(CASE WHEN m.access = 'sync' THEN 1 ELSE 0 END) AS syncs
      FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no GROUP BY e.scope, m.mailbox
    )`;

const EVERY = `every AS (
      SELECT p.scope, p.from_s, p.to_s, m.mailbox FROM exposed_period p CROSS JOIN (
        SELECT mailbox FROM mail_access UNION SELECT mailbox FROM exposed_act WHERE mailbox IS NOT NULL) m
    )`;

/**
 * `exposed_window (scope, mailbox, gap_id)`: gaps in which access to the mailbox by whoever is exposed cannot be excluded.
 * - Those that touch the scope's period.
 * - Throttling that begins within 24 hours after the mailbox's last exposed record. Exchange counts the records of those
 *   hours (Microsoft, Use Advanced Audit …): whoever is exposed helped to make the gap, and that they read on in it cannot
 *   be excluded, though somebody else's record was the last before it.
 * - An audit bypass of an exposed account, set at any time later: it keeps just that account out of the log.
 */
const EXPOSED_WINDOW = `
  CREATE OR REPLACE TABLE exposed_window AS
  WITH ${ACCESS}, ${EVERY}, account AS (
    SELECT DISTINCT e.scope, m.user_id FROM exposed_record e JOIN mail_access m ON m.record_no = e.record_no
  )
  SELECT DISTINCT e.scope, e.mailbox, g.gap_id FROM every e
  JOIN gap g ON g.mailbox = e.mailbox OR g.mailbox IS NULL
  LEFT JOIN access a ON a.scope = e.scope AND a.mailbox = e.mailbox
  LEFT JOIN account u ON u.scope = e.scope AND u.user_id = g.actor
  LEFT JOIN gap_elsewhere x ON x.gap_id = g.gap_id AND x.mailbox = e.mailbox
  WHERE x.gap_id IS NULL AND (g.to_s IS NULL OR g.to_s >= e.from_s) AND (
    g.from_s IS NULL OR g.from_s <= e.to_s OR (g.kind = 'audit-bypass' AND u.user_id IS NOT NULL)
    OR (g.kind IN ('throttled', 'suspected-throttle') AND g.from_s BETWEEN a.last_s AND a.last_s + 86399))`;

/** Ids of the findings that the suspected exposure rests on. */
export async function exposingFindings(db: Database): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `SELECT finding_id AS id FROM finding WHERE severity_rank >= ${EXPOSING_RANK} ORDER BY severity_rank DESC, finding_id`,
  );
  return rows.map(({ id }) => id);
}

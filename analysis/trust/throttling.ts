/**
 * Gaps that throttling leaves (Microsoft, step 1): when more than 1,000 MailItemsAccessed records of a mailbox are
 * made in less than 24 hours, Bind access is not recorded for the next 24; Sync still is.
 */
import type { Database } from '../store/database.ts';
import { gapId } from './gaps.ts';

const DAY_S = 86_400;
const THRESHOLD = 1_000;
/** "About 24 hours" of silence: the documented 24 less an hour, for a clock that starts before the last record. */
const SILENCE_S = 23 * 3_600;

/** Adds throttled and suspected gaps to the tables `gap` and `gap_record`. */
export async function findThrottling(db: Database): Promise<void> {
  await throttled(db);
  await suspected(db);
}

/** From each IsThrottled record 24 hours on; overlapping and repeated marks are one gap. */
async function throttled(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE throttle_mark AS
    SELECT mailbox, record_no, at_s, sum(starts) OVER (PARTITION BY mailbox ORDER BY at_s, record_no
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS run
    FROM (
      SELECT mailbox, record_no, at_s,
        CASE WHEN at_s - lag(at_s) OVER (PARTITION BY mailbox ORDER BY at_s, record_no) <= ${DAY_S} THEN 0 ELSE 1 END AS starts
      FROM mail_access WHERE throttled
    ) m`);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, mailbox, blind_bind, blind_sync, from_s, to_s)
    SELECT ${gapId("'throttled'", 'mailbox', 'CAST(min(at_s) AS VARCHAR)')}, 'throttled', 'proven', mailbox, true, false, min(at_s), max(at_s) + ${DAY_S}
    FROM throttle_mark GROUP BY mailbox, run`);
  await db.run(`
    INSERT INTO gap_record
    SELECT g.gap_id, t.record_no FROM throttle_mark t JOIN gap g
      ON g.kind = 'throttled' AND g.mailbox = t.mailbox AND t.at_s >= g.from_s AND t.at_s < g.to_s`);
  await db.run('DROP TABLE throttle_mark');
}

/**
 * More than 1,000 distinct Bind records in less than 24 hours, all clients together, and then none for about a day
 * or to the end of the records. Records that go on past the threshold disprove it. Where the mark itself is on
 * record, the proven gap says it better.
 *
 * 1,000 are not enough, however long the silence (Microsoft: 'more than 1,000'): 1,000 rows are also what Microsoft's own
 * commands ask for (-ResultSize 1000).
 */
async function suspected(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE crossing AS
    SELECT mailbox, record_no, at_s, next_s FROM (
      SELECT mailbox, record_no, at_s, in_day, next_s,
        max(in_day) OVER (PARTITION BY mailbox ORDER BY at_s RANGE BETWEEN ${DAY_S - 1} PRECEDING AND 1 PRECEDING) AS most_before
      FROM (
        SELECT mailbox, record_no, at_s,
          count(*) OVER (PARTITION BY mailbox ORDER BY at_s RANGE BETWEEN ${DAY_S - 1} PRECEDING AND CURRENT ROW) AS in_day,
          min(at_s) OVER (PARTITION BY mailbox ORDER BY at_s RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS next_s
        FROM mail_access
        WHERE access = 'bind' AND mailbox IN (
          SELECT mailbox FROM mail_access WHERE access = 'bind' GROUP BY mailbox HAVING count(*) > ${THRESHOLD})
      ) w
    ) c
    WHERE coalesce(most_before, 0) <= ${THRESHOLD}
      AND in_day > ${THRESHOLD} AND (next_s IS NULL OR next_s - at_s >= ${SILENCE_S})`);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, mailbox, blind_bind, blind_sync, from_s, to_s)
    SELECT ${gapId("'suspected-throttle'", 'c.mailbox', 'CAST(min(c.at_s) AS VARCHAR)')}, 'suspected-throttle', 'suspected', c.mailbox, true, false, min(c.at_s), min(c.next_s)
    FROM crossing c
    WHERE NOT EXISTS (SELECT 1 FROM gap g WHERE g.kind = 'throttled' AND g.mailbox = c.mailbox
      AND g.from_s <= c.at_s + ${DAY_S} AND c.at_s < g.to_s)
    GROUP BY c.mailbox, c.at_s`);
  await db.run(`
    INSERT INTO gap_record
    SELECT g.gap_id, c.record_no FROM crossing c JOIN gap g
      ON g.kind = 'suspected-throttle' AND g.mailbox = c.mailbox AND g.from_s = c.at_s`);
  await db.run('DROP TABLE crossing');
}

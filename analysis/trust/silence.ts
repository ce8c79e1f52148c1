/**
 * A mailbox falls silent while its owner goes on working elsewhere: no record of the owner's own access, whatever
 * backup programs and delegates leave. Counted in working days on which the owner left some other record: leave and
 * weekends leave none, and so weigh nothing. Suspected only where a stretch without a record is next to impossible at
 * the mailbox's own rate, and no other gap accounts for it.
 */
import type { Database } from '../store/database.ts';
import { gapId, MADE_GAPS, mostlyWithin } from './gaps.ts';

/** Fewer days than this with a record tell no rate. */
const LEAST_DAYS = 5;
const CHANCE = 0.001;
const DAY = (at: string) => `CAST(floor(CAST(${at} AS DOUBLE) / 86400) AS BIGINT)`;
/** Day 0 was a Thursday. */
const IS_WORKING_DAY = 'mod(day + 3, 7) < 5';
/** What a machine goes on doing while its owner is away. Most records by far are of mail access: they are told first, as they are mostly written. */
const BACKGROUND = `operation = 'MailItemsAccessed' OR lower(operation) LIKE 'filesync%' OR lower(operation) LIKE 'dlp%'
  OR lower(operation) IN ('mailitemsaccessed', 'userloginfailed', 'update user.', 'update user', 'teamssessionstarted')`;

/** Adds the suspected gaps, from the last record before each silence to the next one. */
export async function findSilence(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE mail_day AS
    SELECT mailbox, day, min(at_s) AS first_s, max(at_s) AS last_s FROM (
      SELECT mailbox, at_s, ${DAY('at_s')} AS day FROM mail_access WHERE user_id = mailbox AND NOT is_service) m
    GROUP BY mailbox, day`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE active_day AS
    SELECT a.mailbox, a.day, CASE WHEN m.day IS NULL THEN 0 ELSE 1 END AS has_mail FROM (
      SELECT DISTINCT user_id AS mailbox, ${DAY('at_s')} AS day FROM record
      WHERE NOT (${BACKGROUND}) AND (user_type IS NULL OR user_type IN (0, 2))
        AND lower(coalesce(result_status, '')) NOT IN ('false', 'failed', 'failure')
        AND user_id IN (SELECT mailbox FROM mail_day)
        AND at_s >= (SELECT min(at_s) FROM mail_access) AND at_s <= (SELECT max(at_s) FROM mail_access)
    ) a LEFT JOIN mail_day m ON m.mailbox = a.mailbox AND m.day = a.day
    WHERE ${IS_WORKING_DAY.replace('day', 'a.day')}`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE stretch AS
    SELECT mailbox, last_s AS from_s, lead(first_s) OVER (PARTITION BY mailbox ORDER BY day) AS to_s,
      day AS after_day, coalesce(lead(day) OVER (PARTITION BY mailbox ORDER BY day),
        (SELECT max(day) FROM mail_day)) AS before_day
    FROM mail_day
    UNION ALL
    SELECT mailbox, NULL, min(first_s), (SELECT min(day) FROM mail_day), min(day) FROM mail_day GROUP BY mailbox`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE silence AS
    SELECT s.mailbox, s.from_s, s.to_s, s.silent, t.with_mail, t.active - s.silent AS outside,
      coalesce(s.from_s, w.first_s) AS low_s, coalesce(s.to_s, w.last_s) AS high_s
    FROM (
      SELECT s.mailbox, s.from_s, s.to_s, count(*) AS silent FROM stretch s
      JOIN active_day a ON a.mailbox = s.mailbox AND a.day > s.after_day AND a.day < s.before_day
      WHERE s.before_day - s.after_day > 1 GROUP BY s.mailbox, s.from_s, s.to_s
    ) s JOIN (
      SELECT mailbox, count(*) AS active, sum(has_mail) AS with_mail FROM active_day GROUP BY mailbox
    ) t ON t.mailbox = s.mailbox
    CROSS JOIN (SELECT min(at_s) AS first_s, max(at_s) AS last_s FROM mail_access) w
    WHERE t.with_mail >= ${LEAST_DAYS}
      AND power(1.0 - CAST(t.with_mail AS DOUBLE) / (t.active - s.silent + 2), s.silent) < ${CHANCE}`);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, mailbox, blind_bind, blind_sync, from_s, to_s, note)
    SELECT ${gapId("'silence'", 's.mailbox', "coalesce(CAST(s.from_s AS VARCHAR), '')")}, 'silence', 'suspected', s.mailbox,
      true, true, s.from_s, s.to_s,
      CAST(s.with_mail AS VARCHAR) || ' of ' || CAST(s.outside AS VARCHAR) || ' ' || CAST(s.silent AS VARCHAR)
    FROM silence s WHERE NOT EXISTS (SELECT 1 FROM gap g WHERE g.kind IN (${MADE_GAPS})
      AND (g.mailbox = s.mailbox OR (g.mailbox IS NULL AND (g.actor IS NULL OR g.actor = s.mailbox)))
      AND ${mostlyWithin('s', 'g')})`);
  await db.run(`
    INSERT INTO gap_record
    SELECT g.gap_id, m.record_no FROM gap g JOIN mail_access m
      ON g.kind = 'silence' AND m.mailbox = g.mailbox AND m.user_id = g.mailbox AND NOT m.is_service AND (m.at_s = g.from_s OR m.at_s = g.to_s)`);
  await db.run('DROP TABLE mail_day; DROP TABLE active_day; DROP TABLE stretch; DROP TABLE silence');
}

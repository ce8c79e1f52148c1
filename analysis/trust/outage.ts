/**
 * Hours in which the case holds no record of anything, though the same hours of every other week held many: records
 * were not made or not collected. Weekends and nights are compared with weekends and nights. Only those count who are
 * on record before and after: nights were silent before an application that reads at night was introduced, and fall
 * silent again when it goes.
 */
import type { Database } from '../store/database.ts';
import { gapId, MADE_GAPS, mostlyWithin } from './gaps.ts';

const LEAST_HOURS = 6;
const LEAST_WEEKS = 2;
const LEAST_RECORDS = 20;
const WEEK = 168;

/** Adds suspected gaps of the whole tenant, from the last record before to the next one. */
export async function findOutages(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE busy_hour AS
    SELECT hour, count(*) AS records, min(at_s) AS first_s, max(at_s) AS last_s FROM (
      SELECT at_s, CAST(floor(CAST(at_s AS DOUBLE) / 3600) AS BIGINT) AS hour FROM record) r
    GROUP BY hour`);
  await db.run(`
    CREATE OR REPLACE TEMP TABLE outage AS
    SELECT from_s, to_s, start, until,
      CAST(floor(CAST(start - first AS DOUBLE) / ${WEEK}) + floor(CAST(last - until AS DOUBLE) / ${WEEK}) AS BIGINT) AS weeks
    FROM (
      SELECT lag(last_s) OVER (ORDER BY hour) AS from_s, first_s AS to_s, lag(hour) OVER (ORDER BY hour) + 1 AS start,
        hour - 1 AS until, (SELECT min(hour) FROM busy_hour) AS first, (SELECT max(hour) FROM busy_hour) AS last
      FROM busy_hour
    ) h WHERE until - start + 1 >= ${LEAST_HOURS} AND until - start + 1 < ${WEEK}`);
  const { found } = await db.one<{ found: number }>('SELECT count(*) AS found FROM outage');
  if (found > 0) await tellOutages(db);
  await db.run('DROP TABLE busy_hour; DROP TABLE outage');
}

async function tellOutages(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE actor_hour AS
    SELECT actor, hour, count(*) AS records FROM (
      SELECT concat_ws('|', r.user_id, coalesce(m.caller, m.protocol, r.app_id)) AS actor,
        CAST(floor(CAST(r.at_s AS DOUBLE) / 3600) AS BIGINT) AS hour
      FROM record r LEFT JOIN mail_access m ON m.record_no = r.record_no) a
    GROUP BY actor, hour`);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, blind_bind, blind_sync, from_s, to_s, note)
    SELECT ${gapId("'collection-outage'", 'CAST(o.from_s AS VARCHAR)')}, 'collection-outage', 'suspected', true, true,
      o.from_s, o.to_s, CAST(o.fewest AS VARCHAR)
    FROM (
      SELECT from_s, to_s, from_s AS low_s, to_s AS high_s, weeks, count(*) AS busy_weeks, min(records) AS fewest FROM (
        SELECT o.from_s, o.to_s, o.weeks, floor(CAST(b.hour - o.start AS DOUBLE) / ${WEEK}) AS week, sum(b.records) AS records
        FROM outage o
        JOIN (SELECT actor, min(hour) AS first, max(hour) AS last FROM actor_hour GROUP BY actor) s
          ON s.first < o.start AND s.last > o.until
        JOIN actor_hour b ON b.actor = s.actor
        WHERE b.hour - o.start - ${WEEK} * floor(CAST(b.hour - o.start AS DOUBLE) / ${WEEK}) <= o.until - o.start
        GROUP BY o.from_s, o.to_s, o.weeks, floor(CAST(b.hour - o.start AS DOUBLE) / ${WEEK})
      ) w WHERE records >= ${LEAST_RECORDS} GROUP BY from_s, to_s, weeks
    ) o
    WHERE o.weeks >= ${LEAST_WEEKS} AND o.busy_weeks >= o.weeks
      AND NOT EXISTS (SELECT 1 FROM gap g WHERE g.mailbox IS NULL AND g.actor IS NULL
        AND g.kind IN (${MADE_GAPS}) AND ${mostlyWithin('o', 'g')})`);
  await db.run('DROP TABLE actor_hour');
}

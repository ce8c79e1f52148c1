/**
 * Records that our own reads left. Only what we noted counts as ours: our application, in the time it read, with one of
 * its request ids where the record has one. Anything else by that application is somebody with our secret.
 */
import { type Database, literal, values } from '../store/database.ts';
import { isoTime } from '../time.ts';
import { bounded, givenPeriod, PulledError } from './given.ts';
import type { OwnReads, OwnReadsSeen } from './types.ts';

/** Exchange gathers accesses over two minutes, and no two clocks agree. */
const SLACK_S = 300;
const MOST_REQUESTS = 100_000;
const BATCH = 1_000;

/** @throws PulledError */
export async function keepOwnReads(db: Database, own: OwnReads): Promise<void> {
  const [from, to] = givenPeriod(own, 'The time of our reads');
  const app = bounded(own.appId.trim().toLowerCase(), 100);
  if (app === '') throw new PulledError('Our own reads need the id of our application');
  if (own.requestIds.length > MOST_REQUESTS) throw new PulledError('Too many request ids at once');
  await db.run(`DELETE FROM own_read WHERE app_id = ${literal(app)} AND from_s = ${from} AND to_s = ${to}`);
  await db.run(`INSERT INTO own_read VALUES (${[app, from, to].map(literal).join(', ')})`);
  const ids = [...new Set(own.requestIds.map(plainId))].map((id) => [app, id]);
  for (let start = 0; start < ids.length; start += BATCH) {
    await db.run(`
      INSERT INTO own_request SELECT * FROM (VALUES ${values(ids.slice(start, start + BATCH))}) AS v (app_id, request_id)
      WHERE concat(app_id, request_id) NOT IN (SELECT concat(app_id, request_id) FROM own_request)`);
  }
}

/** '{GUID}' -> 'guid' */
function plainId(id: string): string {
  return bounded(
    id
      .trim()
      .replace(/^\{|\}$/g, '')
      .toLowerCase(),
    100,
  );
}

/** SQL: numbers of the records that are ours. */
export const OWN_RECORDS = `
  SELECT DISTINCT m.record_no FROM mail_access m JOIN own_read o ON o.app_id = m.caller
    AND m.at_s BETWEEN o.from_s - ${SLACK_S} AND o.to_s + ${SLACK_S}`;

export async function anyOwnReads(db: Database): Promise<boolean> {
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM own_read')).n > 0;
}

/** One for each application of ours. */
export async function listOwnReads(db: Database): Promise<OwnReadsSeen[]> {
  if (!(await anyOwnReads(db))) return [];
  const rows = await db.rows<{
    app_id: string;
    from_s: number;
    to_s: number;
    request_ids: number;
    records: number;
    all_records: number;
  }>(`
    SELECT o.app_id, o.from_s, o.to_s, coalesce(q.n, 0) AS request_ids, coalesce(r.own, 0) AS records, coalesce(r.n, 0) AS all_records
    FROM (SELECT app_id, min(from_s) AS from_s, max(to_s) AS to_s FROM own_read GROUP BY app_id) o
    LEFT JOIN (SELECT app_id, count(*) AS n FROM own_request GROUP BY app_id) q ON q.app_id = o.app_id
    LEFT JOIN (SELECT m.caller, count(*) AS n, count(w.record_no) AS own FROM mail_access m
      LEFT JOIN (${OWN_RECORDS}) w ON w.record_no = m.record_no
      WHERE m.caller IN (SELECT app_id FROM own_read) GROUP BY m.caller) r ON r.caller = o.app_id
    ORDER BY o.app_id`);
  return rows.map((row) => ({
    appId: row.app_id,
    from: isoTime(row.from_s),
    to: isoTime(row.to_s),
    requestIds: row.request_ids,
    records: row.records,
    foreign: row.all_records - row.records,
  }));
}

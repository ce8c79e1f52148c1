/**
 * Records that our own reads left (graph.md: naming messages is reading them). Only what we noted counts as ours: our application, in the time it read, with one of
 * its request ids where the record has one. Anything else by that application is somebody with our secret.
 */
import { groupBy } from '../group-by.ts';
import { type FoundRow, findRows } from '../ingest/find-row.ts';
import { type Database, literal, values } from '../store/database.ts';
import { isoTime } from '../time.ts';
import { bounded, givenPeriod, PulledError } from './given.ts';
import type { OwnReads, OwnReadsSeen } from './types.ts';

/** Exchange gathers accesses over two minutes, and no two clocks agree. */
const SLACK_S = 300;
const MOST_REQUESTS = 100_000;
/** Read from the files in one go; more than our reads leave. Those beyond are not known to be ours. */
const MOST_RECORDS = 5_000;
const BATCH = 1_000;

/** @returns whether it is an application that was not known as ours and of which the case holds records @throws PulledError */
export async function keepOwnReads(db: Database, own: OwnReads): Promise<boolean> {
  const [from, to] = givenPeriod(own, 'The time of our reads');
  const app = bounded(own.appId.trim().toLowerCase(), 100);
  if (app === '') throw new PulledError('Our own reads need the id of our application');
  if (own.requestIds.length > MOST_REQUESTS) throw new PulledError('Too many request ids at once');
  const known = await db.one<{ n: number }>(
    `SELECT count(*) AS n FROM own_read WHERE app_id = ${literal(app)}`,
  );
  await db.run(`DELETE FROM own_read WHERE app_id = ${literal(app)} AND from_s = ${from} AND to_s = ${to}`);
  await db.run(`INSERT INTO own_read VALUES (${[app, from, to].map(literal).join(', ')})`);
  const ids = [...new Set(own.requestIds.map(plainId))].map((id) => [app, id]);
  for (let start = 0; start < ids.length; start += BATCH) {
    await db.run(`
      INSERT INTO own_request SELECT * FROM (VALUES ${values(ids.slice(start, start + BATCH))}) AS v (app_id, request_id)
      WHERE concat(app_id, request_id) NOT IN (SELECT concat(app_id, request_id) FROM own_request)`);
  }
  if (known.n > 0) return false;
  const { n } = await db.one<{ n: number }>(
    `SELECT count(*) AS n FROM mail_access WHERE caller = ${literal(app)}`,
  );
  return n > 0;
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

async function anyOwnReads(db: Database): Promise<boolean> {
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM own_read')).n > 0;
}

export async function anyOwnRecords(db: Database): Promise<boolean> {
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM own_record')).n > 0;
}

/**
 * Builds `own_record` anew: numbers of the records that are ours. The request ids are read from the files as received,
 * each record once (`own_seen`), since no table has them and our reads are few.
 *
 * @param workFolder where archives may be unpacked for a while
 * @returns whether they are others than before
 */
export async function settleOwnReads(db: Database, workFolder: string): Promise<boolean> {
  if (!(await anyOwnReads(db))) return false;
  await seeRequests(db, workFolder);
  const before = await ownRecords(db);
  await db.run(`
    DELETE FROM own_record;
    INSERT INTO own_record
    SELECT DISTINCT m.record_no FROM (${IN_TIME}) m JOIN own_seen s ON s.record_no = m.record_no
    WHERE m.record_no NOT IN (
      SELECT x.record_no FROM own_seen x JOIN mail_access a ON a.record_no = x.record_no
      LEFT JOIN own_request q ON q.app_id = a.caller AND q.request_id = x.request_id
      WHERE x.request_id IS NOT NULL AND q.request_id IS NULL)`);
  return before !== (await ownRecords(db));
}

async function ownRecords(db: Database): Promise<string> {
  const rows = await db.rows<{ record_no: number }>('SELECT record_no FROM own_record ORDER BY record_no');
  return rows.map(({ record_no }) => record_no).join(' ');
}

/** By our application while it read. */
const IN_TIME = `
  SELECT m.record_no FROM mail_access m JOIN own_read o ON o.app_id = m.caller
    AND m.at_s BETWEEN o.from_s - ${SLACK_S} AND o.to_s + ${SLACK_S}`;

interface Unseen {
  record_no: number;
  row_no: number;
  input_no: number;
  file: string;
  member: string | null;
  nth: number;
}

/** Notes which request ids each record names; one that names none is noted without. */
async function seeRequests(db: Database, workFolder: string): Promise<void> {
  const unseen = await db.rows<Unseen>(`
    SELECT r.record_no, r.row_no, i.input_no, i.file, i.member,
      (SELECT count(*) FROM input b WHERE b.file = i.file AND b.input_no < i.input_no AND coalesce(b.member, '') = coalesce(i.member, '')) AS nth
    FROM record r JOIN input i ON i.input_no = r.input_no
    WHERE r.record_no IN (${IN_TIME}) AND r.record_no NOT IN (SELECT record_no FROM own_seen)
    ORDER BY r.record_no LIMIT ${MOST_RECORDS}`);
  for (const records of groupBy(unseen, ({ input_no }) => input_no).values()) {
    const [{ file: path, member, nth } = { file: '', member: null, nth: 0 }] = records;
    const numbers = records.map(({ row_no }) => row_no);
    // A file that is gone shows no request id: its records are then not known to be ours.
    const found = await findRows({ path, member, nth }, numbers, workFolder).catch(
      () => new Map<number, FoundRow>(),
    );
    const seen = records.flatMap(({ record_no, row_no }): [number, string | null][] => {
      const text = found.get(row_no)?.text;
      if (text === undefined) return [];
      const ids = requestIdsIn(text);
      return ids.length === 0 ? [[record_no, null]] : ids.map((id) => [record_no, id]);
    });
    for (let start = 0; start < seen.length; start += BATCH) {
      await db.run(`INSERT INTO own_seen VALUES ${values(seen.slice(start, start + BATCH))}`);
    }
  }
}

/** Of the record and of each of its items, whatever quotes a file puts around them. */
export function requestIdsIn(text: string): string[] {
  const ids = [...text.matchAll(/ClientRequestId[\\"']*\s*:\s*[\\"']*([^"\\,}\]]*)/gi)].map(([, id = '']) =>
    plainId(id),
  );
  return [...new Set(ids)].filter((id) => id !== '' && id !== 'null');
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
      LEFT JOIN own_record w ON w.record_no = m.record_no
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

/** Every record of our applications, ours or not, in order of time. */
export function streamOwnRecords(db: Database) {
  return db.stream<{
    record_id: string;
    at_s: number;
    mailbox: string;
    caller: string;
    ip: string | null;
    own: boolean;
  }>(`
    SELECT m.record_id, m.at_s, m.mailbox, m.caller, m.ip, w.record_no IS NOT NULL AS own
    FROM mail_access m LEFT JOIN own_record w ON w.record_no = m.record_no
    WHERE m.caller IN (SELECT app_id FROM own_read) ORDER BY m.at_s, m.record_id`);
}

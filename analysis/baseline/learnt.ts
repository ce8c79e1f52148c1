/**
 * What one case teaches another: the habits of its mailboxes and users. Nothing that a finding of medium or above
 * cites, or that a responder marked hostile, is passed on.
 */
import { type Database, literal, values } from '../store/database.ts';
import { currentNames } from '../store/renames.ts';

export interface HabitEntry {
  /** a mailbox, or `user:` and a user */
  subject: string;
  kind: string;
  value: string;
}

export interface Learnt {
  origin: string;
  entries: number;
  by: string;
  at: string;
}

/** Days of use before a habit is worth passing on. */
const SETTLED_DAYS = 3;
const BATCH = 5_000;
/** Column of `actor_context` by kind of habit. */
const KINDS: [kind: string, column: string][] = [
  ['caller', 'caller'],
  ['resource', 'resource'],
  ['network', 'network'],
  ['app-network', 'network'],
  ['asn', 'CAST(asn AS VARCHAR)'],
  ['app-asn', 'CAST(asn AS VARCHAR)'],
  ['country', 'country'],
  ['app-country', 'country'],
  ['family', 'family'],
  ['device', 'device'],
  ['principal', 'principal'],
];

/** The settled habits of a case, in batches. */
export async function* settledHabits(db: Database): AsyncGenerator<HabitEntry[]> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE tainted AS
    SELECT a.* FROM actor_context a WHERE a.context_id IN (
      SELECT m.context_id FROM finding_record r JOIN finding f ON f.finding_id = r.finding_id
        JOIN mail_access m ON m.record_no = r.record_no WHERE f.severity_rank >= 2
      UNION SELECT context_id FROM context WHERE verdict = 'hostile')`);
  const taints = KINDS.map(
    ([kind, column]) => `
      SELECT mailbox AS subject, '${kind}' AS kind, ${column} AS value FROM tainted
      UNION SELECT concat('user:', user_id), '${kind}', ${column} FROM tainted`,
  ).join(' UNION ');
  const kinds = KINDS.map(([kind]) => literal(kind)).join(', ');
  yield* db.stream<HabitEntry & Record<string, string>>(`
    SELECT h.subject, h.kind, h.value FROM habit h
    LEFT JOIN (${taints}) t ON t.subject = h.subject AND t.kind = h.kind AND t.value = h.value
    WHERE h.level = 0 AND h.days >= ${SETTLED_DAYS} AND h.kind IN (${kinds}) AND t.subject IS NULL
    ORDER BY h.subject, h.kind, h.value`);
}

/** Takes habits over; those of the same origin taken before are replaced. @returns how many */
export async function learn(
  db: Database,
  habits: AsyncIterable<HabitEntry[]>,
  origin: string,
  by: string,
  at: string,
): Promise<number> {
  let entries = 0;
  const current = await currentNames(db);
  await db.run(`DELETE FROM baseline_entry WHERE origin = ${literal(origin)}`);
  for await (const batch of habits) {
    for (let start = 0; start < batch.length; start += BATCH) {
      const rows = batch
        .slice(start, start + BATCH)
        .map((habit) => [current(habit.subject), habit.kind, habit.value, origin, by, at]);
      await db.run(`INSERT INTO baseline_entry VALUES ${values(rows)}`);
    }
    entries += batch.length;
  }
  return entries;
}

export async function listLearnt(db: Database): Promise<Learnt[]> {
  return await db.rows<Learnt & Record<string, string | number>>(`
    SELECT origin, count(*) AS entries, min(noted_by) AS "by", min(noted_at) AS "at"
    FROM baseline_entry GROUP BY origin ORDER BY origin`);
}

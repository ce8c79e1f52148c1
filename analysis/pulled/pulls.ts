/** How pulls from the tenant went: kept as they were told, one row each. */
import { type Database, literal } from '../store/database.ts';
import { bounded, given, givenPeriod, PulledError } from './given.ts';
import type { Pull } from './types.ts';

/** Far above any real pull (a year in pieces of an hour); what is longer is a fault of whoever notes it. */
const MOST_PARTS = 20_000;
const LONGEST_ID = 200;
const LONGEST_TEXT = 500;

/** Keeps a pull; one of the same id is replaced. @throws PulledError */
export async function keepPull(db: Database, pull: Pull): Promise<void> {
  if (pull.id === '' || pull.id.length > LONGEST_ID) throw new PulledError('A pull needs an id');
  for (const parts of [pull.queries, pull.missing, pull.requestIds, pull.passes, pull.only ?? []]) {
    if (parts.length > MOST_PARTS) throw new PulledError('The pull has too many parts to keep');
  }
  for (const stretch of [...pull.missing, ...pull.queries]) givenPeriod(stretch, 'A stretch of the pull');
  const begun = given(pull.begun, 'The begin of the pull');
  const kept: Pull = {
    ...pull,
    what: bounded(pull.what, LONGEST_TEXT),
    missing: pull.missing.map((one) => ({ ...one, why: bounded(one.why, LONGEST_TEXT) })),
    requestIds: pull.requestIds.map((id) => bounded(id, LONGEST_ID)),
  };
  await db.run(`DELETE FROM pull WHERE pull_id = ${literal(pull.id)}`);
  await db.run(`INSERT INTO pull VALUES (${[pull.id, begun, JSON.stringify(kept)].map(literal).join(', ')})`);
}

/** The newest first. */
export async function pagePulls(db: Database, offset: number, limit: number): Promise<Pull[]> {
  const rows = await db.rows<{ told: string }>(
    `SELECT told FROM pull ORDER BY begun_s DESC, pull_id LIMIT ${limit} OFFSET ${offset}`,
  );
  return rows.map(({ told }) => JSON.parse(told) as Pull);
}

export async function countPulls(db: Database): Promise<number> {
  return (await db.one<{ n: number }>('SELECT count(*) AS n FROM pull')).n;
}

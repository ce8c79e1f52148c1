/** Stretches in which our own collection stood still. */
import { type Database, literal } from '../store/database.ts';
import { isoTime } from '../time.ts';
import { bounded, givenPeriod } from './given.ts';
import type { Outage } from './types.ts';

const LONGEST_WHY = 500;

/** Keeps an outage; one of the same begin is replaced, as an outage that goes on grows. @throws PulledError */
export async function keepOutage(db: Database, outage: Outage): Promise<void> {
  const [from, to] = givenPeriod(outage, 'The outage');
  await db.run(`DELETE FROM outage_told WHERE from_s = ${from}`);
  const row = [from, to, bounded(outage.why, LONGEST_WHY)];
  await db.run(`INSERT INTO outage_told VALUES (${row.map(literal).join(', ')})`);
}

export async function listOutages(db: Database): Promise<Outage[]> {
  const rows = await db.rows<{ from_s: number; to_s: number; why: string }>(
    'SELECT from_s, to_s, why FROM outage_told ORDER BY from_s',
  );
  return rows.map(({ from_s, to_s, why }) => ({ from: isoTime(from_s), to: isoTime(to_s), why }));
}

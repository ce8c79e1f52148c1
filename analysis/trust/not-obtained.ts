/** What whoever asked the tenant did not get: told, not inferred, so that these gaps are proven. */
import { notObtained } from '../pulled/not-obtained.ts';
import { type Database, values } from '../store/database.ts';
import { gapId } from './gaps.ts';

/** `note` of these gaps is the reason, in half a sentence. */
export async function findNotObtained(db: Database): Promise<void> {
  const left = await notObtained(db);
  for (let start = 0; start < left.length; start += 500) {
    const rows = left.slice(start, start + 500).map(({ mailbox, from, to, why }) => [mailbox, from, to, why]);
    await db.run(`
      INSERT INTO gap (gap_id, kind, certainty, mailbox, blind_bind, blind_sync, from_s, to_s, note)
      SELECT ${gapId("'not-obtained'", "coalesce(mailbox, '')", 'CAST(from_s AS VARCHAR)')}, 'collection-outage', 'proven', mailbox, true, true,
        CAST(from_s AS BIGINT), max(CAST(to_s AS BIGINT)), min(why)
      FROM (VALUES ${values(rows)}) AS v (mailbox, from_s, to_s, why) GROUP BY mailbox, from_s`);
  }
}

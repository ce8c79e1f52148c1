/** What trusted markers leave out of suspicion: only they can make the exposure smaller, so it is said. */
import type { Removed } from '../sections.ts';
import type { Database } from '../store/database.ts';

/** Keeps which accesses are marked trusted alone, from the temp table `marked`: neither findings nor exposure name them. */
export async function buildTrusted(db: Database): Promise<void> {
  await db.run(`
    DELETE FROM trusted_record;
    INSERT INTO trusted_record SELECT DISTINCT record_no FROM marked WHERE verdict = 'trusted'
      AND record_no NOT IN (SELECT record_no FROM marked WHERE verdict = 'hostile')`);
}

export async function removedByTrust(db: Database): Promise<Removed> {
  return await db.one<Removed>(`
    SELECT count(DISTINCT CASE WHEN m.access = 'bind' AND i.message IS NOT NULL THEN concat_ws('|', m.mailbox, CAST(i.message AS VARCHAR)) END) AS messages,
      count(DISTINCT m.mailbox) AS mailboxes, count(DISTINCT CASE WHEN m.access = 'sync' THEN m.record_no END) AS syncs
    FROM trusted_record t JOIN mail_access m ON m.record_no = t.record_no
    LEFT JOIN access_item i ON i.record_no = m.record_no`);
}

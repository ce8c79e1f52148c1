/** Mailboxes of one name in several organisations, as in copies of the same samples: nothing in a finding tells them apart. */
import { groupBy } from '../group-by.ts';
import { type Database, literal } from '../store/database.ts';
import { list } from '../words.ts';

/** Says in every finding that takes records of several organisations for one mailbox's, that it does. Needs `cited_access`. */
export async function tellMixed(db: Database): Promise<void> {
  const mixed = await db.rows<{ finding_id: string; mailbox: string; organizations: number }>(`
    SELECT f.finding_id, m.mailbox, count(DISTINCT m.organization_id) AS organizations
    FROM finding_record f JOIN cited_access m ON m.record_no = f.record_no
    GROUP BY f.finding_id, m.mailbox HAVING count(DISTINCT m.organization_id) > 1 ORDER BY f.finding_id, m.mailbox`);
  for (const [id, all] of groupBy(mixed, ({ finding_id }) => finding_id)) {
    const names = all.map(({ mailbox }) => mailbox);
    const most = Math.max(...all.map(({ organizations }) => organizations));
    const what = all.length === 1 ? `is a mailbox in ${most}` : `are mailboxes in several`;
    const words = ` ${list(names, 3)} ${what} organisations of this case: their records are taken together here.`;
    await db.run(
      `UPDATE finding SET observed = concat(observed, ${literal(words)}) WHERE finding_id = ${literal(id)}`,
    );
  }
}

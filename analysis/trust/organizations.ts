/**
 * Several organisations in one case: what one of them switched off blinds its own mailboxes and no other's. In a case
 * of one organisation these tables are empty, and gaps name none.
 */
import type { Database } from '../store/database.ts';

/** Builds the temp table `change_of`: whose each change is, only where there are several to tell apart. */
export async function nameOrganizations(db: Database): Promise<void> {
  await db.run(
    'CREATE OR REPLACE TEMP TABLE change_of (record_no BIGINT, organization_id VARCHAR, name VARCHAR)',
  );
  const { n } = await db.one<{ n: number }>('SELECT count(DISTINCT organization_id) AS n FROM record');
  if (n < 2) return;
  await db.run(`
    INSERT INTO change_of
    SELECT DISTINCT c.record_no, r.organization_id,
      CASE WHEN d.domain IS NULL THEN r.organization_id ELSE concat(r.organization_id, ' (', d.domain, ')') END
    FROM change c JOIN record r ON r.record_no = c.record_no
    LEFT JOIN (
      SELECT organization_id, domain, row_number() OVER (PARTITION BY organization_id ORDER BY count(*) DESC, domain) AS nth
      FROM (SELECT organization_id, substr(user_id, strpos(user_id, '@') + 1) AS domain FROM record
        WHERE strpos(user_id, '@') > 0 AND organization_id IS NOT NULL) u
      GROUP BY organization_id, domain
    ) d ON d.organization_id = r.organization_id AND d.nth = 1
    WHERE r.organization_id IS NOT NULL`);
}

/** Builds `gap_elsewhere`: the mailboxes of other organisations, which a gap of a whole organisation does not blind. */
export async function findElsewhere(db: Database): Promise<void> {
  const { n } = await db.one<{ n: number }>(
    'SELECT count(*) AS n FROM gap WHERE organization_id IS NOT NULL',
  );
  if (n > 0) {
    await db.run(`
      INSERT INTO gap_elsewhere
      SELECT g.gap_id, m.mailbox FROM gap g JOIN (
        SELECT mailbox, min(organization_id) AS organization_id FROM (
          SELECT mailbox, organization_id FROM mail_access UNION ALL SELECT mailbox, organization_id FROM record) a
        WHERE mailbox IS NOT NULL AND organization_id IS NOT NULL GROUP BY mailbox
      ) m ON m.organization_id <> g.organization_id
      WHERE g.mailbox IS NULL`);
  }
  await db.run('DROP TABLE change_of');
}

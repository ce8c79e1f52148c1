/**
 * Mailboxes that other records name and no MailItemsAccessed record does: Exchange makes none for group, resource,
 * public-folder and on-premises mailboxes, nor for its own. Which of them it is, the log does not say.
 */
import type { Database } from '../store/database.ts';
import { gapId } from './gaps.ts';

/** Exchange's own mailboxes, by name */
const OWN = ['discoverysearchmailbox', 'systemmailbox', 'federatedemail', 'migration.']
  .map((name) => `mailbox LIKE '${name}%'`)
  .join(' OR ');

/** Adds a gap for each, cited by its first and last record. Only activity within the window of mail access counts. */
export async function findUncovered(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE seen_elsewhere AS
    SELECT mailbox, min(record_no) AS first_no, max(record_no) AS last_no, count(DISTINCT record_no) AS records FROM (
      SELECT mailbox, record_no, at_s FROM record WHERE mailbox IS NOT NULL
      UNION ALL SELECT mailbox, record_no, at_s FROM change WHERE ${OWN}
    ) s
    WHERE at_s >= (SELECT min(at_s) FROM mail_access) AND at_s <= (SELECT max(at_s) FROM mail_access)
      AND mailbox NOT IN (SELECT mailbox FROM mail_access)
    GROUP BY mailbox`);
  await db.run(`
    INSERT INTO gap (gap_id, kind, certainty, mailbox, blind_bind, blind_sync, note)
    SELECT ${gapId("'not-covered'", 'mailbox')}, 'not-covered', CASE WHEN ${OWN} THEN 'proven' ELSE 'suspected' END,
      mailbox, true, true, CAST(records AS VARCHAR)
    FROM seen_elsewhere`);
  await db.run(`
    INSERT INTO gap_record
    SELECT g.gap_id, s.first_no FROM gap g JOIN seen_elsewhere s ON g.kind = 'not-covered' AND g.mailbox = s.mailbox
    UNION SELECT g.gap_id, s.last_no FROM gap g JOIN seen_elsewhere s ON g.kind = 'not-covered' AND g.mailbox = s.mailbox`);
  await db.run('DROP TABLE seen_elsewhere');
}

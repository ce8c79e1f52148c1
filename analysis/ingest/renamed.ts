/**
 * Mailboxes that were renamed: records of one MailboxGuid under several UPNs are of one mailbox (audit-records.md 3: gaps
 * are per mailbox), named by the UPN of its latest record. A name that two mailboxes had, one after the other or one
 * deleted and made anew, tells nobody which of them is meant: its records stay under it. Mostly nothing was renamed, which
 * is seen from the few pairs of guid and UPN.
 */
import { type Database, literal } from '../store/database.ts';
import { contextId } from './context-id.ts';

/** An id under more names than a mailbox is ever given was made up, or blacked out. */
const MOST_NAMES = 4;
const GUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** As `mail_access` keeps it */
const NAMED_SESSION = "CASE WHEN session_source = 'SessionId' THEN session_id END";
const NO_GUID = '00000000-0000-0000-0000-000000000000';

/** Of all rows of the batch, before those that are not kept are taken out: whichever version of a record came first must not matter. */
export async function learnMailboxes(db: Database): Promise<void> {
  await db.run(`
    CREATE OR REPLACE TEMP TABLE seen_mailbox AS
    SELECT mailbox_guid AS name, mailbox_upn AS upn, CAST(floor(epoch(max(time_utc))) AS BIGINT) AS last_s FROM staged
    WHERE reason IS NULL AND mailbox_guid IS NOT NULL AND mailbox_upn LIKE '%@%' GROUP BY mailbox_guid, mailbox_upn;
    UPDATE mailbox_name SET last_s = s.last_s FROM seen_mailbox s
    WHERE mailbox_name.name = s.name AND mailbox_name.upn = s.upn AND mailbox_name.last_s < s.last_s;
    INSERT INTO mailbox_name FROM seen_mailbox s
    WHERE NOT EXISTS (SELECT 1 FROM mailbox_name k WHERE k.name = s.name AND k.upn = s.upn AND k.last_s IS NOT NULL);
    DROP TABLE seen_mailbox`);
}

/** Fills `renamed` with every name of each renamed mailbox, that which it goes by among them. @returns whether any is, or was */
export async function findRenamed(db: Database): Promise<boolean> {
  const { found } = await db.one<{ found: boolean }>(`
    SELECT EXISTS (SELECT 1 FROM mailbox_name WHERE last_s IS NOT NULL GROUP BY name HAVING count(*) > 1) AS found`);
  if (!found) return false;
  await db.run(`
    DELETE FROM renamed;
    INSERT INTO renamed
    WITH pair AS (
      SELECT name AS guid, upn, last_s, count(*) OVER (PARTITION BY upn) AS mailboxes, count(*) OVER (PARTITION BY name) AS names
      FROM mailbox_name WHERE last_s IS NOT NULL AND regexp_full_match(name, '${GUID}') AND name <> '${NO_GUID}')
    SELECT upn, first_value(upn) OVER (PARTITION BY guid ORDER BY last_s DESC, upn) AS mailbox
    FROM pair WHERE mailboxes = 1 AND names <= ${MOST_NAMES} QUALIFY count(*) OVER (PARTITION BY guid) > 1`);
  const { any } = await db.one<{ any: boolean }>(
    'SELECT EXISTS (FROM renamed) OR EXISTS (FROM renamed_record) AS "any"',
  );
  return any;
}

/**
 * Gives records of the batch and of the case the mailbox that `renamed` says, and those back that it no longer does.
 * `renamed_record` keeps what each said itself.
 */
export async function renameRecords(db: Database): Promise<void> {
  await db.run(`
    INSERT INTO renamed_record
    SELECT r.record_no, r.mailbox FROM (
      SELECT record_no, mailbox FROM mail_access UNION ALL SELECT record_no, mailbox FROM other_record) r
    WHERE r.mailbox IN (SELECT upn FROM renamed WHERE upn <> mailbox)
      AND r.record_no NOT IN (SELECT record_no FROM renamed_record);
    CREATE OR REPLACE TEMP TABLE goes_by AS
    SELECT r.record_no, coalesce(n.mailbox, r.mailbox) AS mailbox FROM renamed_record r LEFT JOIN renamed n ON n.upn = r.mailbox;
    UPDATE mail_access SET mailbox = g.mailbox, context_id = ${contextId('g.mailbox', NAMED_SESSION)} FROM goes_by g
    WHERE mail_access.record_no = g.record_no AND mail_access.mailbox <> g.mailbox;
    UPDATE other_record SET mailbox = g.mailbox FROM goes_by g
    WHERE other_record.record_no = g.record_no AND other_record.mailbox <> g.mailbox;
    DELETE FROM renamed_record WHERE mailbox NOT IN (SELECT upn FROM renamed WHERE upn <> mailbox);
    DROP TABLE goes_by`);
  await renameWhatWasSaid(db);
}

/** By people, of mailboxes by name, with what must be of one mailbox only once: what would be there twice stays as it was said. */
const SAID: [table: string, column: string, once: string[]][] = [
  ['approval', 'mailbox', ['caller', 'network']],
  ['review', 'mailbox', ['message']],
  ['message_name', 'mailbox', ['message_key']],
  ['baseline_entry', 'subject', ['kind', 'value', 'origin']],
];

async function renameWhatWasSaid(db: Database): Promise<void> {
  for (const [table, column, once] of SAID) {
    const old = await db.rows<{ upn: string; mailbox: string }>(
      `SELECT upn, mailbox FROM renamed WHERE upn <> mailbox AND upn IN (SELECT ${column} FROM ${table}) ORDER BY upn`,
    );
    for (const { upn, mailbox } of old) {
      const same = once.map((name) => `o.${name} = ${table}.${name}`).join(' AND ');
      await db.run(`
        UPDATE ${table} SET ${column} = ${literal(mailbox)} WHERE ${column} = ${literal(upn)}
          AND NOT EXISTS (SELECT 1 FROM ${table} o WHERE o.${column} = ${literal(mailbox)} AND ${same})`);
    }
  }
}

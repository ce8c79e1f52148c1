/** What one hostile marker alone confirms: that goes out of the confirmed exposure with it. */
import type { Removed } from '../sections.ts';
import type { Database } from '../store/database.ts';

/** @param condition SQL over `mail_access m`: what the marker means; `others`: what the other hostile markers mean */
export async function confirmedAlone(
  db: Database,
  condition: string,
  others: readonly string[],
): Promise<Removed> {
  const elsewhere = others.map((other) => `(${other})`).join(' OR ') || '1 = 0';
  const alone = (what: string, from: string, also: string) => `
    SELECT count(*) FROM (SELECT DISTINCT ${what} FROM ${from} WHERE ${also} AND (${condition})
      EXCEPT SELECT DISTINCT ${what} FROM ${from} WHERE ${also} AND (${elsewhere})) a`;
  const items = 'mail_access m JOIN access_item i ON i.record_no = m.record_no';
  return await db.one<Removed>(`
    SELECT (${alone('m.mailbox, i.message', items, "m.access = 'bind' AND i.message IS NOT NULL")}) AS messages,
      (${alone('m.mailbox', 'mail_access m', '1 = 1')}) AS mailboxes,
      (${alone('m.record_no', 'mail_access m', "m.access = 'sync'")}) AS syncs`);
}

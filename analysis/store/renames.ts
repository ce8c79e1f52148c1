import type { Database } from './database.ts';

/** Gives the name a mailbox goes by in the case, in small letters: people may know it by one it had before. */
export async function currentNames(db: Database): Promise<(mailbox: string) => string> {
  const rows = await db.rows<{ upn: string; mailbox: string }>('SELECT upn, mailbox FROM renamed');
  const names = new Map(rows.map(({ upn, mailbox }) => [upn, mailbox]));
  return (mailbox) => names.get(mailbox.toLowerCase()) ?? mailbox.toLowerCase();
}

/** All names of the mailbox that goes, or went, by a name; that name alone where it was never renamed. */
export async function allNames(db: Database, mailbox: string): Promise<string[]> {
  const current = (await currentNames(db))(mailbox);
  const rows = await db.rows<{ upn: string; mailbox: string }>(
    'SELECT upn, mailbox FROM renamed ORDER BY upn',
  );
  const names = rows.filter((row) => row.mailbox === current).map(({ upn }) => upn);
  return names.length === 0 ? [current] : names;
}

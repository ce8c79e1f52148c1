/** Which person a name stands for: told by the records together, so that the order of files says nothing. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Database } from '../../../analysis/store/database.ts';
import { lines, openDesk, reportOf, within } from '../case/desk.ts';
import { type AuditData, bind } from '../case/records.ts';
import { cmdlet, OBJECT } from './changes.cases.ts';

const desk = await openDesk();

const SOMETHING_READ = bind({ mailbox: 'boss@contoso.com' });
const grantTo = (id: string) =>
  cmdlet('Add-RecipientPermission', { Identity: 'boss@contoso.com', Trustee: id });
const ruleIn = (id: string, owner: string) =>
  cmdlet('New-InboxRule', { Name: 'x', MarkAsRead: 'True' }, `…/contoso/${id}\\x`, owner);
const GRANT = grantTo(OBJECT);
const [VIC, LEE] = ['vic@contoso.com', 'lee@contoso.com'].map((owner) => ruleIn(OBJECT, owner)) as [
  AuditData,
  AuditData,
];

let folders = 0;

/** Each group of records a file; in one go, or by a case that is closed and opened again before each. */
async function granted(files: AuditData[][], oneByOne: boolean): Promise<{ to: string[]; said: string }> {
  folders += 1;
  const folder = join(desk.folder, `names${folders}`);
  const contents = files.map((records) => lines(records));
  for (const batch of oneByOne ? contents.map((content) => [content]) : [contents])
    await within(folder, (kase) => desk.ingest(kase, ...batch));
  const { logTrust } = await within(folder, reportOf);
  const db = await Database.open(join(folder, 'case.duckdb'), folder);
  const rows = await db.rows<{ to: string }>(
    `SELECT grantee AS "to" FROM change WHERE kind = 'mailbox-permission' ORDER BY grantee`,
  );
  db.close();
  return {
    to: rows.map(({ to }) => to),
    said: logTrust.cannotConclude.find((one) => one.includes('no reading of mail is on record')) ?? '',
  };
}

/** Each order has an id of its own, so that all of them are one case of three files. */
const ORDERS: ((grant: AuditData, vic: AuditData, lee: AuditData) => AuditData[][])[] = [
  (grant, vic, lee) => [[grant], [vic], [lee]],
  (grant, vic, lee) => [[grant], [lee], [vic]],
  (grant, vic, lee) => [[vic], [lee], [grant]],
  (grant, vic, lee) => [[lee], [grant], [vic]],
  (grant, vic, lee) => [[vic, grant, lee], [], []],
];

test.each([false, true])(
  'an id to which records give two names stays the id, and is spoken of as that (one by one: %s)',
  async (oneByOne) => {
    const ids = ORDERS.map((_, n) => `${OBJECT.slice(0, -2)}f${n}`);
    const all = ORDERS.map((order, n) => {
      const id = ids[n] as string;
      return order(grantTo(id), ruleIn(id, 'vic@contoso.com'), ruleIn(id, 'lee@contoso.com'));
    });
    const files = [0, 1, 2].map((place) => all.flatMap((groups) => groups[place] ?? []));
    files[0]?.push(SOMETHING_READ);
    const { to, said } = await granted(files, oneByOne);
    expect(to).toEqual(ids);
    expect(said).toContain(`Of 5 grants of access (boss@contoso.com to ${ids[0]}`);
  },
);

test('an id with one name is that name, even where it was learnt later', async () => {
  const { to, said } = await granted([[GRANT, SOMETHING_READ], [VIC]], true);
  expect(to).toEqual(['vic@contoso.com']);
  expect(said).toContain('(boss@contoso.com to vic@contoso.com)');
});

test('of an id with two names, either of which read the mailbox, no sentence says that nobody used the grant', async () => {
  const used = bind({ mailbox: 'boss@contoso.com', user: 'lee@contoso.com', at: '2026-05-15T09:00:00' });
  const { to, said } = await granted([[VIC], [GRANT, SOMETHING_READ, used], [LEE]], false);
  expect({ to, said }).toEqual({ to: [OBJECT], said: '' });
});

test('of an id without a name nothing is said: whoever it is may have read the mailbox', async () => {
  const { to, said } = await granted([[GRANT, SOMETHING_READ]], false);
  expect({ to, said }).toEqual({ to: [OBJECT], said: '' });
});

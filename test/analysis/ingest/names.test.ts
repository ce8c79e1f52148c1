/** Which person a name stands for: told by the records together, so that the order of files says nothing. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Database } from '../../../analysis/store/database.ts';
import { lines, openDesk, reportOf, within } from '../case/desk.ts';
import { type AuditData, bind } from '../case/records.ts';
import { cmdlet, OBJECT } from './changes.cases.ts';

const desk = await openDesk();

const SOMETHING_READ = bind({ mailbox: 'boss@contoso.com' });
const GRANT = cmdlet('Add-RecipientPermission', { Identity: 'boss@contoso.com', Trustee: OBJECT });
const ruleOf = (owner: string) =>
  cmdlet('New-InboxRule', { Name: 'x', MarkAsRead: 'True' }, `…/contoso/${OBJECT}\\x`, owner);
const [VIC, LEE] = ['vic@contoso.com', 'lee@contoso.com'].map(ruleOf) as [AuditData, AuditData];

let folders = 0;

/** Each group of records a file; in one go, or by a case that is closed and opened again before each. */
async function granted(files: AuditData[][], oneByOne: boolean): Promise<{ to: string; said: string }> {
  folders += 1;
  const folder = join(desk.folder, `names${folders}`);
  const contents = files.map((records) => lines(records));
  for (const batch of oneByOne ? contents.map((content) => [content]) : [contents])
    await within(folder, (kase) => desk.ingest(kase, ...batch));
  const { logTrust } = await within(folder, reportOf);
  const db = await Database.open(join(folder, 'case.duckdb'), folder);
  const { to } = await db.one<{ to: string }>(
    `SELECT grantee AS "to" FROM change WHERE kind = 'mailbox-permission'`,
  );
  db.close();
  return {
    to,
    said: logTrust.cannotConclude.find((one) => one.includes('no reading of mail is on record')) ?? '',
  };
}

describe.each([
  { name: 'the grant first', files: [[GRANT, SOMETHING_READ], [VIC], [LEE]] },
  { name: 'the grant first, the names the other way round', files: [[GRANT, SOMETHING_READ], [LEE], [VIC]] },
  { name: 'the grant last', files: [[VIC], [LEE], [GRANT, SOMETHING_READ]] },
  { name: 'the grant between', files: [[LEE], [GRANT, SOMETHING_READ], [VIC]] },
  { name: 'one file', files: [[VIC, GRANT, LEE, SOMETHING_READ]] },
])('an id to which records give two names: $name', ({ files }) => {
  test.each([false, true])('stays the id, and is spoken of as that (one by one: %s)', async (oneByOne) => {
    const { to, said } = await granted(files, oneByOne);
    expect(to).toBe(OBJECT);
    expect(said).toContain(`(boss@contoso.com to ${OBJECT})`);
  });
});

test('an id with one name is that name, even where it was learnt later', async () => {
  const { to, said } = await granted([[GRANT, SOMETHING_READ], [VIC]], true);
  expect(to).toBe('vic@contoso.com');
  expect(said).toContain('(boss@contoso.com to vic@contoso.com)');
});

test('of an id with two names, either of which read the mailbox, no sentence says that nobody used the grant', async () => {
  const used = bind({ mailbox: 'boss@contoso.com', user: 'lee@contoso.com', at: '2026-05-15T09:00:00' });
  const { to, said } = await granted([[VIC], [GRANT, SOMETHING_READ, used], [LEE]], false);
  expect({ to, said }).toEqual({ to: OBJECT, said: '' });
});

test('of an id without a name nothing is said: whoever it is may have read the mailbox', async () => {
  const { to, said } = await granted([[GRANT, SOMETHING_READ]], false);
  expect({ to, said }).toEqual({ to: OBJECT, said: '' });
});

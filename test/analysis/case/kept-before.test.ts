/** Cases kept by earlier versions are opened, added to and say what they said. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Database } from '../../../analysis/store/database.ts';
import { lines, openDesk, reportOf, within } from './desk.ts';
import { bind, inboxRule, nextId } from './records.ts';

const desk = await openDesk();

/** As cases were kept when every record stood in `record`, and what is known of mail accesses beside it. */
const AS_BEFORE = `
  CREATE TABLE old_record AS SELECT record_no, record_id, time_utc, at_s, operation, record_type, user_id, user_type, organization_id,
    workload, result_status, mailbox, ip, client, session_id, app_id, object_id, input_no, row_no, fullness, content, raw FROM record;
  CREATE TABLE old_access AS SELECT * EXCLUDE (record_type, input_no, row_no, fullness, content, context_id),
    1 AS folder_count, CAST(NULL AS BIGINT) AS bytes, context_id FROM mail_access;
  DROP VIEW record; DROP TABLE other_record; DROP TABLE mail_access;
  CREATE TABLE record AS FROM old_record; DROP TABLE old_record;
  CREATE TABLE mail_access AS FROM old_access; DROP TABLE old_access`;

test('a case that holds every record twice', async () => {
  const folder = join(desk.folder, 'twice');
  const poor = { id: nextId(), mailbox: 'ana@x', messages: ['a@x'] };
  const first = lines([bind(poor), bind({ mailbox: 'bo@x', messages: ['b@x', 'c@x'] }), inboxRule()]);
  const said = await within(folder, async (kase) => {
    await desk.ingest(kase, first);
    return await reportOf(kase);
  });
  const db = await Database.open(join(folder, 'case.duckdb'), folder);
  await db.run(AS_BEFORE);
  db.close();
  expect(await within(folder, reportOf)).toEqual(said);
  const { totals } = await within(folder, async (kase) => {
    await desk.ingest(kase, first, lines([bind({ ...poor, messages: ['a@x', 'd@x'] })]));
    return await reportOf(kase);
  });
  expect(totals).toMatchObject({ records: 3, mailItemsAccessed: 2, mailboxMessages: 4 });
});

test('a case whose digests were made otherwise tells no differences that are none', async () => {
  const folder = join(desk.folder, 'digests');
  const poor = { id: nextId(), mailbox: 'ana@x', messages: ['a@x'] };
  const first = lines([bind(poor), bind({ mailbox: 'bo@x', messages: ['b@x', 'c@x'] }), inboxRule()]);
  await within(folder, (kase) => desk.ingest(kase, first));
  const db = await Database.open(join(folder, 'case.duckdb'), folder);
  for (const table of ['mail_access', 'other_record'])
    await db.run(`UPDATE ${table} SET content = content // 3`);
  await db.run('DROP TABLE content_rule');
  db.close();
  const again = lines([bind(poor), bind({ ...poor, messages: ['a@x', 'd@x'] })]);
  const { inputs, totals } = await within(folder, async (kase) => {
    await desk.ingest(kase, first, again, again);
    return await reportOf(kase);
  });
  expect(inputs.map(({ records, duplicates, conflicts }) => [records, duplicates, conflicts])).toEqual([
    [3, 0, 0],
    [0, 3, 0],
    [0, 2, 2],
    [0, 2, 1],
  ]);
  expect(totals).toMatchObject({ records: 3, mailItemsAccessed: 2, mailboxMessages: 4 });
});

test('a case kept before mailboxes that were renamed were known: what came since is joined', async () => {
  const folder = join(desk.folder, 'renamed');
  const guid = { MailboxGuid: '3dca6544-c13d-4c55-a2e6-cfd8569c7c35' };
  const [old, now] = ['ana@x', 'ana.new@x'].map((mailbox, day) =>
    lines([bind({ mailbox, at: `2026-05-1${day}T09:00:00`, with: guid }), inboxRule({ user: mailbox })]),
  ) as [string, string];
  await within(folder, (kase) => desk.ingest(kase, old));
  const db = await Database.open(join(folder, 'case.duckdb'), folder);
  await db.run(`
    ALTER TABLE change DROP COLUMN named_mailbox; ALTER TABLE change DROP COLUMN named_grantee;
    ALTER TABLE mailbox_name DROP COLUMN last_s; DROP TABLE renamed; DROP TABLE renamed_record`);
  db.close();
  const { totals } = await within(folder, async (kase) => {
    await desk.ingest(kase, now);
    // The same file once more tells what was not asked of it before.
    await desk.ingest(kase, old);
    return await reportOf(kase);
  });
  expect(totals).toMatchObject({ mailItemsAccessed: 2, mailboxes: 1 });
});

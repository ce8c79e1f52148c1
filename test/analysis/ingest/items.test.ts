/** What is kept of the messages and folders of a record, whatever ids it lacks. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Database } from '../../../analysis/store/database.ts';
import { lines, openDesk, within } from '../case/desk.ts';
import { CASES, type KeptItem } from './items.cases.ts';

const desk = await openDesk();

const ALL = Object.entries(CASES).map(([name, { record, kept }], index) => {
  const mailbox = `case${index}@contoso.com`;
  return { name, mailbox, made: record(mailbox), kept };
});

describe('of each record', () => {
  let rows: (KeptItem & { mailbox: string; told: boolean })[];
  beforeAll(async () => {
    const folder = join(desk.folder, 'items');
    await within(folder, (kase) => desk.ingest(kase, lines(ALL.map(({ made }) => made))));
    const db = await Database.open(join(folder, 'case.duckdb'), folder);
    rows = await db.rows(`
      SELECT m.mailbox, i.message IS NOT NULL AS told, i.internet_message_id, i.item_id, i.folder, i.folder_id, i.bytes, i.subject, i.immutable_id
      FROM access_item i JOIN mail_access m ON m.record_no = i.record_no
      ORDER BY m.mailbox, coalesce(i.internet_message_id, i.item_id, i.folder_id)`);
    db.close();
  }, 60_000);

  test.each(ALL)('$name', ({ mailbox, kept }) => {
    const found = rows
      .filter((row) => row.mailbox === mailbox)
      .map(({ mailbox: _, told, ...row }) => ({ told, row }));
    expect(found.map(({ row }) => row)).toEqual(kept);
    for (const { told, row } of found) expect(told).toBe((row.internet_message_id ?? row.item_id) !== null);
  });
});

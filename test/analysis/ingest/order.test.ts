/** Rows are numbered in the order in which they come out of the query that stages them: it has to be that of the file. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { unpack } from '../../../analysis/ingest/bytes/unpack.ts';
import { stagePart } from '../../../analysis/ingest/stage.ts';
import { type AuditRecord, officeActivityCsv } from '../../../analysis/simulator/index.ts';
import { Database } from '../../../analysis/store/database.ts';
import { openDesk } from '../case/desk.ts';
import { type AuditData, bind, inboxRule, sync } from '../case/records.ts';
import { flattened, mailboxAuditLog } from './lossy-shapes.ts';
import { WHOLE } from './shapes.ts';

const desk = await openDesk();

const SHAPES = [
  ...WHOLE,
  {
    name: 'OfficeActivity',
    write: (records: readonly AuditData[]) =>
      [...officeActivityCsv(records as unknown as AuditRecord[])].join(''),
  },
  {
    name: 'mailbox audit log',
    write: (records: readonly AuditData[]) =>
      mailboxAuditLog(records.slice(0, 2), () => '2026-05-14T18:11:56'),
  },
  { name: 'flattened', write: flattened },
];

// DuckDB loses the order in every join, and makes a join of `IN` with a long list of constants. That shows in a large file
// only, and there in some runs.
describe.each([
  { json: 'whole', toldApart: 'by content' },
  { json: 'picked', toldApart: 'by content' },
  { json: 'picked', toldApart: 'by text' },
] as const)(
  'with the JSON of other operations $json, versions told apart $toldApart',
  ({ json, toldApart }) => {
    const work = join(desk.folder, `${json} ${toldApart}`);
    let db: Database;
    let staging: string[];
    beforeAll(async () => {
      await mkdir(work);
      db = await Database.open(':memory:', work);
      // With one nothing could get out of order.
      await db.run('SET threads = 2');
      const run = db.connection.run.bind(db.connection);
      vi.spyOn(db.connection, 'run').mockImplementation(async (sql, ...rest) => {
        if (sql.startsWith('CREATE OR REPLACE TEMP TABLE "stage" AS')) {
          staging.push(String(await (await run(`EXPLAIN ${sql}`)).getRowsJS()));
        }
        return await run(sql, ...rest);
      });
    });
    afterAll(() => db.close());

    test.each(SHAPES)('$name is staged without a join', async ({ write }) => {
      staging = [];
      const path = await desk.file(`of-${json}-${toldApart}`, write([bind(), sync(), inboxRule()]));
      for await (const part of unpack(path, work)) await stagePart(db, part, work, { json, toldApart });
      expect(staging.map((plan) => plan.includes('BATCH_CREATE_TABLE_AS'))).toEqual([true]);
    });
  },
);

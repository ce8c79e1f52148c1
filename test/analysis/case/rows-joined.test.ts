/**
 * No statement of an analysis may join a few rows to very many: what is slow with a tenant of two dozen people does not end with
 * one of a thousand. In the transaction of a kept case DuckDB knows less of the tables and joins them in another order.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { analyse } from '../../../analysis/case/analyse.ts';
import { ingestFile } from '../../../analysis/ingest/index.ts';
import { purviewCsv, simulateTenant } from '../../../analysis/simulator/index.ts';
import { Database } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';

/** What a step of a statement may have, of the case's records: a record has two items, or stands for two subjects. */
const MOST = 4;

interface Step {
  operator_cardinality?: number;
  children?: Step[];
}

let folder: string;
let db: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-rows-'));
  const tenant = { seed: 'rows', people: 24, from: '2026-04-06', days: 14 };
  const simulation = await simulateTenant({ ...tenant, attacks: ['stolen-session', 'unknown-app'] });
  const path = join(folder, 'export.csv');
  await writeFile(path, [...purviewCsv(simulation.records())].join(''));
  db = await Database.open(':memory:', folder);
  await db.run(TABLES);
  await ingestFile(db, { path, name: 'export.csv' }, folder);
});
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true, force: true });
});

function rowsOf({ operator_cardinality: rows = 0, children = [] }: Step): number {
  return Math.max(rows, ...children.map(rowsOf));
}

test.each(['kept', 'temporary'])('in a %s case', async (kind) => {
  const { records } = await db.one<{ records: number }>('SELECT count(*) AS records FROM record');
  const profile = join(folder, 'profile.json');
  // BEGIN has none.
  await writeFile(profile, '{}');
  await db.run(`PRAGMA enable_profiling = 'json'; PRAGMA profiling_output = '${profile}'`);
  const { run } = db.connection;
  const large: string[] = [];
  let seen = 0;
  const profiled = vi.spyOn(db.connection, 'run').mockImplementation(async (sql, ...more) => {
    const result = await run.call(db.connection, sql, ...more);
    const rows = rowsOf(JSON.parse(await readFile(profile, 'utf8')) as Step);
    seen = Math.max(seen, rows);
    if (rows > MOST * records) large.push(`${rows} rows: ${sql}`);
    return result;
  });
  try {
    await analyse(db, kind === 'temporary');
  } finally {
    profiled.mockRestore();
    await db.run('PRAGMA disable_profiling');
  }
  expect(large).toEqual([]);
  // Else the profiles were not those of the statements.
  expect(seen).toBeGreaterThan(records);
});

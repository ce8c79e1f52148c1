/**
 * The yardstick: DuckDB reads all eight columns with the engine's limits. `file` keeps them in a database file,
 * `temporary` in a temporary table (no compression, no file: parsing and little else), `count` keeps nothing.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../analysis/store/database.ts';

const [path = '', keep = 'file'] = process.argv.slice(2);
const COLUMNS = [
  'RecordId',
  'CreationDate',
  'RecordType',
  'Operation',
  'UserId',
  'AuditData',
  'AssociatedAdminUnits',
  'AssociatedAdminUnitsNames',
];
const source = `read_csv('${path.replaceAll("'", "''")}', header=true, auto_detect=false, delim=',', quote='"',
  escape='"', max_line_size=2000000, columns={${COLUMNS.map((name) => `'${name}': 'VARCHAR'`).join(', ')}})`;

const folder = await mkdtemp(join(tmpdir(), 'mailtrail-bench-parse-'));
try {
  const database = await Database.open(join(folder, 'parse.duckdb'), join(folder, 'spill'));
  const started = performance.now();
  if (keep !== 'count') {
    await database.run(
      `CREATE ${keep === 'temporary' ? 'TEMP' : ''} TABLE parsed AS SELECT * FROM ${source}`,
    );
  }
  const counted = await database.one<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${keep === 'count' ? source : 'parsed'}`,
  );
  const seconds = (performance.now() - started) / 1000;
  console.log(JSON.stringify({ seconds, rows: Number(counted.rows) }));
  database.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}

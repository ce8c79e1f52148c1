/** What a plain program does: csv-parse, then JSON.parse of each AuditData, over the first rows. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

const [path = '', limit = '50000'] = process.argv.slice(2);
const started = performance.now();
let rows = 0;
let items = 0;
const parser = createReadStream(path).pipe(parse({ columns: true, to: Number(limit) }));
for await (const row of parser as AsyncIterable<{ AuditData: string }>) {
  const record = JSON.parse(row.AuditData) as { OperationCount?: number };
  rows++;
  items += record.OperationCount ?? 0;
}
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, rows, items }));

/** The gaps of some records, without the rest of the analysis: ingested into a database in memory. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pageInputs } from '../../../analysis/case/inputs.ts';
import { ingestFile } from '../../../analysis/ingest/index.ts';
import type { Acquired, Gap, MailboxCoverage } from '../../../analysis/report.ts';
import { Database } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';
import { buildCoverage, pageCoverage } from '../../../analysis/trust/coverage.ts';
import { pageGaps } from '../../../analysis/trust/gaps.ts';
import { findGaps } from '../../../analysis/trust/index.ts';

export interface Found {
  gaps: Gap[];
  coverage: MailboxCoverage[];
}

export async function gapsOf(
  folder: string,
  content: string,
  acquired: Partial<Acquired> = {},
): Promise<Found> {
  const db = await Database.open(':memory:', folder);
  const path = join(folder, 'received.jsonl');
  try {
    await db.run(TABLES);
    await writeFile(path, content);
    await ingestFile(db, { path, name: 'received.jsonl', acquired }, folder);
    await findGaps(db, await pageInputs(db, 0, 10));
    await buildCoverage(db);
    return { gaps: await pageGaps(db, 0, 1_000), coverage: await pageCoverage(db, 0, 1_000, false) };
  } finally {
    db.close();
    await rm(path, { force: true });
  }
}

/** Every verdict as a CSV, with the lines that mend each mailbox. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Cell, writeCsv } from '../../../analysis/exports/csv-file.ts';
import type { ExportedFile } from '../../../analysis/sections.ts';
import { mendings } from './mend.ts';
import { type Survey, unmended } from './survey.ts';
import { whyOf } from './view.ts';

const COLUMNS = ['Mailbox', 'Verdict', 'Why', 'Type', 'Plan', 'KeptDays', 'AccountId', 'Mend', 'LookedAt'];

/** @throws what the file system throws */
export async function writeVerdicts(survey: Survey, folder: string): Promise<ExportedFile> {
  const day = survey.at.slice(0, 10);
  const name = `mailtrail-coverage-${day}.csv`;
  const path = join(folder, name);
  await mkdir(folder, { recursive: true });
  await writeCsv(path, COLUMNS, rowsOf(survey));
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return { kind: 'coverage', name, path, bytes: (await stat(path)).size, sha256: hash.digest('hex') };
}

async function* rowsOf(survey: Survey): AsyncGenerator<Cell[]> {
  for (const one of survey.mailboxes) {
    const lines = mendings(unmended([one])).flatMap(({ lines }) => lines);
    const { address, verdict, reasons, kind, plan, keptDays, id } = one;
    yield [address, verdict, whyOf(reasons), kind, plan, keptDays, id, lines.join('\n'), survey.at];
  }
}

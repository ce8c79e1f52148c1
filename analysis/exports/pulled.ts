/** What goes into the envelope of the evidence pack of what was told of the tenant: how it was asked, and what we did there. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPullsSection } from '../case/pulled.ts';
import { readMatches } from '../pulled/matches.ts';
import { streamOwnRecords } from '../pulled/own-reads.ts';
import type { Pull, PullsSection } from '../sections.ts';
import { isoTime } from '../time.ts';
import { type Cell, writeCsv } from './csv-file.ts';
import type { Exporting } from './shape.ts';
import type { ZipEntry } from './zip.ts';

const BATCH = 500;

/** Files in `folder`; none where nothing was told. */
export async function pulledEntries(exporting: Exporting, folder: string): Promise<ZipEntry[]> {
  const { db } = exporting;
  const about = await readPullsSection(db, exporting.identity, { limit: BATCH });
  const signIns = await readMatches(db);
  const told = about.pulls.total + about.outages.length + about.ownReads.length + signIns.covered.length;
  if (told === 0) return [];
  const inside = (name: string) => join(folder, name);
  const { outages, notObtained, ownReads } = about;
  const pulls = await allPulls(exporting, about);
  const whole = { pulls, outages, notObtained, ownReads, signIns };
  await writeFile(inside('pulls.json'), `${JSON.stringify(whole, null, 2)}\n`);
  await writeCsv(inside('pulls.csv'), PULL_COLUMNS, pullRows(pulls));
  const entries = ['pulls.csv', 'pulls.json'];
  if (ownReads.length > 0) {
    await writeCsv(inside('own-reads.csv'), OWN_COLUMNS, ownRows(exporting));
    entries.unshift('own-reads.csv');
  }
  return entries.map((name) => ({ name, path: inside(name) }));
}

async function allPulls({ db, identity }: Exporting, { pulls }: PullsSection): Promise<Pull[]> {
  const all = [...pulls.items];
  while (all.length < pulls.total) {
    const more = await readPullsSection(db, identity, { offset: all.length, limit: BATCH });
    if (more.pulls.items.length === 0) break;
    all.push(...more.pulls.items);
  }
  return all;
}

const PULL_COLUMNS = [
  'id',
  'source',
  'what',
  'by',
  'begun',
  'ended',
  'from',
  'to',
  'queries',
  'queries_not_succeeded',
  'passes',
  'pages',
  'records',
  'duplicates',
  'only_first_pass',
  'only_second_pass',
  'differing',
  'requests',
  'not_obtained',
] as const;

async function* pullRows(pulls: readonly Pull[]): AsyncGenerator<Cell[]> {
  for (const pull of pulls) {
    yield [
      pull.id,
      pull.source,
      pull.what,
      pull.by,
      pull.begun,
      pull.ended,
      pull.from,
      pull.to,
      pull.queries.length,
      pull.queries.filter(({ outcome }) => outcome !== 'succeeded').length,
      pull.passes.length,
      pull.passes.reduce((sum, { pages }) => sum + pages, 0),
      pull.distinct,
      pull.duplicates,
      pull.onlyFirst,
      pull.onlySecond,
      pull.differing,
      pull.requestIds.length,
      pull.missing.map(({ from, to, why }) => `${from} to ${to}: ${why}`).join(' | '),
    ];
  }
}

const OWN_COLUMNS = ['record_id', 'time', 'mailbox', 'app', 'ip', 'ours'] as const;

async function* ownRows({ db }: Exporting): AsyncGenerator<Cell[]> {
  for await (const batch of streamOwnRecords(db)) {
    for (const row of batch) {
      yield [row.record_id, isoTime(row.at_s), row.mailbox, row.caller, row.ip, row.own ? 'yes' : 'no'];
    }
  }
}

/** The big export: half a million records of a simulated tenant in the Purview portal's shape, kept for the next run. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { type AuditRecord, inPieces, purviewCsv, simulateTenant } from '../../analysis/simulator/index.ts';

export interface BigExport {
  path: string;
  records: number;
  bytes: number;
  /** seconds it took to make; undefined when an earlier run had made it */
  made: number | undefined;
}

const DAYS = 28;
/** Fewer than a person makes in that time, so that the tenant always has enough to say. */
const RECORDS_PER_PERSON = 640;
const ATTACKS = ['stolen-session', 'bulk-throttle', 'unknown-app'];

/**
 * The export with exactly that many records, in the temporary folder; made only when the simulator has changed since.
 * @param onProgress records written so far
 */
export async function bigExport(
  records: number,
  onProgress: (written: number) => void = () => {},
): Promise<BigExport> {
  const name = `mailtrail-bench-${await simulatorVersion()}-${records}.csv`;
  const path = join(tmpdir(), name);
  const known = await stat(path).catch(() => undefined);
  if (known !== undefined) return { path, records, bytes: known.size, made: undefined };
  await removeOutdated(name, records);
  const started = performance.now();
  const simulation = await simulateTenant({
    seed: 'bench',
    people: Math.max(8, Math.ceil(records / RECORDS_PER_PERSON)),
    from: '2026-04-06',
    days: DAYS,
    attacks: ATTACKS,
  });
  const part = `${path}.${process.pid}.part`;
  try {
    const rows = purviewCsv(firstOf(simulation.records(), records, onProgress));
    await pipeline(Readable.from(inPieces(rows), { highWaterMark: 2 }), createWriteStream(part));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
  const made = (performance.now() - started) / 1000;
  return { path, records, bytes: (await stat(path)).size, made };
}

/** Exports of the same size that another version of the simulator made: a gigabyte each. */
async function removeOutdated(name: string, records: number): Promise<void> {
  const outdated = new RegExp(`^mailtrail-bench-[0-9a-f]{12}-${records}\\.csv$`);
  for (const other of await readdir(tmpdir())) {
    if (other !== name && outdated.test(other)) await rm(join(tmpdir(), other));
  }
}

function* firstOf(
  all: Generator<AuditRecord>,
  count: number,
  onProgress: (written: number) => void,
): Generator<AuditRecord> {
  let written = 0;
  for (const record of all) {
    if (written === count) return;
    yield record;
    written++;
    if (written % 10_000 === 0) onProgress(written);
  }
  if (written < count) throw new Error(`The simulated tenant gave ${written} records, not ${count}.`);
}

/** Changes whenever a line of the simulator or of this file does. */
async function simulatorVersion(): Promise<string> {
  const folder = fileURLToPath(new URL('../../analysis/simulator/', import.meta.url));
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts')).sort();
  const hash = createHash('sha256').update(await readFile(fileURLToPath(import.meta.url)));
  for (const name of sources) hash.update(name).update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

/** The sample tenant: small enough to try everything on, with one attacker and one throttled mailbox. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { asExported, type ExportMess } from './export-mess.ts';
import { type Simulation, simulateTenant, type TenantOptions } from './tenant.ts';
import { purviewCsv } from './writers.ts';

export const SAMPLE: TenantOptions = {
  seed: 'sample',
  people: 8,
  from: '2026-05-04',
  days: 21,
  attacks: ['stolen-session', 'bulk-throttle', 'unknown-app'],
};

/** A few rows twice, a few late: one real export had both. */
const SAMPLE_MESS: ExportMess = { seed: 'sample', duplicates: 0.004, late: 0.01 };

/** The sample's records and truth, for tests and for the demonstration. */
export function sampleTenant(): Promise<Simulation> {
  return simulateTenant(SAMPLE);
}

/**
 * Writes the sample tenant as the Purview portal exports it (8 columns), the same bytes each time. Some records come
 * more than once: the file has more rows than the tenant has records.
 * @throws what the file system throws when `path` cannot be written
 */
export async function writeSampleTenant(path: string): Promise<void> {
  const simulation = await sampleTenant();
  const rows = purviewCsv(asExported(simulation.records(), SAMPLE_MESS));
  await pipeline(Readable.from(inPieces(rows)), createWriteStream(path));
}

/** Joins small texts to pieces of about 256 KB: a stream write for each row would take most of the time. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  let length = 0;
  for (const text of texts) {
    piece.push(text);
    length += text.length;
    if (length < 262_144) continue;
    yield piece.join('');
    piece = [];
    length = 0;
  }
  if (length > 0) yield piece.join('');
}

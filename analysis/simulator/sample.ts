/** The sample tenant: small enough to try everything on, with one attacker and one throttled mailbox. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Simulation, simulateTenant, type TenantOptions } from './tenant.ts';
import { purviewCsv } from './writers.ts';

export const SAMPLE: TenantOptions = {
  seed: 'sample',
  people: 8,
  from: '2026-05-04',
  days: 21,
  attacks: ['stolen-session', 'bulk-throttle', 'unknown-app'],
};

/** The sample's records and truth, for tests and for the demonstration. */
export function sampleTenant(): Promise<Simulation> {
  return simulateTenant(SAMPLE);
}

/**
 * Writes the sample tenant as the Purview portal exports it (8 columns), the same bytes each time.
 * @throws what the file system throws when `path` cannot be written
 */
export async function writeSampleTenant(path: string): Promise<void> {
  const simulation = await sampleTenant();
  await pipeline(Readable.from(inPieces(purviewCsv(simulation.records()))), createWriteStream(path));
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

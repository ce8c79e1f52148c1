import { readFile } from 'node:fs/promises';
import { referenceDigest } from '../reference/digest.ts';
import type { Generator } from '../report.ts';

/** What made a report: version, and a digest of the reference data, so that a re-run can be compared. */
export async function generator(): Promise<Generator> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  return { name: 'mailtrail', version, detections: referenceDigest() };
}

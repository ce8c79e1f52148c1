import { readFile } from 'node:fs/promises';
import { loadDetections } from '../detections/index.ts';
import { digestOf, referenceDigest } from '../reference/digest.ts';
import type { Generator } from '../report.ts';

/** What made a report: version, and a digest of detections and reference data, so that a re-run can be compared. */
export async function generator(): Promise<Generator> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { version: string };
  const rules = (await loadDetections()).map(({ name, sql, severityRule }) => ({ name, sql, severityRule }));
  return { name: 'mailtrail', version, detections: digestOf({ rules, reference: referenceDigest() }) };
}

/** Every detection's own cases: what must fire and what must not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DetectionCase } from '../../../analysis/detections/_cases.ts';
import { severityRank } from '../../../analysis/detections/detection.ts';
import { loadDetections } from '../../../analysis/detections/index.ts';
import { loadFolder } from '../../../analysis/load-folder.ts';
import type { Database } from '../../../analysis/store/database.ts';
import { caseDatabase, findIn } from './case-database.ts';

const detections = await loadDetections();
const units = await loadFolder(
  new URL('../../../analysis/detections/', import.meta.url),
  (module) => module.cases as DetectionCase[] | undefined,
  { entry: 'cases.ts' },
);

let folder: string;
let db: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-cases-'));
  db = await caseDatabase(folder);
});
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

describe.each(units.map(({ name, unit }) => [name, unit] as const))('%s', (name, cases) => {
  const detection = detections.find((loaded) => loaded.name === name);
  if (detection === undefined) throw new Error(`There are cases for ${name}, but no such detection.`);

  test('has a case that must fire and one that must not', () => {
    expect(cases.some(({ fires }) => fires !== 'not')).toBe(true);
    expect(cases.some(({ fires }) => fires === 'not')).toBe(true);
  });

  test.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, { rows, fires }) => {
    const found = await findIn(db, detection, rows);
    const said = found.map(({ judgement }) => `${judgement.severity}: ${judgement.observed}`);
    if (fires === 'not') {
      expect(said).toEqual([]);
      return;
    }
    expect(said).toHaveLength(fires.findings ?? 1);
    for (const { judgement } of found) {
      const rank = severityRank(judgement.severity);
      expect(rank, `${said} ${judgement.because.join('; ')}`).toBeGreaterThanOrEqual(
        severityRank(fires.atLeast),
      );
      expect(rank, `${said} ${judgement.because.join('; ')}`).toBeLessThanOrEqual(
        severityRank(fires.atMost ?? 'critical'),
      );
      expectPlainWords([judgement.title ?? '', judgement.observed, judgement.expected, ...judgement.because]);
    }
  });
});

/** What people read must be words: nothing left empty by a missing fact, and no promise. */
function expectPlainWords(texts: string[]): void {
  for (const text of texts) {
    expect(text).not.toMatch(/\b(undefined|null|NaN|Infinity|safe|clean)\b|\(\)|\s{2}/);
  }
}

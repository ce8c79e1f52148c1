/** Every detection's own cases: what must fire and what must not. In several files, since a case costs a fifth of a second. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DetectionCase } from '../../../analysis/detections/_cases.ts';
import { severityRank } from '../../../analysis/detections/detection.ts';
import { loadDetections } from '../../../analysis/detections/index.ts';
import type { Database } from '../../../analysis/store/database.ts';
import { caseDatabase, findIn } from './case-database.ts';

const FOLDER = new URL('../../../analysis/detections/', import.meta.url);

/** Runs the cases of every nth detection. */
export async function runCases(nth: number, of: number): Promise<void> {
  const detections = (await loadDetections()).filter((_, index) => index % of === nth);
  const suites = await Promise.all(
    detections.map(async (detection) => {
      const file = new URL(`${detection.name}/cases.ts`, FOLDER);
      if (!existsSync(file)) return [detection.name, detection, []] as const;
      const { cases } = (await import(file.href)) as { cases?: DetectionCase[] };
      return [detection.name, detection, cases ?? []] as const;
    }),
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

  describe.each(suites)('%s', (_name, detection, cases) => {
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
      if (fires.records !== undefined)
        expect(found.reduce((sum, { facts }) => sum + facts.records, 0)).toBe(fires.records);
      const words = found.flatMap(({ judgement }) => [
        judgement.title,
        judgement.observed,
        ...judgement.because,
      ]);
      if (fires.says !== undefined) expect(words.join('\n')).toContain(fires.says);
      if (fires.never !== undefined) expect(words.join('\n')).not.toContain(fires.never);
      for (const { judgement } of found) {
        const rank = severityRank(judgement.severity);
        expect(rank, `${said} ${judgement.because.join('; ')}`).toBeGreaterThanOrEqual(
          severityRank(fires.atLeast),
        );
        expect(rank, `${said} ${judgement.because.join('; ')}`).toBeLessThanOrEqual(
          severityRank(fires.atMost ?? 'critical'),
        );
        expectPlainWords([
          judgement.title ?? '',
          judgement.observed,
          judgement.expected,
          ...judgement.because,
        ]);
      }
    });
  });
}

/** What people read must be words: nothing left empty by a missing fact, and no promise. */
function expectPlainWords(texts: string[]): void {
  for (const text of texts) {
    expect(text).not.toMatch(/\b(undefined|null|NaN|Infinity|safe|clean)\b|\(\)|\s{2}/);
  }
}

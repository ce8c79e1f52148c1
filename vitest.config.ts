import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** With VITEST_JSON set to a folder, a JSON report is written there besides what is printed. */
export function reportersFor(name: string) {
  const folder = process.env.VITEST_JSON;
  return folder ? { reporters: ['default', 'json'], outputFile: { json: `${folder}/${name}.json` } } : {};
}

/** Files of few lines and many seconds. */
const LONG =
  /(detections\/(cases-\d|portable)|ingest\/places|bot\/real-engine|live\/hunt-defender)\.test\.ts$/;

/**
 * Without a cache, as on a fresh clone, Vitest begins with the largest files: the cases of the detections, three lines
 * each, would come last, and one worker would wait for the other.
 */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => LONG.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'analysis/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Vitest leaves one processor idle; of the two that a small machine has, that is half. One more than there are: a
    // worker waits a tenth of its time, for processes it started and for timers.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongFirst },
    // What files import (DuckDB, botbuilder, cards) is loaded once in each worker. So no test file may leave anything
    // behind in a module or in the process.
    isolate: false,
    setupFiles: ['test/one-thread.ts'],
    ...reportersFor('tests'),
  },
});

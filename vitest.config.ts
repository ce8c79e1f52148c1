import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** With VITEST_JSON set to a folder, a JSON report is written there besides what is printed. */
export function reportersFor(name: string) {
  const folder = process.env.VITEST_JSON;
  return folder ? { reporters: ['default', 'json'], outputFile: { json: `${folder}/${name}.json` } } : {};
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'analysis/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Vitest leaves one processor idle; of the two that a small machine has, that is half.
    maxWorkers: availableParallelism(),
    // What files import (DuckDB, botbuilder, cards) is loaded once in each worker. So no test file may leave anything
    // behind in a module or in the process.
    isolate: false,
    setupFiles: ['test/one-thread.ts'],
    ...reportersFor('tests'),
  },
});

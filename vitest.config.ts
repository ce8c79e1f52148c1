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
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    ...reportersFor('tests'),
  },
});

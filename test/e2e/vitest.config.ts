import { defineConfig } from 'vitest/config';
import { reportersFor } from '../../vitest.config.ts';

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    // One browser, one bot: the steps of a journey build on each other.
    fileParallelism: false,
    bail: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    pool: 'forks',
    ...reportersFor('e2e'),
  },
});

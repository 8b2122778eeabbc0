import { defineConfig } from 'vitest/config';
import unit from './vitest.config.js';

// In a real browser and a real VS Code, one after the other: two of them would starve each other on two cores.
export default defineConfig({
  ...unit,
  test: {
    include: ['test/**/*.e2e.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    // What a test shows depends on the one before it: after a failure the others would only be slow.
    bail: 3,
  },
});

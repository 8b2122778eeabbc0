import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

// The tests of the runtime on native TensorFlow, as `optim-sches setup native` has set it up for this user.
export default defineConfig({
  resolve: base.resolve,
  test: {
    include: ['test/runtime/**/*.test.ts'],
    testTimeout: 60_000,
    env: { OPTIM_SCHES_TEST_BACKEND: 'tensorflow' },
  },
});

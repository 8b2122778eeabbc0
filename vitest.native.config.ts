import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

// The tests of the runtime on native TensorFlow, as `optim-sches setup native` has set it up for this user.
export default defineConfig({
  resolve: base.resolve,
  test: {
    include: ['test/runtime/**/*.test.ts'],
    // Every operation is a call into TensorFlow of some microseconds: the oracles' hundreds of thousands of updates of tiny
    // tensors take minutes here. That file runs again what elementwise-, tensorwise- and lbfgs tests run already.
    exclude: ['test/runtime/oracle-optimizers.test.ts'],
    testTimeout: 300_000,
    env: { OPTIM_SCHES_TEST_BACKEND: 'tensorflow' },
  },
});

import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

/** The tests of a project; `env` is added to what they all have. */
const project = (name: string, include: string[], env: Record<string, string> = {}) => ({
  resolve: base.resolve,
  test: {
    name,
    include,
    exclude: [
      // What computes nothing, or on a backend of its own.
      'test/runtime/{cli-*,cmudict,code-cache,doctor,kernel*,late-steps,progress,set-values,shared-scalars,step-graphs,terminal-chart}.test.ts',
      // It runs again what elementwise-, tensorwise- and lbfgs tests run already.
      'test/runtime/oracle-optimizers.test.ts',
    ],
    testTimeout: 300_000,
    env: { OPTIM_SCHES_TEST_BACKEND: 'tensorflow', ...env },
  },
});

// The tests of the runtime on native TensorFlow, as `optim-sches setup native` has set it up for this user, and those of single
// operations, updates and graphs once more with what runs in the place of our kernels on a GPU.
export default defineConfig({
  test: {
    maxWorkers: '100%',
    projects: [
      project('tensorflow', ['test/runtime/**/*.test.ts', 'test/native/**/*.native.ts']),
      project('composed', ['test/runtime/{nn,optimizers}.test.ts', 'test/native/**/*.native.ts'], {
        OPTIM_SCHES_NATIVE_KERNELS: 'off',
      }),
    ],
  },
});

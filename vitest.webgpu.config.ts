import { defineConfig } from 'vitest/config';
import base from './vitest.config.js';

// The tests of the runtime on WebGPU, as `optim-sches setup webgpu` has set it up for this user: on a GPU, or on the software that
// `scripts/software-vulkan.sh` names.
export default defineConfig({
  resolve: base.resolve,
  test: {
    include: ['test/runtime/**/*.test.ts'],
    exclude: [
      // What computes nothing, or on a backend of its own.
      'test/runtime/{cli-*,cmudict,doctor,kernel*,late-steps,*-set-up,progress,set-values,shared-scalars,step-graphs,terminal-chart,wasm-*}.test.ts',
      // These run again what elementwise-, tensorwise- and lbfgs tests run already.
      'test/runtime/oracle-optimizers.test.ts',
      // Trainings with Muon, LBFGS and Adafactor, each step hundreds of operations: more than three minutes. The tests of these
      // optimizers and train-resume.test.ts run what is in it.
      'test/runtime/optimizers-training.test.ts',
      // 10,000 steps are too many for software; webgpu-updates.test.ts looks at the memory of the GPU.
      'test/runtime/memory-flat.test.ts',
    ],
    setupFiles: ['test/runtime/let-go.ts'],
    maxWorkers: '100%',
    testTimeout: 300_000,
    env: { OPTIM_SCHES_TEST_BACKEND: 'webgpu' },
  },
});

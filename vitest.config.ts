import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Tests run on the sources, so that a failing line is the line in the editor.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^@optim-sches\/schemas$/, replacement: at('./schemas/src/index.ts') },
      { find: /^optim-sches$/, replacement: at('./runtime/src/index.ts') },
      { find: /^#tf$/, replacement: at('./runtime/dist/tf.js') },
      { find: /^#tf-webgpu$/, replacement: at('./runtime/dist/tf-webgpu.js') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One worker on each processor; by default vitest keeps one free, which is half of them on two.
    maxWorkers: '100%',
    // Nothing is set up there: tests run on the embedded backends, whatever this user has set up.
    env: { OPTIM_SCHES_CACHE: at('./test-output/no-cache') },
  },
});

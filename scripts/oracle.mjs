// Runs test/oracle-runner, the code that the tests call too, on the built packages: `npm run oracle -- FILE.json…`.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const outfile = join(root, 'node_modules/.cache/oracle-runner.mjs');
mkdirSync(dirname(outfile), { recursive: true });

/** The runner names sources; what runs is their build. */
const built = {
  name: 'built-packages',
  setup(build) {
    build.onResolve({ filter: /(runtime|schemas)\/src\// }, ({ path }) => ({
      path: pathToFileURL(join(root, path.replace(/^(\.\.\/)+/, '').replace('/src/', '/dist/'))).href,
      external: true,
    }));
    build.onResolve({ filter: /^#tf$/ }, () => ({
      path: pathToFileURL(join(root, 'runtime/dist/tf.js')).href,
      external: true,
    }));
  },
};

await build({
  entryPoints: [join(root, 'test/oracle-runner/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  plugins: [built],
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);

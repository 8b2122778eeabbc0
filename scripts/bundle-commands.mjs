// The command line in one file, runtime/dist/cli/commands.cjs, and what starts it, runtime/dist/cli/start.cjs.
import { writeFileSync } from 'node:fs';

/** Commander loads node:child_process for commands that are programs of their own, which there are none of. */
const lazyChildProcess = {
  name: 'lazy-child-process',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ namespace }) =>
      namespace === 'lazy'
        ? { path: 'node:child_process', external: true }
        : { path: 'lazy', namespace: 'lazy' },
    );
    build.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: "exports.spawn = (...all) => require('node:child_process').spawn(...all);",
    }));
  },
};

const commonJs = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  define: { 'import.meta.url': '__url' },
  banner: { js: "const __url = require('node:url').pathToFileURL(__filename).href;" },
  logLevel: 'warning',
};

/** Bundles what finds the compiled code of the command line. Commands that start a backend stay modules beside it. */
export async function bundleStart(entry, outfile) {
  const { build } = await import('esbuild');
  const external = ['doctor', 'setup', 'train'].map((name) => `./${name}.js`);
  await build({ ...commonJs, entryPoints: [entry], outfile, external });
}

/**
 * Bundles the command line (`entry`) with all that it needs, less the commands that start a backend: those load
 * TensorFlow.js, and share their modules with a user's own code. CommonJS, since the engine's compiled code can be kept for
 * that alone. `schemas` is the built index of the package @optim-sches/schemas.
 */
export async function bundleCommands(entry, schemas, outfile) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    ...commonJs,
    entryPoints: [entry],
    write: false,
    mainFields: ['module', 'main'],
    alias: { '@optim-sches/schemas': schemas },
    minifySyntax: true,
    minifyWhitespace: true,
    // Node prints the whole source line of an uncaught error.
    lineLimit: 160,
    legalComments: 'eof',
    plugins: [lazyChildProcess],
  });
  const [{ text: made, hash }] = outputFiles;
  // esbuild leaves those of regular expressions. A text of ASCII alone is read faster, and has one byte a character.
  const text = made.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // The name of the build tells compiled code that was kept of another one (code-cache.ts).
  writeFileSync(outfile, `// build ${hash.replace(/\W/g, '')}\n${text}`);
}

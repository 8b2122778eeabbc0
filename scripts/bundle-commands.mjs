// The command line in one file, runtime/dist/cli/commands.cjs, and what starts it, runtime/dist/cli/start.cjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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

/** The names between the braces of an import or export. */
const namesIn = (list) =>
  list
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');

/** The file below the built index of a package that each of its exported names comes from. */
function originsOf(index) {
  const text = readFileSync(index, 'utf8');
  const origins = new Map();
  for (const [, file] of text.matchAll(/^export \* from '(.+)';$/gm))
    for (const [name, origin] of originsOf(join(dirname(index), file))) origins.set(name, origin);
  for (const [, names, file] of text.matchAll(/^export \{([^}]*)\} from '(.+)';$/gm)) {
    const inner = originsOf(join(dirname(index), file));
    for (const name of namesIn(names)) {
      const [, renamed] = name.split(' as ');
      origins.set(renamed ?? name, renamed === undefined ? inner.get(name) : index);
    }
  }
  for (const [, name] of text.matchAll(/^export (?:async )?(?:const|function\*?|class) (\w+)/gm))
    origins.set(name, index);
  return origins;
}

/**
 * Takes each name of @optim-sches/schemas from the file that it comes from: the beginning of its index is the beginning of all
 * its modules, of which a command needs some.
 */
const onlyWhatIsNeeded = (schemas) => ({
  name: 'only-what-is-needed',
  setup(build) {
    const origins = originsOf(schemas);
    build.onLoad({ filter: /[\\/]runtime[\\/]dist[\\/].*\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replace(
        /^import \{([^}]*)\} from '@optim-sches\/schemas';$/gm,
        (_, names) =>
          namesIn(names)
            .map((each) => {
              const origin = origins.get(each.split(' as ')[0]);
              if (origin === undefined) throw new Error(`${path} imports ${each}, which no file exports.`);
              return `import { ${each} } from ${JSON.stringify(origin)};`;
            })
            .join(' '),
      ),
    }));
  },
});

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
    minifySyntax: true,
    minifyWhitespace: true,
    // Node prints the whole source line of an uncaught error.
    lineLimit: 160,
    legalComments: 'eof',
    plugins: [lazyChildProcess, onlyWhatIsNeeded(schemas)],
  });
  const [{ text: made, hash }] = outputFiles;
  // esbuild leaves those of regular expressions. A text of ASCII alone is read faster, and has one byte a character.
  const text = made.replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // The name of the build tells compiled code that was kept of another one (code-cache.ts, which calls the function).
  const name = hash.replace(/\W/g, '');
  writeFileSync(outfile, `// build ${name}\n(function (module, require, __filename) {\n${text}\n})`);
}

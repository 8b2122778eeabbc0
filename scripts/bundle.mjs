// Builds what tsc cannot: schemas/dist/bundle.js (schemas in one file), dist/cli/commands.cjs (the command line in one file),
// dist/cli/start.cjs (what starts it), dist/tf.js (TensorFlow.js in one file), dist/tf-webgpu.js (its backend for WebGPU, which
// uses dist/tf.js), the wasm binaries beside them, and our own wasm kernels. Each output is made again only when something it is
// made from is newer.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleCommands, bundleStart } from './bundle-commands.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const runtime = join(root, 'runtime');
const dist = join(runtime, 'dist');
const require = createRequire(join(runtime, 'package.json'));
const wasmOut = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out');
const kernels = join(runtime, 'kernels');

/** tsc writes its own dist/tf.js and dist/tf-webgpu.js, unbundled; this first line tells them apart. */
const mark = '// TensorFlow.js, bundled by scripts/bundle.mjs';

/** Numbers of the sections of a wasm module. */
const section = { memory: 5, data: 11 };

const self = fileURLToPath(import.meta.url);
const lock = join(root, 'package-lock.json');

/** Node has fetch; the package node-fetch would bring 320 kB and a deprecation warning of Node 24. */
const ownFetch = {
  name: 'own-fetch',
  setup(build) {
    build.onResolve({ filter: /^node-fetch$/ }, () => ({ path: 'node-fetch', namespace: 'own-fetch' }));
    build.onLoad({ filter: /.*/, namespace: 'own-fetch' }, () => ({ contents: 'module.exports = fetch;' }));
  },
};

/** dist/tf-webgpu.js takes TensorFlow.js from the file beside it: two copies would not know each other's tensors. */
const oneTensorFlow = {
  name: 'one-tensorflow',
  setup(build) {
    build.onResolve({ filter: /^@tensorflow\/tfjs-core$/ }, () => ({ path: './tf.js', external: true }));
    build.onResolve({ filter: /^@tensorflow\/tfjs-core\/./ }, ({ path, importer }) => ({
      errors: [
        { text: `${importer} takes ${path} from inside TensorFlow.js, which dist/tf.js does not export.` },
      ],
    }));
  },
};

const forNode = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  mainFields: ['module', 'main'],
  // Whitespace stays: Node prints the whole source line of an uncaught error, and minified that is the whole file.
  minifySyntax: true,
  legalComments: 'eof',
  logLevel: 'warning',
};

const schemas = join(root, 'schemas/dist');
const gpuGlobals = join(runtime, 'src/webgpu/globals.ts');

const outputs = [
  {
    file: join(schemas, 'bundle.js'),
    inputs: [
      self,
      lock,
      ...filesBelow(schemas).filter((file) => file.endsWith('.js') && !file.endsWith('bundle.js')),
    ],
    make: bundleSchemas,
  },
  {
    file: join(dist, 'cli/commands.cjs'),
    inputs: [
      self,
      lock,
      ...filesBelow(join(dist, 'cli')).filter((file) => file.endsWith('.js')),
      ...filesBelow(schemas).filter((file) => file.endsWith('.js')),
    ],
    make: (file) => bundleCommands(join(dist, 'cli/commands.js'), join(schemas, 'index.js'), file),
  },
  {
    file: join(dist, 'cli/start.cjs'),
    inputs: [self, lock, ...['start', 'code-cache'].map((name) => join(dist, `cli/${name}.js`))],
    make: (file) => bundleStart(join(dist, 'cli/start.js'), file),
  },
  {
    file: join(dist, 'tf.js'),
    inputs: [self, lock, join(runtime, 'src/tf.ts')],
    isOurs: isBundled,
    make: bundleTensorFlow,
  },
  {
    file: join(dist, 'tf-webgpu.js'),
    inputs: [self, lock, join(runtime, 'src/tf-webgpu.ts'), gpuGlobals],
    isOurs: isBundled,
    make: bundleWebGpu,
  },
  ...['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map((name) => ({
    file: join(dist, 'wasm', name),
    inputs: [self, lock, join(wasmOut, name)],
    make: (file) => writeFileSync(file, withSharedMemory(readFileSync(join(wasmOut, name)))),
  })),
  ...[
    { name: 'kernels.wasm', entry: 'index.ts', features: ['simd'] },
    { name: 'kernels-relaxed.wasm', entry: 'index.ts', features: ['simd', 'relaxed-simd'] },
    { name: 'kernels-wide.wasm', entry: 'wide.ts', features: ['simd', 'relaxed-simd'] },
  ].map(({ name, entry, features }) => ({
    file: join(dist, name),
    inputs: [self, lock, ...filesBelow(kernels)],
    make: (file) => compileKernels(join(kernels, entry), file, features),
  })),
];

for (const { file, inputs, isOurs, make } of outputs) {
  if (existsSync(file) && (isOurs?.(file) ?? true) && inputs.every((input) => age(input) <= age(file)))
    continue;
  mkdirSync(dirname(file), { recursive: true });
  await make(file);
}

function age(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
}

/** One file instead of hundreds: a command starts in half the time. */
async function bundleSchemas(outfile) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(schemas, 'index.js')],
    outfile,
    bundle: true,
    platform: 'neutral',
    format: 'esm',
    target: 'es2022',
    mainFields: ['module', 'main'],
    sourcemap: true,
    legalComments: 'eof',
    logLevel: 'warning',
  });
}

function isBundled(file) {
  return readFileSync(file, 'utf8').startsWith(mark);
}

async function bundleWebGpu(outfile) {
  const { build } = await import('esbuild');
  await build({
    ...forNode,
    entryPoints: [join(runtime, 'src/tf-webgpu.ts')],
    outfile,
    banner: { js: mark },
    inject: [gpuGlobals],
    define: { 'globalThis.navigator': 'webGpuNavigator' },
    plugins: [oneTensorFlow],
  });
}

async function bundleTensorFlow(outfile) {
  const { build } = await import('esbuild');
  await build({
    ...forNode,
    entryPoints: [join(runtime, 'src/tf.ts')],
    outfile,
    banner: {
      js: [
        mark,
        "import { createRequire as __createRequire } from 'node:module';",
        "import { dirname as __dirnameOf } from 'node:path';",
        "import { fileURLToPath as __pathOf } from 'node:url';",
        'const require = __createRequire(import.meta.url);',
        'const __filename = __pathOf(import.meta.url), __dirname = __dirnameOf(__filename);',
      ].join('\n'),
    },
    plugins: [ownFetch],
  });
}

async function compileKernels(entry, file, features) {
  const { default: asc } = await import('assemblyscript/asc');
  const { error, stderr } = await asc.main([
    entry,
    '--outFile',
    file,
    '-O3',
    '--noAssert',
    '--runtime',
    'stub',
    '--importMemory',
    '--sharedMemory',
    '--maximumMemory',
    '65536',
    '--enable',
    'threads',
    ...features.flatMap((feature) => ['--enable', feature]),
    '--stackSize',
    '0',
    // "Exchange of v128 values" is said of functions that other files here import; none of them leaves the module.
    '--disableWarning',
    '112',
  ]);
  if (error !== null) throw new Error(`The wasm kernels do not compile.\n${stderr.toString()}`);
  process.stderr.write(stderr.toString());
  // A table of ours would be written over the data of TensorFlow.js, whose memory this is.
  if (sections(readFileSync(file)).some(({ id }) => id === section.data)) {
    rmSync(file);
    throw new Error(
      'The wasm kernels have static data: something they use (Math.log, for one) brings a table.',
    );
  }
}

/**
 * A module whose memory other threads can work on: the byte of the memory's limits says "shared" beside "has a maximum".
 * Nothing else of the module changes. (TensorFlow.js's own module for threads would run its operations on them, which is
 * slower than one thread.)
 */
function withSharedMemory(binary) {
  const [hasMaximum, shared] = [1, 2];
  const memory = sections(binary).find(({ id }) => id === section.memory);
  // The number of memories, then the limits of the first.
  if (memory === undefined || binary[memory.start] !== 1 || binary[memory.start + 1] !== hasMaximum)
    throw new Error('The wasm module of TensorFlow.js does not have one memory with a maximum any more.');
  binary[memory.start + 1] = hasMaximum + shared;
  return binary;
}

/** The sections of a wasm module: what they are, and where their content starts. */
function sections(binary) {
  const found = [];
  let at = 8;
  while (at < binary.length) {
    const id = binary[at++];
    let size = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = binary[at++];
      size += (byte & 127) << shift;
      more = byte > 127;
    }
    found.push({ id, start: at });
    at += size;
  }
  return found;
}

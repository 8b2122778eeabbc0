// How well the grapheme-to-phoneme job is learned in how much time: the recipe g2p/quick on each backend to its end, and
// the large size on the fastest backend for as many minutes as are given.
//
//   npm run bench:convergence -- [--parts quick,large] [--backends wasm,tensorflow] [--quick-minutes 15] [--minutes 40]
//                                [--large-backend NAME] [--fresh] [--software] [--gpu]
//
// --gpu takes the backends that compute on a GPU, and the recipe g2p/full in the place of the large size; convergence-gpu.json and
// convergence-gpu.md have its results.
//
// The large run stands in .cache/convergence and is gone on with: `--minutes 40` after a run of 20 trains 20 more, and
// `--fresh` begins anew. Writes bench/results/convergence.json and convergence.md; the part that is not asked for stays
// in them as it was measured last.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseBackends, examineBackends } from '../lib/doctor.mjs';
import { median, rounded } from '../lib/statistics.mjs';
import { gpuJobs, jobs } from '../train/jobs.mjs';
import { trainOurs } from '../train/programs.mjs';
import { page } from './page.mjs';
import { trainFor } from './training.mjs';

const { values: options } = parseArgs({
  options: {
    parts: { type: 'string', default: 'quick,large' },
    backends: { type: 'string' },
    'quick-minutes': { type: 'string', default: '15' },
    minutes: { type: 'string', default: '40' },
    'large-backend': { type: 'string' },
    fresh: { type: 'boolean', default: false },
    software: { type: 'boolean', default: false },
    gpu: { type: 'boolean', default: false },
  },
});
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const cores = availableParallelism();
const examined = examineBackends();
const backends = examined.backends.filter(({ isOnGpu }) => isOnGpu || !options.gpu);
const chosen = chooseBackends(backends, { asked: options.backends, software: options.software }).map(
  ({ name }) => name,
);
const machine = () => ({
  ...{ cpu: cpus()[0]?.model.trim(), cores, node: process.version, load: [load()] },
  ...(options.gpu && { gpu: examined.gpu.text }),
});
const load = () => rounded(loadavg()[0], 1);

/** g2p/quick on one backend, from the start. */
async function quick(backend) {
  const folder = mkdtempSync(join(tmpdir(), 'optim-sches-convergence-'));
  try {
    const where = machine();
    const config = at('../../recipes/g2p/quick.yaml');
    const minutes = Number(options['quick-minutes']);
    const run = await trainFor({ config, runFolder: join(folder, 'run'), backend, minutes });
    where.load.push(load());
    return { backend, minutes, machine: where, ...run };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The backend that takes the least time for a step of the large size. */
async function fastest() {
  if (chosen.length < 2) return { backend: chosen[0], trial: {} };
  const trial = {};
  for (const backend of chosen) {
    const folder = mkdtempSync(join(tmpdir(), 'optim-sches-convergence-'));
    try {
      const { seconds } = await trainOurs({
        job: options.gpu ? gpuJobs.full : jobs.large,
        steps: 25,
        backend,
        cores,
        folder,
      });
      trial[backend] = rounded(median(seconds.slice(5)), 3);
      console.log(`${backend}: ${trial[backend]} s a step of the large size`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { backend: chosen.toSorted((a, b) => trial[a] - trial[b])[0], trial };
}

/** The large size, gone on with where it was stopped. */
async function large() {
  const cache = at('../../.cache/convergence/');
  const runFolder = join(cache, options.gpu ? 'full' : 'large');
  const config = options.gpu ? 'recipes/g2p/full.yaml' : 'bench/convergence/large.yaml';
  if (options.fresh) rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const before = existsSync(join(runFolder, 'run.json'))
    ? { backend: JSON.parse(readFileSync(join(runFolder, 'run.json'), 'utf8')).backend }
    : undefined;
  const { backend, trial } =
    options['large-backend'] === undefined
      ? (before ?? (await fastest()))
      : { backend: options['large-backend'] };
  const where = machine();
  const minutes = Number(options.minutes);
  const run = await trainFor({ config: at(`../../${config}`), runFolder, backend, minutes });
  where.load.push(load());
  return { config, backend, trial, minutes, machine: where, ...run, models: evaluated(runFolder, backend) };
}

/** The error rates of the run's best model, and of the mean of its best ones, on the whole held-out splits. */
function evaluated(runFolder, backend) {
  const file = join(runFolder, 'best.json');
  if (!existsSync(file))
    throw new Error(
      `No epoch of ${runFolder} has ended yet: give more --minutes, it goes on from where it stands.`,
    );
  const [{ best }] = JSON.parse(readFileSync(file, 'utf8')).criteria;
  const average = 'averages/5_valid_wer_average.safetensors';
  const models = { best: best[0].checkpoint, ...(existsSync(join(runFolder, average)) && { average }) };
  const rates = Object.fromEntries(
    ['valid', 'test'].map((split) => {
      const args = [at('evaluate.mjs'), runFolder, backend, split, ...Object.values(models)];
      return [
        split,
        JSON.parse(
          execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
        ),
      ];
    }),
  );
  return Object.entries(models).map(([kind, path]) => ({
    kind,
    count: kind === 'best' ? 1 : best.length,
    valid: rates.valid[path],
    test: rates.test[path],
  }));
}

const results = at('../results/');
const name = options.gpu ? 'convergence-gpu' : 'convergence';
const file = join(results, `${name}.json`);
const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const save = () => {
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`);
  writeFileSync(join(results, `${name}.md`), page(result));
};
const parts = options.parts.split(',');
if (parts.includes('quick')) {
  result.quick = [];
  for (const backend of chosen) {
    result.quick.push(await quick(backend));
    save();
  }
}
if (parts.includes('large')) {
  result.large = await large();
  save();
}

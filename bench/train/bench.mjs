// Seconds per training step of each backend beside the same model in PyTorch: same words, same batches, same
// initial weights, same learning rates, on one core and on two. The programs take turns within a round, so that a busy
// machine is busy for all.
//
//   npm run bench:train -- [--sizes quick,large] [--backends wasm,tensorflow] [--cores 1,2] [--steps 60] [--rounds 3]
//                          [--software] [--gpu] [--python PATH]
//
// --gpu measures what computes on a GPU beside PyTorch on it, at one more size (full), and writes train-gpu.json and train-gpu.md.
// WebGPU on software (--software) takes part with a few steps in the first round alone: they show that it works, and would take hours.
//
// Prints a line a run and writes bench/results/train.json and train.md. Without PyTorch (PYTHON or --python names an
// interpreter that has it) it measures this project alone, writes nothing and says how to get the rest.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseBackends, examineBackends } from '../lib/doctor.mjs';
import { pinnedCore } from '../lib/process.mjs';
import { median, rounded } from '../lib/statistics.mjs';
import { gpuJobs, jobs as processorJobs, warmUp } from './jobs.mjs';
import { page } from './page.mjs';
import { torchVersionOf, trainOurs, trainTorch } from './programs.mjs';
import { rowOf } from './row.mjs';

const { values: options } = parseArgs({
  options: {
    sizes: { type: 'string' },
    backends: { type: 'string' },
    cores: { type: 'string' },
    steps: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '3' },
    software: { type: 'boolean', default: false },
    gpu: { type: 'boolean', default: false },
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
  },
});
const steps = Number(options.steps);
const rounds = Number(options.rounds);
if (!(steps > warmUp + 1))
  throw new Error(`--steps is more than ${warmUp + 1}: the first ${warmUp} are not counted.`);

const available = availableParallelism();
const jobs = options.gpu ? gpuJobs : processorJobs;
const sizes = options.sizes?.split(',') ?? Object.keys(jobs);
const device = options.gpu ? 'cuda' : 'cpu';
const coresAsked = (options.cores ?? (options.gpu ? String(available) : '1,2')).split(',').map(Number);
const cores = coresAsked.filter((count) => count <= available);
for (const count of coresAsked.filter((each) => each > available))
  console.log(`${count} cores are left out: this machine has ${available}.`);

const torch = torchVersionOf(options.python, device);
if (torch === undefined)
  console.log(
    `"${options.python}" has no PyTorch for ${device}, so that this project is measured alone. To compare:\n` +
      '  python3 -m venv .cache/torch && .cache/torch/bin/pip install torch\n' +
      '  PYTHON=.cache/torch/bin/python npm run bench:train\n',
  );
const examined = examineBackends();
const { versions } = examined;
const backends = examined.backends.filter(({ isOnGpu }) => isOnGpu || !options.gpu);
const chosen = chooseBackends(backends, { asked: options.backends, software: options.software });
if (options.gpu && chosen.length === 0)
  throw new Error('No backend computes on a GPU here: "optim-sches doctor" says why.');

/** Steps of WebGPU on software, some of them counted. */
const softwareSteps = Math.min(steps, 10);

/** What takes a turn in each round: PyTorch stands beside all backends on as many cores. */
const programs = sizes.flatMap((size) => {
  const job = jobs[size];
  if (job === undefined) throw new Error(`There is no size "${size}". There are: ${Object.keys(jobs)}.`);
  return cores.flatMap((count) => [
    ...chosen.map(({ name, isSoftware }) => ({
      ...{ size, cores: count, program: name, isSoftware },
      start: (folder) =>
        trainOurs({ job, steps: isSoftware ? softwareSteps : steps, backend: name, cores: count, folder }),
    })),
    ...(torch === undefined
      ? []
      : [
          {
            ...{ size, cores: count, program: 'PyTorch' },
            start: () => trainTorch({ job, steps, cores: count, python: options.python, device }),
          },
        ]),
  ]);
});

const load = [];
const runs = new Map(programs.map((program) => [program, []]));
for (let round = 0; round < rounds; round++) {
  load.push(rounded(loadavg()[0], 1));
  for (const program of programs) {
    if (program.isSoftware && round > 0) continue;
    const folder = mkdtempSync(join(tmpdir(), 'optim-sches-bench-'));
    try {
      const trained = await program.start(folder);
      runs.get(program).push(trained);
      const seconds = median(trained.seconds.slice(warmUp)).toFixed(4);
      console.log(
        `round ${round + 1} of ${rounds}: ${program.size}, ${program.program}, ${program.cores} core(s): ${seconds} s a step`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
load.push(rounded(loadavg()[0], 1));

/** PyTorch beside a program; beside PyTorch itself on more cores, for its losses alone, that on fewer. */
function peersOf({ size, cores: count, program }) {
  const torches = programs.filter((other) => other.program === 'PyTorch' && other.size === size);
  const isTorch = program === 'PyTorch';
  const peer = torches.find((other) => (isTorch ? other.cores < count : other.cores === count));
  return peer && { runs: runs.get(peer), isTimed: !isTorch };
}

const rows = programs.map((program) => rowOf(program, runs.get(program), peersOf(program)));
const result = {
  command: { steps, rounds, sizes: sizes.join(), cores: cores.join(), gpu: options.gpu },
  machine: {
    cpu: cpus()[0]?.model.trim(),
    cores: available,
    node: process.version,
    pinned: pinnedCore !== undefined,
    ...(options.gpu && { gpu: examined.gpu.text }),
    load,
  },
  versions: { ...versions, ...(torch && { torch }) },
  software: programs.some(({ isSoftware }) => isSoftware) ? softwareSteps : null,
  absent: backends.filter(({ name }) => !chosen.some((each) => each.name === name)),
  jobs: Object.fromEntries(sizes.map((size) => [size, jobs[size]])),
  rows,
};
console.table(rows.map(({ told, difference_steps, ...row }) => row));
if (torch !== undefined) {
  const results = fileURLToPath(new URL('../results/', import.meta.url));
  const name = options.gpu ? 'train-gpu' : 'train';
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(results, `${name}.md`), page(result));
}

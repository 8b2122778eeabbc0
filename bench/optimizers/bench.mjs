// Milliseconds of one update of all parameters, for each optimizer of this runtime on the backend wasm (one thread),
// beside torch.optim on the same CPU: as torch chooses, with foreach=True and with fused=True where a class has it, on
// one thread and on two. All take turns within a round, so that a busy machine is busy for all.
//
//   npm run build && PYTHON=… node bench/optimizers/bench.mjs [--rounds 5] [--seconds 0.1] [--only Adam,SGD]
//
// PYTHON is an interpreter with torch. Prints a line a case and writes bench/results/optimizers.json and optimizers.md.
// Without PyTorch it measures this runtime alone and writes nothing.
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { executableOptimizers, measure, start } from './ours.mjs';
import { page } from './page.mjs';
import { median } from './times.mjs';
import { startTorch } from './torch.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '0.1' },
    only: { type: 'string' },
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
  },
});
const rounds = Number(options.rounds);
const seconds = Number(options.seconds);

/** Options beside torch's defaults. */
const confs = { SGD: { momentum: 0.9 } };
/** LBFGS evaluates the model many times an update; what it does beside is a small part. */
const types = executableOptimizers
  .filter((type) => type !== 'LBFGS')
  .filter((type) => options.only === undefined || options.only.split(',').includes(type));
const sizes = [
  { name: '1 M in 4 tensors', shape: [500, 500], tensors: 4 },
  { name: '1 M in 400 tensors', shape: [50, 50], tensors: 400 },
  { name: '10 M in 4 tensors', shape: [2500, 1000], tensors: 4 },
  { name: '10 M in 400 tensors', shape: [250, 100], tensors: 400 },
];
/** Muon multiplies matrices: of this shape one update takes minutes on one thread. */
const tooLong = (type, { shape }) => type === 'Muon' && shape[0] * shape[1] > 1e6;
const executions = { default: {}, foreach: { foreach: true }, fused: { fused: true } };

const backend = await start();
const torches = [];
for (const threads of [1, 2]) {
  const torch = await startTorch(options.python, threads);
  if (torch !== undefined) torches.push({ threads, ...torch });
}
const version = torches[0]?.version;
if (version === undefined)
  console.log(
    `"${options.python}" has no PyTorch, so that this project is measured alone. To compare:\n` +
      '  python3 -m venv .cache/torch && .cache/torch/bin/pip install torch\n' +
      '  PYTHON=.cache/torch/bin/python node bench/optimizers/bench.mjs\n',
  );

/** The measurements of one round in turn: name and times of each update. */
async function* turns(type, { shape, tensors }) {
  const job = { type, conf: confs[type] ?? {}, shape, tensors, seconds };
  yield ['ours', measure(job)];
  for (const [execution, flags] of Object.entries(executions))
    for (const { threads, measure } of torches) {
      const times = await measure({ ...job, execution: flags });
      if (times.ms !== undefined) yield [`${execution}${threads}`, times];
    }
}

const rounded = (value) => Number(value.toPrecision(3));
/** The median of the medians of the turns. */
const medians = ({ turns }, kind) =>
  Object.fromEntries(
    Object.entries(turns).map(([name, list]) => [
      name,
      rounded(median(list.map((each) => median(each[kind])))),
    ]),
  );

const load = [];
const times = new Map();
for (let round = 0; round < rounds; round++) {
  load.push(rounded(loadavg()[0]));
  for (const type of types)
    for (const size of sizes) {
      if (tooLong(type, size)) continue;
      const key = `${type}, ${size.name}`;
      const row = times.get(key) ?? { type, size: size.name, turns: {} };
      times.set(key, row);
      for await (const [name, measured] of turns(type, size)) {
        row.turns[name] ??= [];
        row.turns[name].push(measured);
      }
      const line = Object.entries(medians(row, 'cpu')).map(([name, ms]) => `${name} ${ms}`);
      console.log(`round ${round + 1} of ${rounds}: ${key}: ${line.join(', ')}`);
    }
}
for (const { stop } of torches) stop();

const result = {
  machine: { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version, load },
  torch: version,
  backend,
  rounds,
  seconds,
  confs,
  rows: [...times.values()].map((row) => ({
    type: row.type,
    size: row.size,
    ms: medians(row, 'ms'),
    cpu: medians(row, 'cpu'),
  })),
};
if (version !== undefined && options.only === undefined) {
  const results = new URL('../results/', import.meta.url);
  writeFileSync(new URL('optimizers.json', results), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(new URL('optimizers.md', results), page(result));
}

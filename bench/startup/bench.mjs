// How long a reader waits: for `check` on a recipe, and for the first step of a training, beside what Node itself takes.
// All take turns within a round, so that a busy machine is busy for all.
//
//   npm run bench:startup -- [--rounds 15] [--trainings 5]
//
// Prints a table and writes bench/results/startup.json and startup.md.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { commandLine } from '../lib/doctor.mjs';
import { median, quantile, rounded } from '../lib/statistics.mjs';
import { page } from './page.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '15' },
    trainings: { type: 'string', default: '5' },
  },
});
const rounds = Number(options.rounds);
const trainings = Number(options.trainings);
const recipe = fileURLToPath(new URL('../../recipes/g2p/quick.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'optim-sches-startup-'));
const warmCache = join(folder, 'warm');
let count = 0;

/** Milliseconds that ended children of this process have had the processor, in tens; undefined where /proc does not tell. */
function childrenProcessor() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1).split(' ');
    return 10 * (Number(fields[13]) + Number(fields[14]));
  } catch {
    return undefined;
  }
}

/** Milliseconds from the start of a Node program to its end. */
function wall(args, cache = warmCache) {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, OPTIM_SCHES_CACHE: cache },
  });
  const ms = performance.now() - start;
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}.\n${stderr}`);
  return ms;
}

/** Milliseconds from the start of `train` on the backend wasm to the end of its first training step. */
function firstStep() {
  const run = join(folder, `run-${++count}`);
  const start = Date.now();
  wall([commandLine, 'train', recipe, '--backend', 'wasm', '--max-steps', '1', '--run', run]);
  const [line] = readFileSync(join(run, 'metrics.jsonl'), 'utf8').split('\n');
  const { step, time } = JSON.parse(line);
  if (step !== 1) throw new Error(`The first line of metrics.jsonl is about step ${step}.`);
  return 1000 * time - start;
}

const programs = [
  { name: 'node', measure: () => wall(['-e', '0']) },
  { name: 'check', measure: () => wall([commandLine, 'check', recipe]) },
  { name: 'version', measure: () => wall([commandLine, '--version']) },
  {
    name: 'checkFirst',
    measure: () => wall([commandLine, 'check', recipe], join(folder, `cold-${++count}`)),
  },
];

const load = [loadavg()[0]];
/** Sums over the rounds. */
const processor = {};
const times = Object.fromEntries([...programs.map(({ name }) => [name, []]), ['firstStep', []]]);
try {
  // What every later run finds: the compiled code of an earlier one, and the files in the system's cache.
  for (const { measure } of programs) measure();
  for (let round = 0; round < rounds; round++) {
    for (const { name, measure } of programs) {
      const before = childrenProcessor();
      times[name].push(measure());
      processor[name] = (processor[name] ?? 0) + (childrenProcessor() ?? Number.NaN) - (before ?? 0);
    }
    if (round < trainings) times.firstStep.push(firstStep());
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
load.push(loadavg()[0]);

const result = {
  command: { rounds, trainings },
  machine: {
    cpu: cpus()[0]?.model.trim(),
    cores: availableParallelism(),
    node: process.version,
    load: load.map((value) => rounded(value, 1)),
  },
  ms: Object.fromEntries(
    Object.entries(times)
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => [
        name,
        {
          processor: Number.isFinite(processor[name]) ? rounded(processor[name] / rounds, 0) : null,
          median: rounded(median(list), 0),
          p10: rounded(quantile(list, 0.1), 0),
          max: rounded(Math.max(...list), 0),
        },
      ]),
  ),
};
console.table(result.ms);
const results = fileURLToPath(new URL('../results/', import.meta.url));
writeFileSync(join(results, 'startup.json'), `${JSON.stringify(result, null, 2)}\n`);
writeFileSync(join(results, 'startup.md'), page(result));

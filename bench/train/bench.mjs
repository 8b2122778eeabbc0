// Seconds per training step and loss after N steps, beside the same model in PyTorch on the CPU: same words, same
// batches, same initial weights, same learning rates. The programs take turns, so that a busy machine is busy for all.
//
//   npm run build && node bench/train/bench.mjs [--steps 300] [--rounds 3] [--python PATH]
//
// Prints a table and writes bench/results/train.json and train.md. Without PyTorch it measures this project alone and
// says how to get the rest.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: options } = parseArgs({
  options: {
    steps: { type: 'string', default: '300' },
    rounds: { type: 'string', default: '3' },
    python: { type: 'string', default: process.env.PYTHON ?? 'python3' },
  },
});
const steps = Number(options.steps);
const rounds = Number(options.rounds);

/** The recipe g2p/quick. */
const job = {
  ...{ d_model: 64, num_heads: 4, encoder_layers: 2, decoder_layers: 2, ffn_dim: 256 },
  ...{ batch_size: 128, lr: 0.0044, warmup_steps: 200, betas: [0.9, 0.98], eps: 1e-9, grad_clip: 5, seed: 0 },
  valid_words: 1000,
};

const configuration = `
num_epochs: 1
grad_clip: ${job.grad_clip}
seed: ${job.seed}
data_cfg:
  train: {type: cmudict.CmuDict, conf: {split: train, batch_size: ${job.batch_size}, batches_per_epoch: ${steps}}}
  valid: {type: cmudict.CmuDict, conf: {split: valid, max_words: ${job.valid_words}}}
train_cfg:
  model:
    model_type: g2p.Transformer
    module_conf:
      d_model: ${job.d_model}
      num_heads: ${job.num_heads}
      encoder_layers: ${job.encoder_layers}
      decoder_layers: ${job.decoder_layers}
      ffn_dim: ${job.ffn_dim}
  optim_sches:
    type: noam.NoamLr
    conf:
      optim_type: Adam
      optim_conf: {lr: ${job.lr}, betas: [${job.betas}], eps: 1.0e-9}
      warmup_steps: ${job.warmup_steps}
`;

/** Runs a program to its end; its output, and its peak memory in MB where /proc tells. */
async function run(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  let peakMb = null;
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  const watch = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      if (peak) peakMb = Number(peak[1]) / 1024;
    } catch {
      // Not Linux, or it has just ended.
    }
  }, 200);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}.\n${errors || output}`);
  return { output, peakMb };
}

async function runOurs(folder, round) {
  const config = join(folder, 'bench.yaml');
  const runFolder = join(folder, `run-${round}`);
  writeFileSync(config, configuration);
  const { peakMb } = await run(process.execPath, [
    ...[at('../../runtime/dist/cli/main.js'), 'train', config, '--run', runFolder, '--quiet'],
  ]);
  const lines = readFileSync(join(runFolder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const trained = lines.filter((line) => line.losses !== undefined);
  const times = trained.map((line) => line.time);
  const { valid } = lines.find((line) => line.valid !== undefined);
  return {
    losses: trained.map((line) => line.losses.loss),
    seconds: times.slice(1).map((time, i) => time - times[i]),
    peak_mb: peakMb,
    per: valid.per,
    wer: valid.wer,
  };
}

async function runTorch(threads) {
  const argument = JSON.stringify({ ...job, steps, threads });
  // Spinning OpenMP threads are many times slower when another program wants their cores.
  const env = { OMP_WAIT_POLICY: 'passive', KMP_BLOCKTIME: '0', PYTHONWARNINGS: 'ignore' };
  const { output } = await run(options.python, [at('torch_g2p.py'), argument], env);
  return JSON.parse(output);
}

const sorted = (list) => [...list].sort((a, b) => a - b);
const quantile = (list, q) => sorted(list)[Math.floor(q * (list.length - 1))];
const mean = (list) => list.reduce((a, b) => a + b, 0) / list.length;
const rounded = (value, digits) => (value === null ? null : Number(value.toFixed(digits)));

function summary(runs) {
  // The first steps compile and fill caches.
  const seconds = runs.flatMap((each) => each.seconds.slice(5));
  return {
    median_s: rounded(quantile(seconds, 0.5), 4),
    p10_s: rounded(quantile(seconds, 0.1), 4),
    mean_s: rounded(mean(seconds), 4),
    loss: rounded(mean(runs[0].losses.slice(-20)), 4),
    per: rounded(runs[0].per, 2),
    wer: rounded(runs[0].wer, 2),
    peak_mb: rounded(Math.max(...runs.map((each) => each.peak_mb ?? 0)) || null, 0),
  };
}

const probe = spawnSync(options.python, ['-W', 'ignore', '-c', 'import torch; print(torch.__version__)'], {
  encoding: 'utf8',
});
const torchVersion = probe.status === 0 ? probe.stdout.trim() : null;
if (torchVersion === null) {
  console.log(
    `"${options.python}" has no PyTorch, so that this project is measured alone. To compare:\n` +
      '  python3 -m venv .cache/torch && .cache/torch/bin/pip install torch\n' +
      '  node bench/train/bench.mjs --python .cache/torch/bin/python\n',
  );
}

const cores = availableParallelism();
const programs = [
  ['optim-sches, wasm, 1 thread', runOurs],
  ...(torchVersion === null ? [] : [[`PyTorch ${torchVersion}, 1 thread`, () => runTorch(1)]]),
  ...(torchVersion === null || cores < 2
    ? []
    : [[`PyTorch ${torchVersion}, ${cores} threads`, () => runTorch(cores)]]),
];

const folder = mkdtempSync(join(tmpdir(), 'optim-sches-bench-'));
const runs = new Map(programs.map(([name]) => [name, []]));
const load = [];
try {
  for (let round = 0; round < rounds; round++) {
    for (const [name, start] of programs) {
      load.push(rounded(loadavg()[0], 1));
      runs.get(name).push(await start(folder, round));
      console.log(`round ${round + 1} of ${rounds}: ${name}, ${summary(runs.get(name)).median_s} s a step`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const rows = [...runs].map(([name, list]) => ({ program: name, ...summary(list) }));
const [ours, torch] = [...runs.values()].map((list) => list[0].losses);
const compared = torch === undefined ? null : ours.slice(0, 50).map((loss, i) => Math.abs(loss - torch[i]));
const result = {
  job: { ...job, steps, rounds },
  machine: { cpu: cpus()[0]?.model, cores, node: process.version, load },
  rows,
  greatest_loss_difference_in_50_steps: compared && Math.max(...compared),
};
console.table(Object.fromEntries(rows.map(({ program, ...row }) => [program, row])));
if (compared)
  console.log(
    `Greatest difference of the losses of the first 50 steps: ${Math.max(...compared).toExponential(1)}`,
  );

const results = at('../results/');
mkdirSync(results, { recursive: true });
writeFileSync(join(results, 'train.json'), `${JSON.stringify(result, null, 2)}\n`);
writeFileSync(join(results, 'train.md'), page(result));

function page({ machine, rows, greatest_loss_difference_in_50_steps: difference }) {
  const cells = rows.map(
    (row) =>
      `| ${Object.values(row)
        .map((value) => value ?? '')
        .join(' | ')} |`,
  );
  return `# Training speed beside PyTorch

Made by \`node bench/train/bench.mjs --steps ${steps} --rounds ${rounds}\`. Grapheme-to-phoneme Transformer of the recipe
g2p/quick (d ${job.d_model}, ${job.encoder_layers}+${job.decoder_layers} layers, batches of ${job.batch_size} words by length); same initial weights, batches and learning rates in all
programs, which took turns. ${machine.cores} cores of ${machine.cpu}, Node ${machine.node}; load average at the start of each run: ${machine.load.join(', ')}.

| program | s a step, median | 10 % of steps below | mean | loss, mean of the last 20 | PER % | WER % | peak memory, MB |
| --- | --- | --- | --- | --- | --- | --- | --- |
${cells.join('\n')}
${difference === null ? '' : `\nThe losses of the first 50 steps differ from PyTorch's by at most ${difference.toExponential(1)}.\n`}`;
}

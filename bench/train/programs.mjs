// The programs that train the same job: this runtime on each of its backends, and PyTorch.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../lib/doctor.mjs';
import { run } from '../lib/process.mjs';
import { configurationOf } from './jobs.mjs';

const torchProgram = fileURLToPath(new URL('torch_g2p.py', import.meta.url));

/** As many threads as cores. Spinning OpenMP threads are many times slower when another program wants their cores. */
const torchEnv = { OMP_WAIT_POLICY: 'passive', KMP_BLOCKTIME: '0', PYTHONWARNINGS: 'ignore' };
const tensorflowEnv = (cores) => ({
  TF_NUM_INTRAOP_THREADS: String(cores),
  TF_NUM_INTEROP_THREADS: String(cores),
});

/** The version of PyTorch that an interpreter has; undefined where it has none. */
export function torchVersionOf(python) {
  const probe = spawnSync(python, ['-W', 'ignore', '-c', 'import torch; print(torch.__version__)'], {
    encoding: 'utf8',
  });
  return probe.status === 0 ? probe.stdout.trim() : undefined;
}

/**
 * Trains `steps` steps by `optim-sches train` in a new folder. Answers the loss of each step, the seconds between two
 * steps (one fewer), the peak memory in MB and the line in which the program says what its backend is.
 */
export async function trainOurs({ job, steps, backend, cores, folder }) {
  const config = join(folder, 'bench.yaml');
  const runFolder = join(folder, 'run');
  writeFileSync(config, configurationOf(job, steps));
  const { output, peakMb } = await run(
    process.execPath,
    [commandLine, 'train', config, '--run', runFolder, '--backend', backend, '--checkpoint-every', '1000000'],
    { cores, env: backend === 'tensorflow' ? tensorflowEnv(cores) : {} },
  );
  const trained = readFileSync(join(runFolder, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((line) => line.losses !== undefined);
  const times = trained.map((line) => line.time);
  return {
    losses: trained.map((line) => line.losses.loss),
    seconds: times.slice(1).map((time, index) => time - times[index]),
    peak_mb: peakMb,
    told: /^backend\s+(.*)$/m.exec(output)?.[1].replace(' (as asked)', ''),
  };
}

/** The same by PyTorch, eager. Its clock runs for the step alone: the batches are made before. */
export async function trainTorch({ job, steps, cores, python }) {
  const argument = JSON.stringify({ ...job, steps, threads: cores });
  const { output, peakMb } = await run(python, [torchProgram, argument], { cores, env: torchEnv });
  const { losses, seconds } = JSON.parse(output);
  return { losses, seconds: seconds.slice(1), peak_mb: peakMb };
}

// The programs that train the same job: this runtime on each of its backends, and PyTorch.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandLine } from '../lib/doctor.mjs';
import { processorSeconds, run } from '../lib/process.mjs';
import { mean } from '../lib/statistics.mjs';
import { configurationOf, warmUp } from './jobs.mjs';

const torchProgram = fileURLToPath(new URL('torch_g2p.py', import.meta.url));

/** As many threads as cores. Spinning OpenMP threads are many times slower when another program wants their cores. */
const torchEnv = { OMP_WAIT_POLICY: 'passive', KMP_BLOCKTIME: '0', PYTHONWARNINGS: 'ignore' };
const ourEnv = (cores) => ({
  OPTIM_SCHES_THREADS: String(cores),
  TF_NUM_INTRAOP_THREADS: String(cores),
  TF_NUM_INTEROP_THREADS: String(cores),
});

/** The version of PyTorch that an interpreter has for a device (cpu or cuda); undefined where it has none. */
export function torchVersionOf(python, device) {
  const program = `import torch; torch.zeros(1).to("${device}"); print(torch.__version__)`;
  const probe = spawnSync(python, ['-W', 'ignore', '-c', program], { encoding: 'utf8' });
  return probe.status === 0 ? probe.stdout.trim() : undefined;
}

/**
 * Trains `steps` steps by `optim-sches train` in a new folder. Answers the loss of each step, the seconds between two
 * steps (one fewer), the processor's seconds of a step after the first ones, the peak memory in MB and the line in which the program says what its backend is.
 */
export async function trainOurs({ job, steps, backend, cores, folder }) {
  const config = join(folder, 'bench.yaml');
  const runFolder = join(folder, 'run');
  writeFileSync(config, configurationOf(job, steps));
  const metrics = join(runFolder, 'metrics.jsonl');
  const clock = stepClock(metrics);
  const { output, peakMb } = await run(
    process.execPath,
    [commandLine, 'train', config, '--run', runFolder, '--backend', backend, '--checkpoint-every', '1000000'],
    { cores, env: ourEnv(cores), onTick: clock.tick },
  );
  const trained = readFileSync(metrics, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((line) => line.losses !== undefined);
  const times = trained.map((line) => line.time);
  return {
    losses: trained.map((line) => line.losses.loss),
    seconds: times.slice(1).map((time, index) => time - times[index]),
    processor_s: clock.secondsPerStep(),
    peak_mb: peakMb,
    told: /^backend\s+(.*)$/m.exec(output)?.[1].replace(' (as asked)', ''),
  };
}

/** Looks now and then how far a run is and how long it has had the processor. */
function stepClock(metrics) {
  let first;
  let last;
  return {
    tick(pid) {
      const cpu = processorSeconds(pid);
      if (cpu === undefined || !existsSync(metrics)) return;
      const steps = readFileSync(metrics, 'utf8').split('\n').length - 1;
      if (steps <= warmUp) return;
      first ??= { cpu, steps };
      if (steps > (last?.steps ?? first.steps)) last = { cpu, steps };
    },
    /** Null where the system does not tell, or the run was too short to be seen twice. */
    secondsPerStep: () => (last === undefined ? null : (last.cpu - first.cpu) / (last.steps - first.steps)),
  };
}

/** The same by PyTorch, eager, on `device` (cpu or cuda). Its clock runs for the step alone: the batches are made before. */
export async function trainTorch({ job, steps, cores, python, device }) {
  const argument = JSON.stringify({ ...job, steps, threads: cores, device });
  const { output, peakMb } = await run(python, [torchProgram, argument], { cores, env: torchEnv });
  const { losses, seconds, processor } = JSON.parse(output);
  return {
    losses,
    seconds: seconds.slice(1),
    processor_s: mean(processor.slice(warmUp + 1)),
    peak_mb: peakMb,
  };
}

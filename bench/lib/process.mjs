// Runs a program as a measurement needs it: on so many cores, with its peak memory.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds between two looks at a running program. */
const tick = 50;

/** The core that all one-core programs run on; undefined where there is no taskset to keep them there. */
export const pinnedCore = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? 0 : undefined;

/**
 * Runs a program to its end. Answers its output and its peak resident memory in MB (null where /proc does not tell).
 * `cores: 1` keeps it and all its threads on one core where there is taskset; `onTick` is called with the process's number now
 * and then. Throws with the program's errors when it fails.
 */
export async function run(command, args, { env = {}, cores, onTick } = {}) {
  const isPinned = cores === 1 && pinnedCore !== undefined;
  const [program, ...all] = isPinned
    ? ['taskset', '-c', String(pinnedCore), command, ...args]
    : [command, ...args];
  const child = spawn(program, all, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors, peakMb] = ['', '', null];
  child.stdout.on('data', (text) => {
    output += text;
  });
  child.stderr.on('data', (text) => {
    errors += text;
  });
  // taskset becomes the program, so the child's number is the program's.
  const watch = setInterval(() => {
    try {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      if (peak) peakMb = Number(peak[1]) / 1024;
    } catch {
      // Not Linux, or it has just ended.
    }
    onTick?.(child.pid);
  }, tick);
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearInterval(watch));
  if (code !== 0) throw new Error(`${command} ${args[0]} ended with ${code}.\n${errors || output}`);
  return { output, peakMb };
}

/**
 * Seconds that a process and its threads have had the processor so far, in hundredths; undefined where /proc does not tell,
 * or it has ended.
 */
export function processorSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}

import { readFile, stat } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import type { Ended } from './run-file.js';

/**
 * `crashed`: it has failed, or its process was killed. `stopped`: by the user or by `--max-steps`, to be gone on with.
 */
export type RunState = 'running' | 'finished' | 'stopped' | 'crashed';

/** Whether a process is training in a run folder; `dead` when one has left its lock behind. */
export type LockState = 'free' | 'alive' | 'dead';

/** What the lock file of a run folder says. Of a process on another machine nothing can be told: it counts as alive. */
export async function lockState(folder: string): Promise<LockState> {
  const path = join(folder, 'run.lock');
  let text: string;
  let written: number;
  try {
    text = await readFile(path, 'utf8');
    written = (await stat(path)).mtimeMs;
  } catch {
    return 'free';
  }
  const lock = lockOf(text);
  if (lock === undefined) return 'dead';
  if (lock.host !== hostname()) return 'alive';
  // After a restart of the machine another program may have the number of the process.
  const startedAt = Date.now() - uptime() * 1000;
  if (written < startedAt - 60_000) return 'dead';
  return isAlive(lock.pid) ? 'alive' : 'dead';
}

/** The state of a run by its lock and by how it ended. */
export function runState(lock: LockState, ended: Ended | undefined): RunState {
  if (lock === 'alive') return 'running';
  if (lock === 'dead' || ended === undefined) return 'crashed';
  if (ended.outcome === 'finished' || ended.outcome === 'early-stopping') return 'finished';
  return ended.outcome === 'failed' ? 'crashed' : 'stopped';
}

function lockOf(text: string): { pid: number; host: string } | undefined {
  try {
    const { pid, host } = JSON.parse(text) as { pid?: unknown; host?: unknown };
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

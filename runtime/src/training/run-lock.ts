import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

const fileName = 'run.lock';

interface Lock {
  readonly pid: number;
  readonly host: string;
}

/**
 * Takes a run folder for this process: two trainings in one folder would destroy each other's files. Returns a function
 * that gives it back. A lock that a killed process of this machine has left is taken over. Throws when another
 * process is training here.
 */
export function lockRun(folder: string): () => void {
  const path = join(folder, fileName);
  return lockFile(
    path,
    (pid, host) =>
      new Error(
        `The run in ${folder} is being trained by the process ${pid} on ${host}. If that is not so, remove ${path}.`,
      ),
  );
}

/** Takes what a lock file stands for, in the same way; `busy` makes the error of one that another process holds. */
export function lockFile(path: string, busy: (pid: number, host: string) => Error): () => void {
  const mine: Lock = { pid: process.pid, host: hostname() };
  const text = `${JSON.stringify(mine)}\n`;
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const other = read(path);
    if (other !== undefined && isAlive(other)) throw busy(other.pid, other.host);
    writeFileSync(path, text);
  }
  return () => rmSync(path, { force: true });
}

function read(path: string): Lock | undefined {
  try {
    const { pid, host } = JSON.parse(readFileSync(path, 'utf8')) as Partial<Lock>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

/** Of a process on another machine nothing can be told: it counts as alive. */
function isAlive({ pid, host }: Lock): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

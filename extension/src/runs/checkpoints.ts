import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The newest checkpoint of a run, from which it is gone on with. */
export interface NewestCheckpoint {
  readonly step: number;
  readonly bytes: number;
}

/** Finds the newest checkpoint in a run folder; undefined where there is none. */
export async function newestCheckpoint(folder: string): Promise<NewestCheckpoint | undefined> {
  const checkpoints = join(folder, 'checkpoints');
  const steps = (await namesIn(checkpoints)).flatMap((name) => {
    const digits = /^step-(\d+)$/.exec(name)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  if (steps.length === 0) return undefined;
  const step = Math.max(...steps);
  return { step, bytes: await folderBytes(join(checkpoints, `step-${step}`)) };
}

/** The bytes of all files in a folder. */
export async function folderBytes(folder: string): Promise<number> {
  const names = await namesIn(folder, true);
  const sizes = await Promise.all(
    names.map(async (name) => {
      try {
        const entry = await stat(join(folder, name));
        return entry.isFile() ? entry.size : 0;
      } catch {
        return 0;
      }
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

async function namesIn(folder: string, recursive = false): Promise<string[]> {
  try {
    return await readdir(folder, { recursive });
  } catch {
    return [];
  }
}

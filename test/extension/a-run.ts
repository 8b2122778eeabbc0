import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

/** The built command line, as an extension starts it. */
export const script = fileURLToPath(new URL('../../runtime/bin/optim-sches.js', import.meta.url));
export const quick = fileURLToPath(new URL('../../recipes/g2p/quick.yaml', import.meta.url));

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder that is removed after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'extension-'));
  folders.push(folder);
  return folder;
}

/** Runs the command line to its end. */
export function cli(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, milliseconds = 40_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error('It did not come to be so.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A process that has ended, whose number is nobody's for now. */
export function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

/** Makes a training of the recipe take little time: small batches, short epochs. */
export const small = [
  ...['batch_size=8', 'data_cfg.train.conf.batches_per_epoch=10', 'data_cfg.valid.conf.max_words=20'].flatMap(
    (each) => ['--set', each],
  ),
];

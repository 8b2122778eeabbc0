import { existsSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** The folder of a new run, as the command line names it: `runs/quick-20260131-235959`, one that does not exist yet. */
export function newRunFolder(folder: string, config: string, now = new Date()): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  const run = join(folder, 'runs', `${basename(config, extname(config))}-${date}-${time}`);
  if (!existsSync(run)) return run;
  for (let n = 2; ; n++) if (!existsSync(`${run}-${n}`)) return `${run}-${n}`;
}

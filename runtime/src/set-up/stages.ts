import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../checkpoint/files.js';
import type { FileRecord } from './cache.js';
import type { Say } from './command.js';
import { firstChanged, recordFolder } from './file-records.js';

/** A set-up under way: its folder, which nothing uses yet, and how it tells what it does. */
export interface Work {
  readonly folder: string;
  readonly say: Say;
}

/**
 * Does one stage, unless an earlier try has: each leaves a stamp with what later stages need of it. A stage that was cut
 * short left none, and starts anew.
 */
export async function stage<Result>(
  { folder, say }: Work,
  name: string,
  title: string,
  run: () => Promise<Result>,
): Promise<Result> {
  const stamp = join(folder, 'stamps', `${name}.json`);
  if (existsSync(stamp)) {
    say(`${title}: done before`);
    return (JSON.parse(readFileSync(stamp, 'utf8')) as { result: Result }).result;
  }
  say(title);
  const start = performance.now();
  const result = await run();
  mkdirSync(join(folder, 'stamps'), { recursive: true });
  replaceFile(join(folder, 'stamps'), `${name}.json`, [Buffer.from(JSON.stringify({ result }))]);
  say(`  done in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/**
 * Downloads into a folder of its own, which `fetch` is given, and records sizes and checksums. What an earlier try has
 * downloaded is used when its checksums are right, and downloaded again otherwise.
 */
export async function download(
  work: Work,
  name: string,
  title: string,
  fetch: (folder: string) => Promise<unknown>,
): Promise<{ readonly folder: string; readonly records: readonly FileRecord[] }> {
  const folder = join(work.folder, 'downloads', name);
  const stampName = `download-${name}`;
  const stamp = join(work.folder, 'stamps', `${stampName}.json`);
  if (existsSync(stamp)) {
    const { result } = JSON.parse(readFileSync(stamp, 'utf8')) as { result: FileRecord[] };
    const changed = await firstChanged(folder, result);
    if (changed !== undefined) {
      work.say(`${changed} is not what was downloaded: its checksum differs. It is downloaded again.`);
      rmSync(stamp);
    }
  }
  const records = await stage(work, stampName, title, async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await fetch(folder);
    return recordFolder(folder, folder);
  });
  return { folder, records };
}

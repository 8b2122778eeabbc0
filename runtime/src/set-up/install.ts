import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../checkpoint/files.js';
import { lockFile } from '../training/run-lock.js';
import { type Found, listFolders, partialSuffix, readyFile, type SetUpRecord } from './cache.js';
import { checkSpace } from './checks.js';
import type { Say } from './command.js';
import { firstChanged } from './file-records.js';
import { SetUpError } from './set-up-error.js';
import type { Work } from './stages.js';

/** How one kind of set-up comes about. */
export interface Installation<Kind extends SetUpRecord, Smoked> {
  /** The folder of all set-ups of this kind. */
  readonly root: string;
  /** The folder of this one, directly below `root`. */
  readonly folder: string;
  /** What the work takes at its largest, with downloads and unpacked files beside each other. */
  readonly neededBytes: number;
  /** What the work leaves that nothing needs once it is done. */
  readonly leftovers: readonly string[];
  readonly say: Say;
  read(folder: string): Found<Kind>;
  /** Does the work in a folder that nothing uses yet, and says what is there. */
  build(work: Work): Promise<Omit<Kind, 'format' | 'finished'>>;
  /** Lets it compute something known in a process of its own. Throws a `SetUpError` with what to do. */
  smoke(folder: string): Smoked;
}

/**
 * Sets something up, and answers what computed. A set-up that is there and whole is kept; one that was cut short goes on where it
 * stopped. What is not finished is never used: it stands in a folder of its own, which takes its place when it has computed something
 * known. Throws a `SetUpError` when something outside this program is missing.
 */
export async function installSetUp<Kind extends SetUpRecord, Smoked>(
  installation: Installation<Kind, Smoked>,
): Promise<Smoked> {
  const { root, folder, say, neededBytes } = installation;
  mkdirSync(root, { recursive: true });
  const release = lock(root);
  try {
    if (await isWhole(installation)) {
      markNewest(installation);
      return installation.smoke(folder);
    }
    checkSpace(root, neededBytes);
    return await build(installation, { folder: folder + partialSuffix, say });
  } finally {
    release();
  }
}

/** Removes set-ups below a folder, unfinished ones included, and answers their folders. */
export function removeSetUps(root: string, isMeant: (folder: string) => boolean): string[] {
  const folders = listFolders(root).filter(isMeant);
  if (folders.length === 0) return [];
  const release = lock(root);
  try {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  } finally {
    release();
  }
  return folders;
}

function lock(root: string): () => void {
  const path = join(root, 'set-up.lock');
  return lockFile(
    path,
    (pid, host) =>
      new SetUpError(
        `Another set-up is under way (process ${pid} on ${host}). Wait for its end; if there is none, remove ${path}.`,
      ),
  );
}

async function isWhole<Kind extends SetUpRecord>({
  folder,
  read,
  say,
}: Installation<Kind, unknown>): Promise<boolean> {
  const found = read(folder);
  if (found.setUp === undefined) return false;
  say(`There is a set-up in ${folder}: comparing its checksums`);
  const changed = await firstChanged(folder, found.setUp.files);
  if (changed === undefined) return true;
  say(`${changed} is not what was set up: its checksum differs. It is set up again.`);
  return false;
}

/** Asked for last, used first. */
function markNewest<Kind extends SetUpRecord>({ folder, read }: Installation<Kind, unknown>): void {
  const { setUp } = read(folder);
  if (setUp !== undefined) writeReady(folder, setUp);
}

function writeReady(folder: string, setUp: object): void {
  const record = { format: 1, ...setUp, finished: new Date().toISOString() };
  replaceFile(folder, readyFile, [Buffer.from(`${JSON.stringify(record, undefined, 2)}\n`)]);
}

async function build<Kind extends SetUpRecord, Smoked>(
  installation: Installation<Kind, Smoked>,
  work: Work,
): Promise<Smoked> {
  if (installation.read(work.folder).setUp === undefined) {
    mkdirSync(work.folder, { recursive: true });
    writeReady(work.folder, await installation.build(work));
  }
  const smoked = installation.smoke(work.folder);
  for (const name of [...installation.leftovers, 'downloads', 'stamps'])
    rmSync(join(work.folder, name), { recursive: true, force: true });
  rmSync(installation.folder, { recursive: true, force: true });
  renameSync(work.folder, installation.folder);
  return smoked;
}

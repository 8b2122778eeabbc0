import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from '../set-up/cache.js';
import { checkPrograms } from '../set-up/checks.js';
import { runCommand, type Say } from '../set-up/command.js';
import { recordFolder } from '../set-up/file-records.js';
import { installSetUp, removeSetUps } from '../set-up/install.js';
import { SetUpError, unusedUnless } from '../set-up/set-up-error.js';
import { download, stage, type Work } from '../set-up/stages.js';
import { dawnPlatform, readWebGpu, type WebGpuSetUp, webGpuRoot } from './set-up.js';
import { type Smoked, smoke } from './smoke.js';
import { dawnSha256, dawnVersion, setUpCommand } from './versions.js';

/** The systems that the package has a Dawn for and this set-up can unpack it on. */
const platforms = ['linux-x64', 'linux-arm64', 'darwin-universal'];

/** The archive beside what is unpacked of it. */
const neededBytes = 0.1e9;

/**
 * Sets WebGPU up in the user's cache folder: Dawn for this system, out of the package `webgpu` on npm. Answers where it is, and which
 * GPU it sees or why it sees none; it is kept then, since a driver can come later. Throws a `SetUpError` when something outside this
 * program is missing, or Dawn does not load.
 */
export async function installWebGpu(env: Env, say: Say): Promise<{ readonly folder: string } & Smoked> {
  const platform = dawnPlatform();
  if (!platforms.includes(platform))
    throw new SetUpError(
      `WebGPU is set up on ${platforms.join(', ')}, and this is ${platform}. The backend wasm runs here, with nothing to set up.`,
    );
  checkPrograms(['npm', 'tar']);
  const root = webGpuRoot(env);
  const folder = join(root, `${dawnVersion}-${platform}`);
  const smoked = await installSetUp<WebGpuSetUp, Smoked>({
    root,
    folder,
    neededBytes,
    leftovers: ['package'],
    say,
    read: readWebGpu,
    build,
    smoke: trySmoke,
  });
  return { folder, ...smoked };
}

/** Removes every set-up of WebGPU of this user, unfinished ones included; answers the folders. */
export function removeWebGpu(env: Env): string[] {
  return removeSetUps(webGpuRoot(env), () => true);
}

async function build(work: Work): Promise<Omit<WebGpuSetUp, 'format' | 'finished'>> {
  const name = `webgpu@${dawnVersion}`;
  const { folder, records } = await download(work, 'npm', `Downloading ${name} from npm, about 51 MB`, (to) =>
    runCommand('npm', ['pack', name, '--pack-destination', to, '--ignore-scripts', '--silent'], {
      what: 'The download from npm',
      help: 'Look whether npm reaches its registry (npm ping), then run this command again.',
      say: work.say,
    }),
  );
  const archive = readdirSync(folder)[0] ?? '';
  const sha256 = records[0]?.sha256;
  if (sha256 !== dawnSha256)
    throw new SetUpError(
      `The archive ${archive} has the checksum ${sha256}, and ${name} has ${dawnSha256}: it is not the package that this version was tested with, and is not used. Look which registry npm uses (npm config get registry), then run "${setUpCommand} --remove" and this command again.`,
    );
  const platform = dawnPlatform();
  await stage(work, 'dawn', `Unpacking Dawn for ${platform}`, async () => {
    const inside = ['package/LICENSE.md', `package/dist/${platform}`];
    await runCommand('tar', ['-xzf', join(folder, archive), '-C', work.folder, ...inside], {
      what: `Unpacking ${archive}`,
      help: 'Run this command again with --remove first, then without.',
      say: work.say,
    });
    rmSync(join(work.folder, 'dawn'), { recursive: true, force: true });
    renameSync(join(work.folder, 'package/dist', platform), join(work.folder, 'dawn'));
    renameSync(join(work.folder, 'package/LICENSE.md'), join(work.folder, 'dawn/LICENSE.md'));
  });
  work.say('Computing something known in a process of its own');
  const { adapter, problem } = trySmoke(work.folder);
  work.say(`  ${adapter ?? problem}`);
  work.say('Recording checksums');
  return {
    dawn: dawnVersion,
    platform,
    downloads: records,
    files: await recordFolder(work.folder, join(work.folder, 'dawn')),
  };
}

const trySmoke = (folder: string): Smoked =>
  unusedUnless(() => smoke(folder), `Start afresh: ${setUpCommand} --remove.`);

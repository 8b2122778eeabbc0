import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../set-up/command.js';
import { download, stage, type Work } from '../../set-up/stages.js';
import { parts } from '../binding.js';
import { nodeHeadersVersion, tfjsNodeVersion } from '../versions.js';

/**
 * Downloads the packages of npm and unpacks them: the JavaScript that runs, the C++ source and Node's headers. No script of
 * theirs is run.
 */
export async function getPackages(work: Work): Promise<void> {
  const names = [`@tensorflow/tfjs-node@${tfjsNodeVersion}`, `node-api-headers@${nodeHeadersVersion}`];
  const { folder } = await download(work, 'npm', `Downloading ${names.join(' and ')} from npm`, (to) =>
    runCommand('npm', ['pack', ...names, '--pack-destination', to, '--ignore-scripts', '--silent'], {
      what: 'The download from npm',
      help: 'Look whether npm reaches its registry (npm ping), then run this command again.',
      say: work.say,
    }),
  );
  await stage(work, 'packages', 'Unpacking them', async () => {
    for (const archive of readdirSync(folder)) {
      const to = join(work.folder, 'sources', archive.startsWith('node-api') ? 'headers' : 'tfjs-node');
      rmSync(to, { recursive: true, force: true });
      mkdirSync(to, { recursive: true });
      await runCommand('tar', ['-xzf', join(folder, archive), '-C', to, '--strip-components=1'], {
        what: `Unpacking ${archive}`,
        help: 'Install tar, then run this command again.',
        say: work.say,
      });
    }
    // Only what runs: the package brings tests and declarations as well.
    cpSync(join(work.folder, 'sources/tfjs-node/dist'), join(work.folder, parts.javascript), {
      recursive: true,
      filter: (file) => !/\.(?:d\.ts|map)$|_test\.js$/.test(file),
    });
  });
}

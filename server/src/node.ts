import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { startServer } from './server.js';
import type { Host } from './session/host.js';

/** No configuration is larger; what is would only cost memory. */
const largest = 2_000_000;

const pathOf = (uri: string): string | undefined => {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
};

const disk: Host = {
  reaches: (uri) => uri.startsWith('file:'),
  pages: new URL('docs/problems/', import.meta.url).href,
  readText(uri) {
    const path = pathOf(uri);
    const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
    if (path === undefined || !stat?.isFile() || stat.size > largest) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  list(uri) {
    const path = pathOf(uri);
    try {
      return path === undefined ? [] : readdirSync(path);
    } catch {
      return [];
    }
  },
};

const args = process.argv.slice(2);
if (args.includes('--version') || args.includes('--help') || args.includes('-h')) {
  process.stdout.write(
    args.includes('--version')
      ? `${__VERSION__}\n`
      : 'optim-sches-language-server --stdio\n\nLanguage server for optim_sches configurations. Editors start it; docs/editors.md has their settings.\n',
  );
} else if (args.length > 0 && !args.every((arg) => /^--(?:stdio|node-ipc|clientProcessId)/.test(arg))) {
  process.stderr.write(`optim-sches-language-server: unknown argument ${args.join(' ')}. Use --stdio.\n`);
  process.exitCode = 2;
} else {
  const connection = args.includes('--node-ipc')
    ? createConnection(ProposedFeatures.all)
    : createConnection(
        ProposedFeatures.all,
        new StreamMessageReader(process.stdin),
        new StreamMessageWriter(process.stdout),
      );
  startServer(connection, disk);
  connection.listen();
}

import { type Config, lineIndex, readConfig } from '@optim-sches/schemas';
import { type CancellationToken, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { Session } from '../session/session.js';
import { nameOf } from '../session/uris.js';
import { labelOf } from '../text/labels.js';
import { walk } from '../text/walk.js';
import type { Feature } from './feature.js';

/** More than these are no help to anyone. */
const mostSymbols = 500;
const mostFiles = 1000;

/** Every OptimScheduler of the open files and of the configurations in the workspace's folders. */
export const workspaceSymbol: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  register(session) {
    session.connection.onWorkspaceSymbol(async ({ query }, token) => {
      const found: SymbolInformation[] = [];
      for (const uri of urisOf(session)) {
        if (token.isCancellationRequested || found.length >= mostSymbols) break;
        const config = configAt(uri, session);
        if (config) found.push(...symbolsOf(config, uri).filter(({ name }) => matches(name, query)));
        await others(token);
      }
      return found.slice(0, mostSymbols);
    });
  },
};

/** Lets other requests, and the cancellation of this one, come in between. */
const others = (_: CancellationToken) => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** The open files first, then configurations of the workspace. */
function* urisOf({ files, folders, host }: Session): Generator<string> {
  const open = new Set(files.keys());
  yield* open;
  let count = 0;
  for (const { uri, names } of walk(host, folders))
    for (const name of names) {
      const file = uri + encodeURIComponent(name);
      if (!/\.ya?ml$/i.test(name) || open.has(file)) continue;
      if (++count > mostFiles) return;
      yield file;
    }
}

/** Undefined for a file that holds no block: most YAML files need not be parsed for that. */
function configAt(uri: string, session: Session): Config | undefined {
  const open = session.analysis(uri);
  if (open) return open.config.linked ? undefined : open.config;
  if (!session.host.readText(uri)?.includes('optim_sches')) return undefined;
  const document = session.documentAt(uri);
  return document && readConfig(document, { loader: session.settings.loader });
}

function symbolsOf(config: Config, uri: string): SymbolInformation[] {
  const { optimSchedulers, block, document } = config;
  if (!block) return [];
  const lines = lineIndex(document.text);
  return optimSchedulers.map((one) => {
    const { start } = one.nameSpan ?? block.keySpan;
    const range = { start: lines.position(start), end: lines.position(Math.max(start, one.node.span.end)) };
    return {
      name: labelOf(one, one.name),
      kind: SymbolKind.Class,
      location: { uri, range },
      containerName: nameOf(uri),
    };
  });
}

/** Whether the letters of the query stand in the name in this order, as editors look for symbols. */
function matches(name: string, query: string): boolean {
  const letters = name.toLowerCase();
  let at = 0;
  for (const letter of query.toLowerCase().replace(/\s/g, '')) {
    at = letters.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type {
  ClientCapabilities,
  Diagnostic,
  InitializeResult,
  Position,
  PublishDiagnosticsParams,
} from 'vscode-languageserver';
import {
  createConnection,
  createProtocolConnection,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { startServer } from '../../server/src/server.js';
import type { Host } from '../../server/src/session/host.js';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

export interface StartOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  /** Files that are not open, by URI. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the server has the file system of a URI; default: of every one. */
  readonly reaches?: (uri: string) => boolean;
}

/** What a full editor can do. */
export const fullCapabilities: ClientCapabilities = {
  workspace: {
    configuration: false,
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        insertReplaceSupport: true,
        labelDetailsSupport: true,
        documentationFormat: ['markdown'],
        deprecatedSupport: true,
      },
    },
    hover: { contentFormat: ['markdown'] },
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
    },
  },
};

/** An editor that talks to a server in the same process. */
export interface Editor {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** What was pushed last, by URI. */
  readonly pushed: Map<string, PublishDiagnosticsParams>;
  open(text: string, uri?: string): string;
  /** Replaces the whole text, or a range of it. */
  change(uri: string, text: string, range?: { start: Position; end: Position }): void;
  close(uri: string): void;
  request<R>(method: string, params: unknown): Promise<R>;
  /** Pulled diagnostics, or those pushed after everything sent so far has been handled. */
  diagnostics(uri: string): Promise<readonly Diagnostic[]>;
  stop(): Promise<void>;
}

/** Starts a server and an editor. */
export async function startEditor(options: StartOptions = {}): Promise<Editor> {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const { files = {}, capabilities = fullCapabilities } = options;
  const host: Host = {
    ...(options.reaches ? { reaches: options.reaches } : {}),
    readText: (uri) => files[uri],
    list: (folder) =>
      Object.keys(files).flatMap((uri) => {
        const rest = uri.startsWith(folder) ? uri.slice(folder.length) : '/';
        return rest.includes('/') ? [] : [rest];
      }),
  };
  const server = createConnection(
    ProposedFeatures.all,
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
  );
  startServer(server, host);
  server.listen();

  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  const pushed = new Map<string, PublishDiagnosticsParams>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    pushed.set(params.uri, params);
  });
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: null,
    rootUri: null,
    capabilities,
    workspaceFolders: [{ uri: 'file:///project', name: 'work' }],
    initializationOptions: options.initializationOptions,
  });
  void connection.sendNotification('initialized', {});

  const versions = new Map<string, number>();
  let count = 0;
  return {
    connection,
    initialized,
    pushed,
    open(text, uri = `file:///project/${++count}.yaml`) {
      versions.set(uri, 1);
      const textDocument = { uri, languageId: 'yaml', version: 1, text };
      void connection.sendNotification('textDocument/didOpen', { textDocument });
      return uri;
    },
    change(uri, text, range) {
      const version = (versions.get(uri) ?? 0) + 1;
      versions.set(uri, version);
      void connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [range ? { range, text } : { text }],
      });
    },
    close(uri) {
      versions.delete(uri);
      void connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
    },
    request: (method, params) => connection.sendRequest(method, params),
    async diagnostics(uri) {
      if (initialized.capabilities.diagnosticProvider) {
        const report = await connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
          textDocument: { uri },
        });
        return report.items;
      }
      // Each version of a file is told about once, soon after it came.
      const late = ([file, version]: [string, number]) => pushed.get(file)?.version !== version;
      while ([...versions].some(late)) await setTimeout(1);
      // What is told because of another file has no version of its own: one more turn.
      await setTimeout(5);
      return pushed.get(uri)?.diagnostics ?? [];
    },
    async stop() {
      await connection.sendRequest('shutdown');
      connection.dispose();
      server.dispose();
    },
  };
}

/** A text with a cursor `▮` in it, apart. */
export function atCursor(marked: string): { text: string; position: Position } {
  const at = marked.indexOf('▮');
  if (at < 0) throw new Error('The text has no cursor ▮.');
  const before = marked.slice(0, at).split('\n');
  return {
    text: marked.slice(0, at) + marked.slice(at + 1),
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
  };
}

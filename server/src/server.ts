import {
  type Connection,
  DidChangeWorkspaceFoldersNotification,
  type DidChangeWorkspaceFoldersParams,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { features } from './features/index.js';
import { settingsSection } from './protocol.js';
import { readClient } from './session/client.js';
import { clientFiles } from './session/client-files.js';
import type { Host } from './session/host.js';
import { openFile } from './session/open-file.js';
import { type Session, startSession } from './session/session.js';
import { readSettings } from './session/settings.js';

/** Serves one client until it says goodbye. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params) => {
    const client = readClient(params);
    const told = client.files ? clientFiles(connection, host, () => filesChanged(session)) : undefined;
    const session = startSession(connection, client, told?.host ?? host);
    session.settings = readSettings(params.initializationOptions?.settings);
    session.folders = (params.workspaceFolders ?? []).map(({ uri }) => uri);
    for (const feature of features) feature.register(session);
    connection.onShutdown(() => session.notify.stopped());
    if (told) session.listeners.push({ stopped: told.stop });
    keepFiles(session);
    connection.onDidChangeWatchedFiles(({ changes }) => {
      told?.changed(changes.map(({ uri }) => uri));
      filesChanged(session);
    });
    keepSettings(session);
    const own = features.map((feature) => feature.capabilities(client));
    const capabilities: ServerCapabilities = Object.assign(
      {
        positionEncoding: 'utf-16',
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
      ...own,
    );
    return { capabilities, serverInfo: { name: 'optim-sches', version: __VERSION__ } };
  });
}

/** Files that are not open say something else now. */
function filesChanged(session: Session): void {
  session.filesChanged();
  session.notify.allChanged();
}

function keepFiles(session: Session): void {
  const { connection, files } = session;
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    const document = TextDocument.create(uri, languageId, version, text);
    files.set(uri, openFile(document, { loader: session.settings.loader }));
    session.notify.changed(uri, undefined);
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const file = files.get(uri);
    if (!file) return;
    file.text = TextDocument.update(file.text, contentChanges, version);
    const [only] = contentChanges;
    const line = contentChanges.length === 1 && only && 'range' in only ? only.range.start.line : undefined;
    session.notify.changed(uri, line);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    files.delete(uri);
    session.notify.closed(uri);
  });
  connection.onNotification(
    DidChangeWorkspaceFoldersNotification.type,
    ({ event: { added, removed } }: DidChangeWorkspaceFoldersParams) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      session.folders = [...session.folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
    },
  );
}

function keepSettings(session: Session): void {
  const { connection, client } = session;
  const take = (sent: unknown) => {
    const before = session.settings;
    session.settings = readSettings(sent);
    if (before.loader !== session.settings.loader)
      for (const file of session.files.values()) file.reset({ loader: session.settings.loader });
    filesChanged(session);
  };
  const ask = async () => {
    // A client without such settings answers null, or not at all: what it said at the start stays in force.
    const sent: unknown = await connection.workspace.getConfiguration(settingsSection).catch(() => null);
    if (typeof sent === 'object' && sent !== null) take(sent);
  };
  connection.onInitialized(() => {
    if (client.dynamicConfiguration)
      void connection.client.register({ method: 'workspace/didChangeConfiguration' } as never, {
        section: settingsSection,
      });
    if (client.configuration) void ask();
  });
  connection.onDidChangeConfiguration(({ settings }) => {
    if (client.configuration) void ask();
    else if (typeof settings === 'object' && settings !== null && settingsSection in settings)
      take((settings as Record<string, unknown>)[settingsSection]);
  });
}

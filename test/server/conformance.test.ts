import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from 'vitest';
import type { ServerCapabilities } from 'vscode-languageserver';
import { type Editor, fullCapabilities, startEditor } from './harness.js';

/** Every message that the protocol package knows, with its direction. */
function protocolMessages(): Map<string, string> {
  const own = createRequire(import.meta.url);
  const inServer = createRequire(own.resolve('vscode-languageserver/node'));
  const protocol: Record<string, { method?: string; messageDirection?: string }> = inServer(
    'vscode-languageserver-protocol',
  );
  // What registers several requests at once is no message, and these come with every connection.
  const not = ['notebookDocument/sync', 'textDocument/semanticTokens', '$/setTrace', '$/logTrace'];
  return new Map(
    Object.values(protocol).flatMap((it) =>
      it?.messageDirection && it.method?.includes('') && !not.includes(it.method)
        ? [[it.method, it.messageDirection] as const]
        : [],
    ),
  );
}

const rows = [
  ...readFileSync(new URL('../../docs/features.md', import.meta.url), 'utf8').matchAll(
    /^\| `([^`]+)` \| (✓|–) \| (.+) \|$/gm,
  ),
].map(([, method = '', tick, why = '']) => ({ method, ticked: tick === '✓', why }));

/** What a client reads from the capabilities, by request; the others have none. */
const advertised: Record<string, (capabilities: ServerCapabilities) => unknown> = {
  'textDocument/completion': (it) => it.completionProvider,
  'completionItem/resolve': (it) => it.completionProvider?.resolveProvider,
  'textDocument/hover': (it) => it.hoverProvider,
  'textDocument/signatureHelp': (it) => it.signatureHelpProvider,
  'textDocument/declaration': (it) => it.declarationProvider,
  'textDocument/definition': (it) => it.definitionProvider,
  'textDocument/typeDefinition': (it) => it.typeDefinitionProvider,
  'textDocument/implementation': (it) => it.implementationProvider,
  'textDocument/references': (it) => it.referencesProvider,
  'textDocument/documentHighlight': (it) => it.documentHighlightProvider,
  'textDocument/documentSymbol': (it) => it.documentSymbolProvider,
  'textDocument/codeAction': (it) => it.codeActionProvider,
  'codeAction/resolve': (it) =>
    typeof it.codeActionProvider === 'object' && it.codeActionProvider.resolveProvider,
  'textDocument/codeLens': (it) => it.codeLensProvider,
  'codeLens/resolve': (it) => it.codeLensProvider?.resolveProvider,
  'textDocument/inlayHint': (it) => it.inlayHintProvider,
  'inlayHint/resolve': (it) =>
    typeof it.inlayHintProvider === 'object' &&
    'resolveProvider' in it.inlayHintProvider &&
    it.inlayHintProvider.resolveProvider,
  'textDocument/inlineValue': (it) => it.inlineValueProvider,
  'textDocument/inlineCompletion': (it) => it.inlineCompletionProvider,
  'textDocument/documentLink': (it) => it.documentLinkProvider,
  'documentLink/resolve': (it) => it.documentLinkProvider?.resolveProvider,
  'textDocument/documentColor': (it) => it.colorProvider,
  'textDocument/colorPresentation': (it) => it.colorProvider,
  'textDocument/foldingRange': (it) => it.foldingRangeProvider,
  'textDocument/selectionRange': (it) => it.selectionRangeProvider,
  'textDocument/linkedEditingRange': (it) => it.linkedEditingRangeProvider,
  'textDocument/semanticTokens/full': (it) => it.semanticTokensProvider?.full,
  'textDocument/semanticTokens/full/delta': (it) =>
    typeof it.semanticTokensProvider?.full === 'object' && it.semanticTokensProvider.full.delta,
  'textDocument/semanticTokens/range': (it) => it.semanticTokensProvider?.range,
  'textDocument/formatting': (it) => it.documentFormattingProvider,
  'textDocument/rangeFormatting': (it) => it.documentRangeFormattingProvider,
  'textDocument/rangesFormatting': (it) =>
    typeof it.documentRangeFormattingProvider === 'object' &&
    it.documentRangeFormattingProvider.rangesSupport,
  'textDocument/onTypeFormatting': (it) => it.documentOnTypeFormattingProvider,
  'textDocument/prepareRename': (it) =>
    typeof it.renameProvider === 'object' && it.renameProvider.prepareProvider,
  'textDocument/rename': (it) => it.renameProvider,
  'textDocument/moniker': (it) => it.monikerProvider,
  'textDocument/prepareCallHierarchy': (it) => it.callHierarchyProvider,
  'callHierarchy/incomingCalls': (it) => it.callHierarchyProvider,
  'callHierarchy/outgoingCalls': (it) => it.callHierarchyProvider,
  'textDocument/prepareTypeHierarchy': (it) => it.typeHierarchyProvider,
  'typeHierarchy/supertypes': (it) => it.typeHierarchyProvider,
  'typeHierarchy/subtypes': (it) => it.typeHierarchyProvider,
  'textDocument/diagnostic': (it) => it.diagnosticProvider,
  'workspace/diagnostic': (it) => it.diagnosticProvider?.workspaceDiagnostics,
  'workspace/symbol': (it) => it.workspaceSymbolProvider,
  'workspaceSymbol/resolve': (it) =>
    typeof it.workspaceSymbolProvider === 'object' && it.workspaceSymbolProvider.resolveProvider,
  'workspace/executeCommand': (it) => it.executeCommandProvider,
  'workspace/textDocumentContent': (it) => it.workspace?.textDocumentContent,
  'workspace/willCreateFiles': (it) => it.workspace?.fileOperations?.willCreate,
  'workspace/didCreateFiles': (it) => it.workspace?.fileOperations?.didCreate,
  'workspace/willRenameFiles': (it) => it.workspace?.fileOperations?.willRename,
  'workspace/didRenameFiles': (it) => it.workspace?.fileOperations?.didRename,
  'workspace/willDeleteFiles': (it) => it.workspace?.fileOperations?.willDelete,
  'workspace/didDeleteFiles': (it) => it.workspace?.fileOperations?.didDelete,
  'notebookDocument/didOpen': (it) => it.notebookDocumentSync,
  'notebookDocument/didChange': (it) => it.notebookDocumentSync,
  'notebookDocument/didSave': (it) => it.notebookDocumentSync,
  'notebookDocument/didClose': (it) => it.notebookDocumentSync,
  'textDocument/didOpen': (it) => typeof it.textDocumentSync === 'object' && it.textDocumentSync.openClose,
  'textDocument/didClose': (it) => typeof it.textDocumentSync === 'object' && it.textDocumentSync.openClose,
  'textDocument/didChange': (it) => typeof it.textDocumentSync === 'object' && it.textDocumentSync.change,
  'textDocument/willSave': (it) => typeof it.textDocumentSync === 'object' && it.textDocumentSync.willSave,
  'textDocument/willSaveWaitUntil': (it) =>
    typeof it.textDocumentSync === 'object' && it.textDocumentSync.willSaveWaitUntil,
  'textDocument/didSave': (it) => typeof it.textDocumentSync === 'object' && it.textDocumentSync.save,
};

/** What the source calls to send a message. */
const sends: Record<string, RegExp> = {
  'textDocument/publishDiagnostics': /\.sendDiagnostics\(/,
  'workspace/configuration': /\.getConfiguration\(/,
  'workspace/workspaceFolders': /\.getWorkspaceFolders\(/,
  'workspace/applyEdit': /\.applyEdit\(/,
  'workspace/diagnostic/refresh': /diagnostics\.refresh\(/,
  'workspace/codeLens/refresh':
    /sendRequest\('workspace\/codeLens\/refresh'|CodeLensRefreshRequest|codeLens\.refresh\(/,
  'workspace/inlayHint/refresh': /inlayHint\.refresh\(/,
  'workspace/semanticTokens/refresh': /semanticTokens\.refresh\(/,
  'workspace/foldingRange/refresh': /foldingRange\.refresh\(/,
  'workspace/inlineValue/refresh': /inlineValue\.refresh\(/,
  'workspace/textDocumentContent/refresh': /textDocumentContent\.refresh\(/,
  'client/registerCapability': /client\.register\(/,
  'client/unregisterCapability': /\.dispose\(\)|unregister/,
  'window/showMessage': /show(?:Error|Warning|Information)Message\(/,
  'window/showMessageRequest': /show(?:Error|Warning|Information)Message\([^)]*,/,
  'window/showDocument': /showDocument\(/,
  'window/logMessage': /console\.(?:log|error|warn|info)\(/,
  'window/workDoneProgress/create': /createWorkDoneProgress\(/,
  'telemetry/event': /telemetry\./,
};

/** Messages that a server of the package always understands, or that end it. */
const always = new Set(['initialize', 'initialized', 'shutdown', 'exit']);
/** Notifications for which no capability is told. */
const heard: Record<string, RegExp> = {
  'workspace/didChangeConfiguration': /onDidChangeConfiguration\(/,
  'workspace/didChangeWatchedFiles': /onDidChangeWatchedFiles\(/,
  'workspace/didChangeWorkspaceFolders': /DidChangeWorkspaceFoldersNotification\.type/,
  'window/workDoneProgress/cancel': /createWorkDoneProgress\(/,
};

const sourceFolder = new URL('../../server/src/', import.meta.url);
const source = readdirSync(sourceFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(new URL(name, sourceFolder), 'utf8'))
  .join('\n');

const capable = {
  workspace: { ...fullCapabilities.workspace },
  textDocument: { ...fullCapabilities.textDocument, diagnostic: {}, rename: { prepareSupport: true } },
};

let editor: Editor | undefined;
afterEach(async () => {
  await editor?.stop();
  editor = undefined;
});

describe('docs/features.md', () => {
  const messages = protocolMessages();
  test('has every message of the protocol once, and no other', () => {
    expect(rows.map(({ method }) => method).sort()).toEqual([...messages.keys()].sort());
  });

  test('says why a message is not handled', () => {
    expect(rows.filter(({ why }) => why.trim().length < 8)).toEqual([]);
  });

  test('ticks what the server tells its clients', async () => {
    editor = await startEditor({ capabilities: capable });
    const { capabilities } = editor.initialized;
    const wrong = rows.filter(({ method, ticked }) => {
      const direction = messages.get(method);
      const tells = advertised[method];
      if (always.has(method)) return !ticked;
      if (tells) return Boolean(tells(capabilities)) !== ticked;
      const pattern = sends[method] ?? heard[method];
      return !pattern || direction === 'both' ? true : pattern.test(source) !== ticked;
    });
    // Pushed diagnostics are for clients that do not pull.
    expect(wrong).toEqual([]);
  });

  /** Enough of every parameter there is. */
  const uri = 'file:///project/1.yaml';
  const at = { line: 0, character: 0 };
  const range = { start: at, end: at };
  const everything = {
    ...{
      textDocument: { uri },
      position: at,
      range,
      ranges: [range],
      positions: [at],
      newName: 'x',
      query: '',
    },
    ...{
      options: { tabSize: 2, insertSpaces: true },
      context: { diagnostics: [], includeDeclaration: true },
    },
    ...{
      previousResultId: '',
      previousResultIds: [],
      files: [],
      command: 'none',
      ch: 'x',
      uri,
      name: 'x',
      kind: 1,
    },
    ...{ label: 'x', title: 'x', item: {}, color: {}, location: { uri, range }, reason: 1 },
  };

  test('ticks the requests that the server answers', async () => {
    editor = await startEditor({ capabilities: capable });
    editor.open('optim_sches: {}\n', uri);
    const asked = rows.filter(
      ({ method }) =>
        advertised[method] &&
        messages.get(method) === 'clientToServer' &&
        !/\/did[A-Z]|willSave$/.test(method),
    );
    const wrong: string[] = [];
    for (const { method, ticked } of asked) {
      const found = await editor.request(method, everything).then(
        () => true,
        (error: { code?: number }) => error.code !== -32601,
      );
      if (found !== ticked) wrong.push(method);
    }
    expect(asked.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
  });
});

test('a client that can do nothing is told of nothing that it would have to know', async () => {
  editor = await startEditor({ capabilities: {} });
  const { capabilities } = editor.initialized;
  expect(capabilities.renameProvider).toBe(true);
  expect(capabilities.diagnosticProvider).toBeUndefined();
  expect(capabilities.positionEncoding).toBe('utf-16');
});

test('after the goodbye requests are refused, and nothing is sent', async () => {
  editor = await startEditor({ initializationOptions: { settings: { holdNewProblems: 1 } } });
  const uri = editor.open('optim_sches: {type: x}\n');
  await editor.diagnostics(uri);
  editor.change(uri, '  ', { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
  await editor.request('shutdown', undefined);
  editor.pushed.clear();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([...editor.pushed]).toEqual([]);
});

describe('settings that were given at the start', () => {
  const text = 'optim_sches:\n  type: noam.NoamLr\n  conf: {optim_type: Adam}\n';
  const start = async (answer: () => unknown) => {
    editor = await startEditor({
      capabilities: { workspace: { configuration: true } },
      initializationOptions: { settings: { target: 'speechain', holdNewProblems: 0 } },
    });
    const asked = new Promise<void>((resolve) => {
      editor?.connection.onRequest('workspace/configuration', () => {
        resolve();
        return answer();
      });
    });
    void editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await asked;
    const uri = editor.open(text);
    return (await editor.diagnostics(uri)).map(({ code }) => code);
  };
  const spelling = 'optim/speechain-spelling';

  test.each([
    ['null', () => [null]],
    [
      'an error',
      () => {
        throw new Error('no configuration');
      },
    ],
  ])('stay in force where the client answers %s', async (_, answer) => {
    expect(await start(answer)).toContain(spelling);
  });

  test('give way to those that the client has', async () => {
    expect(await start(() => [{ target: 'runtime', holdNewProblems: 0 }])).not.toContain(spelling);
  });
});

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { fullCapabilities } from './harness.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

let server: ChildProcessWithoutNullStreams | undefined;
let connection: ProtocolConnection | undefined;
afterEach(() => {
  connection?.dispose();
  server?.kill();
});

/** What a process's open files are, by number: `socket:[…]`, `pipe:[…]`, a path. */
function openFiles(pid: number): Map<number, string> {
  const folder = `/proc/${pid}/fd`;
  return new Map(
    readdirSync(folder).flatMap((fd) => {
      try {
        return [[Number(fd), readlinkSync(`${folder}/${fd}`)] as const];
      } catch {
        // Closed since it was listed.
        return [];
      }
    }),
  );
}

/** The sockets beside those that it talks through: Node gives a child process sockets as standard input and output. */
function otherSockets(pid: number): string[] {
  const files = openFiles(pid);
  const stdio = new Set([0, 1, 2].map((fd) => files.get(fd)));
  return [...files.values()].filter((target) => target.startsWith('socket:') && !stdio.has(target));
}

const childrenOf = (pid: number) =>
  readdirSync(`/proc/${pid}/task`).flatMap((task) => {
    const path = `/proc/${pid}/task/${task}/children`;
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split(/\s+/).filter(Boolean) : [];
  });

test.runIf(process.platform === 'linux')(
  'the server opens no socket and starts no process while it works',
  async () => {
    const entry = at('../../server/bin/optim-sches-language-server.js');
    expect(existsSync(at('../../server/dist/server.js')), 'Build first: npm run build').toBe(true);
    const child = spawn(process.execPath, [entry, '--stdio']);
    server = child;
    const pid = child.pid ?? 0;
    const editor = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection = editor;
    editor.listen();
    const seen = new Set<string>();
    let looks = 0;
    const look = () => {
      for (const one of [...otherSockets(pid), ...childrenOf(pid).map((id) => `process ${id}`)])
        seen.add(one);
      looks++;
    };

    await editor.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: fullCapabilities,
      workspaceFolders: [{ uri: new URL('../../recipes', import.meta.url).href, name: 'recipes' }],
    });
    void editor.sendNotification('initialized', {});
    // The way of looking is right: it sees a socket that there is.
    const before = otherSockets(process.pid).length;
    const listening = createServer().listen(0, '127.0.0.1');
    await once(listening, 'listening');
    expect(otherSockets(process.pid).length).toBe(before + 1);
    listening.close();
    const recipe = at('../../recipes/g2p/two-optimizers.yaml');
    const uri = new URL('../../recipes/g2p/two-optimizers.yaml', import.meta.url).href;
    const textDocument = { uri };
    void editor.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text: readFileSync(recipe, 'utf8') },
    });
    const position = { line: 51, character: 14 };
    const range = { start: { line: 0, character: 0 }, end: { line: 80, character: 0 } };
    const asks: [string, object][] = [
      ['textDocument/hover', { position }],
      ['textDocument/completion', { position }],
      ['textDocument/definition', { position }],
      ['textDocument/references', { position, context: { includeDeclaration: true } }],
      ['textDocument/documentSymbol', {}],
      ['textDocument/documentLink', {}],
      ['textDocument/codeLens', {}],
      ['textDocument/inlayHint', { range }],
      ['textDocument/codeAction', { range, context: { diagnostics: [] } }],
      ['textDocument/semanticTokens/full', {}],
      ['textDocument/formatting', { options: { tabSize: 2, insertSpaces: true } }],
      ['workspace/symbol', { query: '' }],
    ];
    for (const [method, params] of asks) {
      const answer = editor.sendRequest(method, { textDocument, ...params }).catch((error: Error) => {
        // A request that is not there yet is a matter of another test.
        if (!/Unhandled method/.test(error.message)) throw error;
      });
      look();
      await answer;
      look();
    }
    const links = await editor.sendRequest<object[]>('textDocument/documentLink', { textDocument });
    for (const link of links) await editor.sendRequest('documentLink/resolve', link);
    look();
    expect(looks).toBeGreaterThan(2 * asks.length);
    expect([...seen]).toEqual([]);
    await editor.sendRequest('shutdown');
  },
);

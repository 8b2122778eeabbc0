// The language server as the extension starts it, asked for curves and drags.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

const server = fileURLToPath(new URL('../../server/dist/server.js', import.meta.url));

/** A file that is open in the server. */
export const uri = 'file:///experiments/train.yaml';

/** Starts a server in which one file is open. */
export async function startServer(text) {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  let version = 1;
  let now = text;
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version, text },
  });
  const ask = (command, question) =>
    connection.sendRequest('workspace/executeCommand', { command, arguments: [{ uri, ...question }] });
  return {
    get version() {
      return version;
    },
    get text() {
      return now;
    },
    curve: (question = {}) => ask('optimSches.curve', { sample: 1500, ...question }),
    drag: (question) => ask('optimSches.drag', { sample: 1500, ...question }),
    /** Makes edits as an editor does. */
    async edit(edits) {
      const lines = now.split('\n');
      const offset = ({ line, character }) =>
        lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
      const sorted = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
      for (const { range, newText } of sorted)
        now = now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end));
      await this.change(now);
    },
    async change(newText) {
      now = newText;
      version += 1;
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text: newText }],
      });
    },
    stop() {
      connection.dispose();
      child.kill();
    },
  };
}

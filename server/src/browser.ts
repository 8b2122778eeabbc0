import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import { startServer } from './server.js';
import { noFiles } from './session/host.js';

// A worker has no files: what stands next to a configuration is read by the client, if it does so. The types of workers and
// of Node exclude each other.
const worker = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0];
const connection = createConnection(new BrowserMessageReader(worker), new BrowserMessageWriter(worker));
startServer(connection, noFiles);
connection.listen();

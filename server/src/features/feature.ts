import type { ServerCapabilities } from 'vscode-languageserver';
import type { Client } from '../session/client.js';
import type { Session } from '../session/session.js';

/** One LSP request, or a few that belong together. */
export interface Feature {
  /** What the server tells the client that it can do. */
  capabilities(client: Client): Partial<ServerCapabilities>;
  /** Answers the requests on the session's connection. */
  register(session: Session): void;
}

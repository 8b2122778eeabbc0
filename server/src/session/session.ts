import {
  type BlockReader,
  type Config,
  check,
  createBlockReader,
  type Document,
  type Experiment,
  entryOf,
  type Loader,
  type PictureTheme,
  type Problem,
  parseDocument,
  readConfig,
} from '@optim-sches/schemas';
import type { Connection } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from './analysis.js';
import { type Client, defaultTheme } from './client.js';
import type { Host } from './host.js';
import type { OpenFile } from './open-file.js';
import { defaults, type Settings } from './settings.js';
import { candidatesOf } from './uris.js';
import { type UserCode, userCode } from './user-code.js';

/** Told of every change of the open files, in order. */
export interface Listener {
  /** `line` is that of the edit; undefined when the file was opened or more than one place changed. */
  changed(uri: string, line: number | undefined): void;
  closed(uri: string): void;
  /** Settings, or files that are not open, have changed. */
  allChanged(): void;
  /** The client has said goodbye: nothing may be sent any more. */
  stopped(): void;
}

/** Everything that the features work with. */
export interface Session {
  readonly connection: Connection;
  readonly client: Client;
  readonly host: Host;
  readonly files: Map<string, OpenFile>;
  settings: Settings;
  theme: PictureTheme;
  /** URIs of the workspace's folders. */
  folders: readonly string[];
  /** What happens beside answering requests: each feature may listen. */
  readonly listeners: Partial<Listener>[];
  readonly notify: Listener;
  /** What an open file says now; undefined for a file that is not open. */
  analysis(uri: string): Analysis | undefined;
  /** What a file would say with another text; the file need not be open. */
  analysisOf(uri: string, text: string): Analysis;
  /** What any file says, open or not; undefined when there is none. */
  documentAt(uri: string): Document | undefined;
  /** Forgets what depends on other files: one of them has changed. */
  filesChanged(): void;
}

/** Starts a session. */
export function startSession(connection: Connection, client: Client, host: Host): Session {
  const files = new Map<string, OpenFile>();
  /** Analyses by URI, each with what it was made from. */
  const made = new Map<string, { readonly key: string; readonly analysis: Analysis }>();
  /** Files that are not open, as they were read last. */
  const closed = new Map<string, Document | undefined>();
  let generation = 0;
  /** Reads texts that no open file has. */
  let trial: { readonly uri: string; readonly loader: Loader; readonly reader: BlockReader } | undefined;

  const listeners: Partial<Listener>[] = [];
  const session: Session = {
    listeners,
    notify: {
      changed: (uri, line) => {
        for (const each of listeners) each.changed?.(uri, line);
      },
      closed: (uri) => {
        made.delete(uri);
        codes.delete(uri);
        for (const each of listeners) each.closed?.(uri);
      },
      allChanged: () => {
        for (const each of listeners) each.allChanged?.();
      },
      stopped: () => {
        for (const each of listeners) each.stopped?.();
      },
    },
    connection,
    client,
    host,
    files,
    settings: defaults,
    theme: defaultTheme,
    folders: [],
    documentAt(uri) {
      const open = files.get(uri);
      if (open) return open.document();
      if (!closed.has(uri)) {
        const text = host.readText(uri);
        closed.set(uri, text === undefined ? undefined : parseDocument(text, parsing()));
      }
      return closed.get(uri);
    },
    filesChanged() {
      closed.clear();
      codes.clear();
      generation++;
    },
    analysis(uri) {
      const file = files.get(uri);
      if (!file) return undefined;
      const key = keyOf();
      const before = made.get(uri);
      if (before?.key === key) return before.analysis;
      const analysis = analyse(file.text, file.document());
      made.set(uri, { key, analysis });
      return analysis;
    },
    analysisOf(uri, text) {
      // One text after the other of the same file is mostly the same.
      if (trial?.uri !== uri || trial.loader !== session.settings.loader)
        trial = { uri, loader: session.settings.loader, reader: createBlockReader(parsing()) };
      const version = files.get(uri)?.text.version ?? 0;
      return analyse(TextDocument.create(uri, 'yaml', version, text), trial.reader.read(text));
    },
  };

  const parsing = () => ({ loader: session.settings.loader });

  /** Another version of any open file may change what a file says: through train_cfg, in either direction. */
  const keyOf = () =>
    `${generation} ${JSON.stringify(session.settings)} ${[...files.values()].map(({ uri, text }) => `${uri}@${text.version}`).join(' ')}`;

  const linkedUriOf = (path: string, uri: string) =>
    candidatesOf(path, uri).find((candidate) => session.documentAt(candidate) !== undefined);
  /** Whether nobody can tell (yet) that there is no file at the path. */
  const isUnknown = (path: string, uri: string) =>
    candidatesOf(path, uri).some(
      (candidate) => host.awaits?.(candidate) || host.reaches?.(candidate) === false,
    );

  /** The open experiment whose train_cfg is the file at `uri`. */
  const experimentOf = (uri: string): { uri: string; experiment: Experiment; config: Config } | undefined => {
    for (const other of files.values()) {
      if (other.uri === uri) continue;
      const root = other.document().root;
      const path = entryOf(root, 'train_cfg')?.value;
      if (path?.kind !== 'str' || linkedUriOf(path.value, other.uri) !== uri) continue;
      const config = readConfig(other.document(), parsing());
      return { uri: other.uri, experiment: config.experiment, config };
    }
    return undefined;
  };

  /** The same functions for a file until files change: what they would answer is part of what a check depends on. */
  const codes = new Map<string, UserCode>();
  const codeNextTo = (uri: string): UserCode => {
    const known = codes.get(uri) ?? userCode(uri, host);
    codes.set(uri, known);
    return known;
  };

  function analyse(textDocument: TextDocument, document: Document): Analysis {
    const { uri } = textDocument;
    const { settings } = session;
    const around = experimentOf(uri);
    let linkedUri: string | undefined;
    const read = readConfig(document, {
      ...parsing(),
      readDocument(path) {
        linkedUri = linkedUriOf(path, uri);
        return linkedUri === undefined ? undefined : session.documentAt(linkedUri);
      },
      ...(around ? { experiment: around.experiment } : {}),
    });
    const { trainCfgPath } = read;
    const config =
      read.trainCfgMissing && trainCfgPath && isUnknown(trainCfgPath.path, uri)
        ? { ...read, trainCfgMissing: false }
        : read;
    const relevant =
      config.block !== undefined || entryOf(document.root, 'train_cfg') !== undefined || around !== undefined;
    const stepsPerEpoch = config.experiment.stepsPerEpoch ?? settings.stepsPerEpoch;
    let problems: readonly Problem[] | undefined;
    return {
      uri,
      version: textDocument.version,
      text: document.text,
      textDocument,
      document,
      config,
      relevant,
      stepsPerEpoch,
      linkedUri,
      experimentUri: around?.uri,
      experimentDocument: around?.config.document ?? document,
      problems() {
        problems ??= relevant
          ? check(config, {
              target: settings.target,
              severities: settings.severities,
              ...(stepsPerEpoch === undefined ? {} : { stepsPerEpoch }),
              ...codeNextTo(uri),
            })
          : [];
        return problems;
      },
      range: ({ start, end }) => ({
        start: textDocument.positionAt(start),
        end: textDocument.positionAt(end),
      }),
      offset: (position) => textDocument.offsetAt(position),
    };
  }

  return session;
}

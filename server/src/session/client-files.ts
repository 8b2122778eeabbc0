import type { Connection } from 'vscode-languageserver';
import { type FileParams, type FolderParams, notifications, type WantedParams } from '../protocol.js';
import type { Host } from './host.js';
import { folderOf } from './uris.js';

/** Files that only the client can read. */
export interface ClientFiles {
  /** What is next to a configuration: the host's own files, and those that the client has told of. */
  readonly host: Host;
  /** Files were made, changed or removed: the client is asked again when they are next wanted. */
  changed(uris: readonly string[]): void;
  stop(): void;
}

/** One file or folder, as far as it is known. */
interface Known<T> {
  /** As it was told last; it stays in force until something newer is told. */
  value?: T;
  /** `asked`: the client has not answered yet. `old`: it has to be asked again. */
  state: 'asked' | 'told' | 'old';
}

/** No configuration is larger; what is would only cost memory. */
const largest = 2_000_000;
/** Answers come one by one; what depends on them is worked out once for as many as come together. */
const pause = 20;

/** The same address in another spelling: clients differ in what they encode. */
function plain(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

/** Whether a client can know a file by this address. */
const isAddress = (uri: string) => /^[\w+.-]+:\/\//.test(uri);

/** What was told of some files or folders, which are asked for when they are first wanted. */
function createTold<T>(ask: (uri: string) => void) {
  const all = new Map<string, Known<T>>();
  return {
    get(uri: string): T | undefined {
      if (!isAddress(uri)) return undefined;
      const id = plain(uri);
      const known = all.get(id);
      if (known && known.state !== 'old') return known.value;
      all.set(id, { ...known, state: 'asked' });
      ask(uri);
      return known?.value;
    },
    /** Whether what it says has changed. */
    take(uri: string, value: T): boolean {
      const before = all.get(plain(uri));
      all.set(plain(uri), { value, state: 'told' });
      return !before || !('value' in before) || JSON.stringify(before.value) !== JSON.stringify(value);
    },
    forget(uri: string) {
      const known = all.get(plain(uri));
      if (known?.state === 'told') known.state = 'old';
    },
    awaits: (uri: string): boolean => {
      const known = all.get(plain(uri));
      return known?.state === 'asked' && !('value' in known);
    },
  };
}

/**
 * Has a client read the files that the server cannot reach (in a browser's worker all of them). What is not known yet is
 * asked for and taken for missing; when it has been told, `changed` is called.
 */
export function clientFiles(connection: Connection, own: Host, changed: () => void): ClientFiles {
  const asking = (method: string) => (uri: string) =>
    void connection.sendNotification(method, { uri } satisfies WantedParams);
  const files = createTold<string | null>(asking(notifications.wantFile));
  const folders = createTold<readonly string[]>(asking(notifications.wantFolder));
  const isOwn = (uri: string) => own.reaches?.(uri) ?? true;

  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (isChanged: boolean) => {
    if (!isChanged) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      changed();
    }, pause);
  };
  connection.onNotification(notifications.file, ({ uri, text }: FileParams) =>
    later(files.take(uri, text !== null && text.length <= largest ? text : null)),
  );
  connection.onNotification(notifications.folder, ({ uri, names }: FolderParams) =>
    later(folders.take(uri, names)),
  );
  return {
    host: {
      ...own,
      readText: (uri) => (isOwn(uri) ? own.readText(uri) : (files.get(uri) ?? undefined)),
      list: (uri) => (isOwn(uri) ? own.list(uri) : (folders.get(uri) ?? [])),
      reaches: (uri) => isOwn(uri) || isAddress(uri),
      awaits: (uri) => !isOwn(uri) && files.awaits(uri),
    },
    changed(uris) {
      for (const uri of uris) {
        files.forget(uri);
        folders.forget(folderOf(uri));
      }
    },
    stop: () => clearTimeout(timer),
  };
}

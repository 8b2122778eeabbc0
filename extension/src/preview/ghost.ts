import * as vscode from 'vscode';

/** An earlier text of a file. */
export interface Earlier {
  readonly label: string;
  readonly text: string;
}

/** The part of the API of VS Code's own Git extension (version 1) that is used here. */
interface GitApi {
  readonly state: 'uninitialized' | 'initialized';
  readonly onDidChangeState: vscode.Event<unknown>;
  readonly onDidOpenRepository: vscode.Event<Repository>;
  readonly repositories: readonly Repository[];
  getRepository(uri: vscode.Uri): Repository | null;
}

interface Repository {
  readonly state: { readonly HEAD?: { readonly commit?: string }; readonly onDidChange: vscode.Event<void> };
  show(ref: string, path: string): Promise<string>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): GitApi;
}

/** Finds what a file said before the reader changed it. */
export interface Ghosts {
  /** The text of the last commit where there is one, else of the saved file; undefined for neither. */
  earlier(document: vscode.TextDocument): Promise<Earlier | undefined>;
  /** Another commit, or another branch. */
  readonly onDidChange: vscode.Event<void>;
}

/** The earlier texts of files, from Git and from the disk, as the setting `optimSches.preview.ghost` wants it. */
export function findGhosts(context: vscode.ExtensionContext): Ghosts {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(changed);
  const git = startGit(context, () => changed.fire());
  /** Texts of commits, by file: they are asked for at every keystroke. */
  const committed = new Map<string, { readonly commit: string; readonly text: string | undefined }>();

  const atCommit = async (uri: vscode.Uri): Promise<string | undefined> => {
    const repository = (await git)?.getRepository(uri);
    const commit = repository?.state.HEAD?.commit;
    if (!repository || commit === undefined) return undefined;
    const key = uri.toString();
    const before = committed.get(key);
    if (before?.commit === commit) return before.text;
    // A file that the commit does not have makes `show` fail.
    const text = await repository.show(commit, uri.fsPath).catch(() => undefined);
    committed.set(key, { commit, text });
    return text;
  };

  /** Saved texts, until they are saved again. */
  const disk = new Map<string, Promise<string | undefined>>();
  const onDisk = (uri: vscode.Uri): Promise<string | undefined> => {
    const key = uri.toString();
    const text = disk.get(key) ?? readText(uri);
    disk.set(key, text);
    return text;
  };
  const forget = ({ uri }: vscode.TextDocument) => disk.delete(uri.toString());
  context.subscriptions.push(
    vscode.workspace.onDidSaveTextDocument(forget),
    vscode.workspace.onDidCloseTextDocument(forget),
  );

  return {
    onDidChange: changed.event,
    async earlier(document) {
      const wanted = vscode.workspace.getConfiguration('optimSches').get<string>('preview.ghost');
      if (wanted === 'off' || document.isUntitled) return undefined;
      const { uri } = document;
      const text = wanted === 'commit' ? await atCommit(uri) : undefined;
      if (text !== undefined) return { label: vscode.l10n.t('last commit'), text };
      if (!document.isDirty) return undefined;
      const saved = await onDisk(uri);
      return saved === undefined ? undefined : { label: vscode.l10n.t('saved'), text: saved };
    },
  };
}

async function startGit(context: vscode.ExtensionContext, changed: () => void): Promise<GitApi | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (!extension) return undefined;
  try {
    const git = await extension.activate();
    if (!git.enabled) return undefined;
    const api = git.getAPI(1);
    const follow = (repository: Repository) => {
      context.subscriptions.push(repository.state.onDidChange(changed));
      changed();
    };
    api.repositories.forEach(follow);
    context.subscriptions.push(api.onDidOpenRepository(follow));
    return api;
  } catch {
    // Git is not installed, or its extension is switched off: the saved file will do.
    return undefined;
  }
}

const readText = async (uri: vscode.Uri): Promise<string | undefined> =>
  vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );

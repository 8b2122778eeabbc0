import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type Run, readRun } from './read-run.js';

const mostRuns = 1000;
const excluded = '**/{node_modules,.git}/**';

/** The runs in the folders of the workspace, as far as their few small files tell. */
export class RunStore implements vscode.Disposable {
  readonly #runs = new Map<string, Run>();
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #changed = new Set<string>();
  readonly #subscriptions: vscode.Disposable[] = [this.#onDidChange];
  #timer: NodeJS.Timeout | undefined;
  #loading: Promise<void> | undefined;
  readonly onDidChange = this.#onDidChange.event;

  constructor() {
    // At the start of a run, when it is resumed, at its end; and at the end of an epoch.
    for (const name of ['run.json', 'best.json']) {
      const watcher = vscode.workspace.createFileSystemWatcher(`**/${name}`);
      const changed = ({ fsPath }: vscode.Uri) => this.changed(dirname(fsPath));
      this.#subscriptions.push(
        watcher,
        watcher.onDidCreate(changed),
        watcher.onDidChange(changed),
        watcher.onDidDelete(changed),
      );
    }
    this.#subscriptions.push(vscode.workspace.onDidChangeWorkspaceFolders(() => void this.reload()));
  }

  /** All runs, the one that was last trained first. */
  async all(): Promise<Run[]> {
    this.#loading ??= this.#load();
    await this.#loading;
    return [...this.#runs.values()].sort((a, b) => timeOf(b) - timeOf(a));
  }

  /** Looks for all runs anew. */
  async reload(): Promise<void> {
    this.#loading = this.#load();
    await this.#loading;
    this.#onDidChange.fire();
  }

  /** Something has changed in a run folder: it is read again soon. */
  changed(folder: string): void {
    this.#changed.add(folder);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#readChanged();
    }, 250);
  }

  /** Reads the runs in progress again: they write what is not watched. */
  readRunning(): void {
    for (const { folder, state } of this.#runs.values()) if (state === 'running') this.changed(folder);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  async #load(): Promise<void> {
    const files = await vscode.workspace.findFiles('**/run.json', excluded, mostRuns);
    const folders = files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => dirname(fsPath));
    const runs = await Promise.all(folders.map(readRun));
    this.#runs.clear();
    for (const run of runs) if (run) this.#runs.set(run.folder, run);
  }

  async #readChanged(): Promise<void> {
    const folders = [...this.#changed];
    this.#changed.clear();
    await Promise.all(
      folders.map(async (folder) => {
        const run = await readRun(folder);
        if (run) this.#runs.set(folder, run);
        else this.#runs.delete(folder);
      }),
    );
    this.#onDidChange.fire();
  }
}

/** When a run was last trained, in milliseconds. */
export function timeOf({ file, last }: Run): number {
  if (file.ended !== undefined) return Date.parse(file.ended.time);
  if (last !== undefined && last.time > 0) return last.time * 1000;
  return Date.parse(file.resumed.at(-1) ?? file.started);
}

import { resolve } from 'node:path';
import { vi } from 'vitest';

/** A file, as an editor names it. */
export class Uri {
  private constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}
  static file = (path: string) => new Uri('file', path);
  static parse(text: string): Uri {
    const [, scheme = 'file', path = ''] = /^([\w-]+):(?:\/\/)?(.*)$/.exec(text) ?? [];
    return new Uri(scheme, path);
  }
  static joinPath = (uri: Uri, ...names: string[]) => new Uri(uri.scheme, resolve(uri.path, ...names));
  get fsPath(): string {
    return this.path;
  }
  toString(): string {
    return `${this.scheme}://${this.path}`;
  }
}

class Disposable {
  constructor(readonly dispose: () => void) {}
  static from = (...all: { dispose(): unknown }[]) =>
    new Disposable(() => {
      for (const each of all) each.dispose();
    });
}

class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();
  readonly event = (listener: (value: T) => unknown) => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

class Icon {
  constructor(
    readonly id: string,
    readonly color?: Icon,
  ) {}
}

interface Pty {
  onDidWrite(listener: (text: string) => void): unknown;
  onDidClose(listener: (code: number) => void): unknown;
  open(dimensions: { columns: number; rows: number } | undefined): void;
  handleInput(data: string): void;
  close(): void;
}

interface Task {
  readonly definition: object;
  readonly name: string;
  readonly execution: { callback(definition: object): Promise<Pty> };
}

/** A task that was started: what its terminal shows, and its end. */
export interface StartedTask {
  readonly task: Task;
  readonly pty: Pty;
  text: string;
  code: number | undefined;
}

/** What a test sees of the editor, and sets. */
export const editor = {
  isTrusted: true,
  folder: '',
  settings: {} as Record<string, unknown>,
  started: [] as StartedTask[],
  /** Messages, with their buttons. */
  messages: [] as { text: string; buttons: string[] }[],
  /** The button that is pressed, if a message has it. */
  press: undefined as string | undefined,
  context: {} as Record<string, unknown>,
  executed: [] as unknown[][],
  commands: new Map<string, (...args: unknown[]) => unknown>(),
  statusBar: { text: '', tooltip: undefined as unknown, isShown: false },
};

type Button = string | { readonly title?: string; readonly modal?: boolean };

async function message(text: string, ...given: Button[]): Promise<Button | undefined> {
  const buttons = given.filter((each) => typeof each === 'string' || each.title !== undefined);
  const titleOf = (button: Button) => (typeof button === 'string' ? button : (button.title ?? ''));
  editor.messages.push({ text, buttons: buttons.map(titleOf) });
  return buttons.find((button) => titleOf(button) === editor.press);
}

async function executeTask(task: Task): Promise<void> {
  const pty = await task.execution.callback(task.definition);
  const started: StartedTask = { task, pty, text: '', code: undefined };
  editor.started.push(started);
  pty.onDidWrite((text) => {
    started.text += text;
  });
  pty.onDidClose((code) => {
    started.code = code;
  });
  pty.open({ columns: 90, rows: 30 });
}

const nothing = () => new Disposable(() => undefined);
const folder = () => ({ uri: Uri.file(editor.folder), name: 'workspace', index: 0 });

/** As much of `vscode` as training needs, in English. */
export const vscodeStub = {
  Uri,
  Disposable,
  EventEmitter,
  ThemeIcon: Icon,
  ThemeColor: Icon,
  TreeItem: class {
    constructor(
      readonly label: string,
      readonly collapsibleState?: number,
    ) {}
  },
  TreeItemCollapsibleState: { None: 0, Collapsed: 1 },
  StatusBarAlignment: { Left: 1 },
  TaskScope: { Workspace: 2 },
  TaskGroup: { Build: {} },
  TaskRevealKind: { Silent: 2 },
  TaskPanelKind: { Dedicated: 2 },
  CustomExecution: class {
    constructor(readonly callback: (definition: object) => Promise<Pty>) {}
  },
  Task: class {
    constructor(
      readonly definition: object,
      readonly scope: unknown,
      readonly name: string,
      readonly source: string,
      readonly execution: unknown,
      readonly problemMatchers: unknown,
    ) {}
  },
  MarkdownString: class {
    value = '';
    appendText(text: string) {
      this.value += text;
      return this;
    }
    appendMarkdown(text: string) {
      this.value += text;
      return this;
    }
  },
  l10n: {
    t: (text: string, ...values: readonly unknown[]) =>
      text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
  },
  env: { language: 'en' },
  commands: {
    registerCommand(name: string, act: (...args: unknown[]) => unknown) {
      editor.commands.set(name, act);
      return nothing();
    },
    executeCommand: async (...args: unknown[]) => {
      if (args[0] === 'setContext') editor.context[String(args[1])] = args[2];
      else editor.executed.push(args);
    },
  },
  tasks: { executeTask: vi.fn(executeTask), registerTaskProvider: nothing },
  window: {
    showInformationMessage: message,
    showWarningMessage: message,
    showErrorMessage: message,
    terminals: [],
    createStatusBarItem: () =>
      Object.assign(editor.statusBar, {
        show: () => {
          editor.statusBar.isShown = true;
        },
        hide: () => {
          editor.statusBar.isShown = false;
        },
        dispose: () => undefined,
      }),
    createTreeView: () => ({
      visible: false,
      selection: [],
      onDidChangeVisibility: nothing,
      dispose: () => undefined,
    }),
  },
  workspace: {
    get isTrusted() {
      return editor.isTrusted;
    },
    get workspaceFolders() {
      return [folder()];
    },
    textDocuments: [],
    getWorkspaceFolder: (uri: Uri) => (uri.path.startsWith(`${editor.folder}/`) ? folder() : undefined),
    getConfiguration: () => ({ get: (key: string, other: unknown) => editor.settings[key] ?? other }),
    asRelativePath: (path: string | Uri) => String(path),
    createFileSystemWatcher: () => ({
      onDidCreate: nothing,
      onDidChange: nothing,
      onDidDelete: nothing,
      dispose: () => undefined,
    }),
    onDidChangeWorkspaceFolders: nothing,
    findFiles: async () => [],
  },
};

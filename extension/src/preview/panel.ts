import type { CurveAnswer } from 'optim-sches-language-server/protocol';
import * as vscode from 'vscode';
import type { Training } from '../train/index.js';
import { type Beside, drawBeside, isUnder, labelOf } from './beside.js';
import { type Curves, curveOf, type Own, ownCurve } from './curves.js';
import { trackDrags } from './drag.js';
import { latestOnly } from './latest-only.js';
import { pageHtml } from './page-html.js';
import { PanelRuns } from './panel-runs.js';
import type { FromPage, PanelState, ToPage } from './protocol.js';
import { csvOf, mostLines, save } from './save.js';
import { folderOf, openDocument, type Source, textOf } from './sources.js';

/** What a panel works with. */
export interface PanelHost {
  readonly curves: Curves;
  readonly extension: vscode.Uri;
  /** Absent where nothing can be trained. */
  training(): Training | undefined;
  /** Lets the reader choose a file to compare with. */
  chooseOther(source: Source): Promise<vscode.Uri | undefined>;
}

/** One preview panel: a configuration's curve, what it is compared with, and the runs over it. */
export class Panel {
  readonly #panel: vscode.WebviewPanel;
  readonly #host: PanelHost;
  readonly #drags;
  readonly #besides;
  readonly #subscriptions: vscode.Disposable[] = [];
  #source: Source;
  #others: vscode.Uri[] = [];
  readonly #runs: PanelRuns;
  #own: Own | undefined;
  #beside: Beside = { others: [] };
  #current: string | undefined;
  #isReady = false;

  constructor(panel: vscode.WebviewPanel, source: Source, host: PanelHost) {
    this.#panel = panel;
    this.#source = source;
    this.#host = host;
    this.#drags = trackDrags(host.curves.server);
    this.#besides = drawBeside(host.curves);
    this.#runs = new PanelRuns(host.training());
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(host.extension, 'dist')],
    };
    const icon = (theme: string) => vscode.Uri.joinPath(host.extension, 'media', `panel-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    this.#subscriptions.push(
      panel.webview.onDidReceiveMessage((message: FromPage) => this.#take(message)),
      vscode.window.onDidChangeTextEditorSelection(() => this.#followCursor()),
    );
    const training = host.training();
    if (training)
      this.#subscriptions.push(
        training.onPoints((run) => {
          if (this.#runs.take(run) && this.#isReady) this.#post({ type: 'run', run });
        }),
        training.onDidStart(() => void this.#addActiveRuns()),
        training.onDidEnd(() => void this.refresh()),
      );
    panel.onDidChangeViewState(() => {
      // What happened while it was hidden has not been drawn.
      if (panel.visible) this.refreshAll();
    });
    panel.onDidDispose(() => this.#dispose());
    panel.webview.html = pageHtml(panel.webview, host.extension);
    this.#retitle();
  }

  get source(): Source {
    return this.#source;
  }

  get isVisible(): boolean {
    return this.#panel.visible;
  }

  reveal(): void {
    this.#panel.reveal(undefined, true);
  }

  /** Shows another file. What the old one was compared with goes with it. */
  show(source: Source): void {
    if (source.uri.toString() === this.#source.uri.toString()) return;
    this.#source = source;
    this.#others = [];
    this.#runs.clear();
    this.#own = undefined;
    this.#beside = { others: [] };
    this.#current = undefined;
    this.#retitle();
    void this.refresh();
  }

  compareWith(uri: vscode.Uri): void {
    if (!this.#others.some((other) => other.toString() === uri.toString())) this.#others.push(uri);
    void this.refresh();
  }

  /** Draws what a run has recorded, now and as it goes on. */
  async addRun(run: vscode.Uri): Promise<void> {
    await this.#runs.add(run);
    this.#send();
  }

  async #addActiveRuns(): Promise<void> {
    const { uri, kind } = this.#source;
    if (kind === 'run') return;
    const experiment = this.#own?.curve?.experimentUri;
    const before = this.#runs.points().length;
    await this.#runs.addActive(experiment === undefined ? uri : vscode.Uri.parse(experiment));
    if (this.#runs.points().length !== before) this.#send();
  }

  /** Computes the curve anew; called again meanwhile, once more afterwards. */
  readonly refresh = latestOnly(async () => {
    const source = this.#source;
    const own = await ownCurve(this.#host.curves, source);
    if (source !== this.#source) return;
    this.#own = own;
    this.#current = this.#optimizerAtCursor() ?? this.#current;
    this.#send();
    void this.#addActiveRuns();
    // What stands beside it comes a moment later where it has changed: a keystroke waits for its own curve alone.
    const before = this.#beside;
    const beside = await this.#besides.of(source, this.#others);
    if (source !== this.#source || isSameBeside(before, beside)) return;
    this.#beside = beside;
    this.#send();
  });

  /** Another file has changed, or a setting. */
  refreshAll(): void {
    this.#besides.forget();
    void this.refresh();
  }

  #state(): PanelState | undefined {
    if (!this.#own) return undefined;
    const { version, ...own } = this.#own;
    const { ghost, others } = this.#beside;
    const { uri, kind, name } = this.#source;
    return {
      ...own,
      ...(ghost && own.curve && !isUnder(ghost.curve, own.curve) ? { ghost } : {}),
      others,
      source: { uri: uri.toString(), kind, name, version },
      runs: this.#runs.points(),
      ...(this.#current === undefined ? {} : { current: this.#current }),
      canDrag: kind === 'file' && vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== false,
      canTrain: this.#host.training() !== undefined && vscode.workspace.isTrusted && kind === 'file',
    };
  }

  #send(): void {
    const state = this.#isReady ? this.#state() : undefined;
    if (state) this.#post({ type: 'state', state });
  }

  #post(message: ToPage): void {
    void this.#panel.webview.postMessage(message);
  }

  async #take(message: FromPage): Promise<void> {
    const { uri } = this.#source;
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        if (this.#own) this.#send();
        else await this.refresh();
        return;
      case 'zoom': {
        const { id, from, to, sample } = message;
        const curve = await this.#curve({ from, to, sample }).catch(() => undefined);
        if (curve) this.#post({ type: 'zoomed', id, curve });
        return;
      }
      case 'drag': {
        const answer = await this.#drags.move(uri, message, this.#own?.curve?.stepsPerEpoch);
        this.#post({ type: 'dragged', id: message.id, answer });
        return;
      }
      case 'drop':
        return this.#drags.drop(uri, message.keep);
      case 'remember': {
        const { type, ...told } = message;
        this.#host.curves.memory.remember(uri, told);
        return this.refresh();
      }
      case 'save':
        return this.#save(message);
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
      case 'compare': {
        const other = await this.#host.chooseOther(this.#source);
        if (other) this.compareWith(other);
        return;
      }
      case 'remove':
        this.#others = this.#others.filter((other) => labelOf(other) !== message.label);
        return this.refresh();
      case 'removeRun':
        this.#runs.dismiss(message.id);
        return this.#send();
      case 'reveal':
        return this.#reveal(message.optimizer);
      case 'train':
        await vscode.commands.executeCommand('optimSches.train', {
          uri: this.#own?.curve?.experimentUri ?? uri.toString(),
        });
        return;
      case 'stop':
        return this.#host.training()?.stop(vscode.Uri.parse(message.id));
    }
  }

  async #curve(question: { from?: number; to?: number; sample: number }): Promise<CurveAnswer> {
    const { uri } = this.#source;
    const text = openDocument(uri) ? {} : { text: await textOf(uri) };
    return curveOf(this.#host.curves, uri, { ...question, ...text });
  }

  async #save(message: Extract<FromPage, { type: 'save' }>): Promise<void> {
    const { uri, kind } = this.#source;
    const named = kind === 'run' ? folderOf(uri) : uri;
    if ('base64' in message)
      return save(
        named,
        'png',
        Uint8Array.from(atob(message.base64), (char) => char.charCodeAt(0)),
      );
    if (message.format === 'svg') return save(named, 'svg', message.text ?? '');
    return save(named, 'csv', csvOf(await this.#curve({ sample: mostLines })));
  }

  async #reveal(name: string): Promise<void> {
    const range = this.#own?.curve?.optimizers[name]?.range;
    const document = await vscode.workspace.openTextDocument(this.#source.uri);
    const viewColumn = vscode.window.visibleTextEditors.find(
      (editor) => editor.document === document,
    )?.viewColumn;
    const at = range && new vscode.Position(range.start.line, range.start.character);
    await vscode.window.showTextDocument(document, {
      viewColumn: viewColumn ?? vscode.ViewColumn.One,
      ...(at ? { selection: new vscode.Range(at, at) } : {}),
    });
  }

  #optimizerAtCursor(): string | undefined {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.toString() !== this.#source.uri.toString()) return undefined;
    const { line } = editor.selection.active;
    const optimizers = Object.entries(this.#own?.curve?.optimizers ?? {});
    return optimizers.find(
      ([, { range }]) => range && range.start.line <= line && line <= range.end.line,
    )?.[0];
  }

  #followCursor(): void {
    const current = this.#optimizerAtCursor();
    if (current === undefined || current === this.#current) return;
    this.#current = current;
    this.#send();
  }

  #retitle(): void {
    this.#panel.title = vscode.l10n.t('Learning Rate: {0}', this.#source.name);
  }

  #dispose(): void {
    this.#runs.clear();
    for (const each of this.#subscriptions) each.dispose();
  }
}

/** The curves of texts that have not changed are the same objects. */
const isSameBeside = (a: Beside, b: Beside): boolean =>
  a.ghost?.curve === b.ghost?.curve &&
  a.others.length === b.others.length &&
  a.others.every(({ curve }, index) => curve === b.others[index]?.curve);

import * as vscode from 'vscode';
import { readRun } from '../runs/read-run.js';
import type { RunFile } from '../runs/run-file.js';
import type { Followers } from './followers.js';
import { endedText, progressText, progressTooltip } from './status-text.js';
import type { TrainingHost } from './training.js';
import type { ActiveRun, EndedRun, Trainings } from './trainings.js';

const endShown = 60_000;
/** Milliseconds between two texts of a training: more often is too restless at the edge of the eye. */
const interval = 900;
/** Milliseconds between two looks at `run.json`, until it is that of the training in progress. */
const fileInterval = 1000;

/** The newest training in the status bar, and for a minute how it ended. */
export class StatusBar implements vscode.Disposable {
  readonly #host: TrainingHost;
  readonly #trainings: Trainings;
  readonly #followers: Followers;
  readonly #item = vscode.window.createStatusBarItem(
    'optimSches.training',
    vscode.StatusBarAlignment.Left,
    10,
  );
  readonly #files = new Map<string, RunFile>();
  #readAt = 0;
  #updatedAt = 0;
  #ended: EndedRun | undefined;
  #hiding: NodeJS.Timeout | undefined;
  readonly #subscriptions: vscode.Disposable;

  constructor(host: TrainingHost, trainings: Trainings, followers: Followers) {
    this.#host = host;
    this.#trainings = trainings;
    this.#followers = followers;
    this.#item.name = vscode.l10n.t('Training');
    this.#item.command = 'optimSches.showTraining';
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      trainings.onDidStart(() => this.#update()),
      trainings.onDidEnd((ended) => void this.#showEnd(ended)),
      followers.onPoints(({ id }) => {
        if (Date.now() - this.#updatedAt < interval) return;
        if (id === this.#newest?.run.toString()) this.#update();
      }),
    );
  }

  /** The panel of the training that is shown; where there are several, of the one that the user chooses. */
  async open(): Promise<void> {
    const { active } = this.#trainings;
    const shown = active.length > 1 ? await chooseRun(active) : (this.#newest ?? this.#ended);
    if (shown) await this.#host.showPreview({ uri: shown.config, runs: [shown.run] });
  }

  dispose(): void {
    clearTimeout(this.#hiding);
    this.#subscriptions.dispose();
  }

  get #newest(): ActiveRun | undefined {
    return this.#trainings.active.at(-1);
  }

  #update(): void {
    const active = this.#newest;
    if (active === undefined) return;
    this.#updatedAt = Date.now();
    clearTimeout(this.#hiding);
    void this.#readFile(active);
    const follower = this.#followers.followerOf(active.run);
    const facts = {
      name: active.name,
      folder: active.run.fsPath,
      file: this.#files.get(active.run.toString()),
      last: follower?.last,
      perSecond: follower?.perSecond,
      isStopping: active.wish !== 'none',
      others: this.#trainings.active.length - 1,
    };
    this.#item.text = progressText(facts);
    this.#item.tooltip = progressTooltip(facts);
    this.#item.backgroundColor = undefined;
    this.#item.show();
  }

  /** Reads how long the training is, once it has written that: a resumed one has an older file until then. */
  async #readFile({ run }: ActiveRun): Promise<void> {
    const id = run.toString();
    if (this.#files.has(id) || Date.now() - this.#readAt < fileInterval) return;
    this.#readAt = Date.now();
    const known = await readRun(run.fsPath);
    if (known?.state === 'running' && known.file.ended === undefined) this.#files.set(id, known.file);
  }

  async #showEnd(ended: EndedRun): Promise<void> {
    this.#files.delete(ended.run.toString());
    if (this.#newest !== undefined) {
      this.#update();
      return;
    }
    this.#ended = ended;
    const known = await readRun(ended.run.fsPath);
    if (this.#newest !== undefined) return;
    this.#item.text = endedText(ended.name, ended.ending, known?.last?.step, known?.best);
    this.#item.tooltip = ended.run.fsPath;
    this.#item.show();
    clearTimeout(this.#hiding);
    this.#hiding = setTimeout(() => this.#item.hide(), endShown);
  }
}

/** Lets the user choose one of several trainings; undefined when none is chosen. */
export async function chooseRun(active: readonly ActiveRun[]): Promise<ActiveRun | undefined> {
  const items = active.toReversed().map((run) => ({ label: run.name, description: run.run.fsPath, run }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which training?'),
    matchOnDescription: true,
  });
  return chosen?.run;
}

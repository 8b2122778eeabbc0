import { basename } from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../runs/read-run.js';
import { launch, mayTrain, placeOf, taskPath } from './launch.js';
import { newRunFolder } from './run-name.js';
import type { TrainingHost } from './training.js';
import type { Trainings } from './trainings.js';

/** What commands do with trainings: each tells the user itself when something is in the way. */
export class TrainActions {
  readonly #host: TrainingHost;
  readonly #trainings: Trainings;

  constructor(host: TrainingHost, trainings: Trainings) {
    this.#host = host;
    this.#trainings = trainings;
  }

  /** Trains an experiment, or the one to which a file belongs. Answers the folder of the run. */
  async train(file: vscode.Uri): Promise<vscode.Uri | undefined> {
    if (!(await mayTrain(file)) || !(await saved(file))) return undefined;
    const config = await this.#host.experimentOf(file);
    if (config === undefined) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t(
          '{0} is no experiment, so there is nothing to train: an experiment has a data_cfg and a train_cfg. Open the experiment that names this file, or add a data_cfg.',
          basename(file.fsPath),
        ),
      );
      return undefined;
    }
    if (config.toString() !== file.toString() && (!(await mayTrain(config)) || !(await saved(config))))
      return undefined;
    const place = placeOf(config);
    const run = vscode.Uri.file(newRunFolder(place.folder, config.fsPath));
    await launch({ config: taskPath(place, config), run: taskPath(place, run) }, place, this.#trainings);
    this.#show({ uri: config, runs: [run] });
    return run;
  }

  /** Goes on with a run from its last checkpoint. */
  async resume(run: vscode.Uri): Promise<void> {
    if (!(await mayTrain(run))) return;
    const known = await readRun(run.fsPath);
    if (known === undefined) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('There is no run in {0} (any more), so nothing can go on.', run.fsPath),
      );
      return;
    }
    if (known.state === 'running' || this.#trainings.activeRun(run) !== undefined) {
      void vscode.window.showInformationMessage(vscode.l10n.t('{0} is being trained already.', known.name));
      return;
    }
    const place = placeOf(run);
    await launch({ resume: taskPath(place, run) }, place, this.#trainings);
    this.#show({ uri: vscode.Uri.joinPath(run, 'config.yaml'), runs: [run] });
  }

  /** Lets a training save itself and end; asks before it ends one at once that is stopping already. */
  async stop(run: vscode.Uri): Promise<void> {
    const active = this.#trainings.activeRun(run);
    if (active === undefined) {
      await this.#tellNotOurs(run);
      return;
    }
    if (active.wish === 'none') {
      this.#trainings.stop(active);
      return;
    }
    const now = vscode.l10n.t('End Now');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('{0} is already stopping: it ends its training step and saves itself.', active.name),
      { modal: true, detail: vscode.l10n.t('Ended now, it loses what came after its last checkpoint.') },
      now,
    );
    if (chosen === now && this.#trainings.activeRun(run) === active) this.#trainings.kill(active);
  }

  #show(what: Parameters<TrainingHost['showPreview']>[0]): void {
    // A training does not depend on its picture.
    this.#host
      .showPreview(what)
      .catch((error: unknown) => this.#host.log.error(error instanceof Error ? error : String(error)));
  }

  async #tellNotOurs(run: vscode.Uri): Promise<void> {
    const known = await readRun(run.fsPath);
    void vscode.window.showInformationMessage(
      known?.state === 'running'
        ? vscode.l10n.t(
            '{0} was not started from this window, so it cannot be stopped from here. Press Ctrl-C in its terminal.',
            basename(run.fsPath),
          )
        : vscode.l10n.t('{0} is not being trained.', basename(run.fsPath)),
    );
  }
}

/** Saves a file that has changes: what is on the disk is what is trained. False when it could not be. */
async function saved(file: vscode.Uri): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === file.toString());
  if (document === undefined || !document.isDirty || (await document.save())) return true;
  void vscode.window.showErrorMessage(
    vscode.l10n.t('{0} could not be saved, so it is not trained.', basename(file.fsPath)),
  );
  return false;
}

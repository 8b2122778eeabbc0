import * as vscode from 'vscode';
import { registerRuns } from '../runs/index.js';
import { showEnding } from './ending-message.js';
import { Followers } from './followers.js';
import { chooseRun, StatusBar } from './status-bar.js';
import { TrainTaskProvider } from './task-provider.js';
import { TrainActions } from './train-commands.js';
import { taskType } from './train-task.js';
import type { Training, TrainingHost } from './training.js';
import { followActive, Trainings } from './trainings.js';

export type { RunAndConfig, Training, TrainingHost } from './training.js';

/** Brings training from the editor: commands, tasks, status bar, run history. */
export function registerTraining(context: vscode.ExtensionContext, host: TrainingHost): Training {
  const trainings = new Trainings(host.log, context.extensionPath);
  const followers = new Followers(host.log, (run) => trainings.activeRun(run) !== undefined);
  const actions = new TrainActions(host, trainings);
  // The history and its buttons are there only where something can be trained: not in a browser.
  void vscode.commands.executeCommand('setContext', 'optimSches.canTrain', true);
  const statusBar = new StatusBar(host, trainings, followers);
  const runs = registerRuns({ host, trainings });

  /** The file that a command is about: its argument, as a code lens or the explorer gives it, or the editor's. */
  const train = async (argument: unknown) => {
    const file = fileOf(argument) ?? vscode.window.activeTextEditor?.document.uri;
    if (file) return actions.train(file);
    void vscode.window.showInformationMessage(vscode.l10n.t('Open the configuration that is to be trained.'));
    return undefined;
  };
  const stop = async (argument: unknown) => {
    const { active } = trainings;
    const run = fileOf(argument) ?? (active.length > 1 ? await chooseRun(active) : active[0])?.run;
    if (run) await actions.stop(run);
    else if (active.length === 0)
      void vscode.window.showInformationMessage(vscode.l10n.t('No training is in progress.'));
  };
  const resume = async (argument: unknown) => {
    const run = fileOf(argument) ?? (await runs.chooseResumable());
    if (run) await actions.resume(run);
  };

  context.subscriptions.push(
    // First the trainings, which save themselves.
    trainings,
    followActive(trainings, followers),
    followers,
    statusBar,
    runs,
    vscode.tasks.registerTaskProvider(taskType, new TrainTaskProvider(trainings)),
    trainings.onDidEnd((ended) => {
      showEnding(ended, host, actions).catch((error: unknown) =>
        host.log.error(error instanceof Error ? error : String(error)),
      );
    }),
    vscode.commands.registerCommand('optimSches.train', train),
    vscode.commands.registerCommand('optimSches.stop', stop),
    vscode.commands.registerCommand('optimSches.resume', resume),
    vscode.commands.registerCommand('optimSches.showTraining', () => statusBar.open()),
  );
  return {
    onPoints: followers.onPoints,
    follow: (run) => followers.follow(run),
    pointsOf: (run) => followers.pointsOf(run),
    activeRuns: (config) =>
      trainings.active.filter((each) => each.config.toString() === config.toString()).map(({ run }) => run),
    onDidStart: trainings.onDidStart,
    onDidEnd: trainings.onDidEnd,
    train: (config) => actions.train(config),
    stop: (run) => actions.stop(run),
  };
}

/** The file of a command's argument: a URI, `{ uri }` of a code lens or of a row of the history. */
function fileOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  const uri =
    typeof argument === 'object' && argument !== null && 'uri' in argument ? argument.uri : undefined;
  if (uri instanceof vscode.Uri) return uri;
  return typeof uri === 'string' ? vscode.Uri.parse(uri) : undefined;
}

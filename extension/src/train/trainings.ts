import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { nameOf } from '../runs/read-run.js';
import { type Ending, endingOf } from './ending.js';
import type { Followers } from './followers.js';
import { isInRange } from './node-range.js';
import { startProcess, type TrainingProcess } from './process.js';
import { findRuntime, type Runtime } from './runtime.js';
import { noRuntimeText, runtimeText } from './runtime-texts.js';
import type { Stoppable, TerminalSide } from './terminal.js';
import { shownCommand, trainArguments } from './train-arguments.js';
import type { Job } from './train-task.js';
import type { RunAndConfig } from './training.js';

/** A training in progress that was started here. */
export interface ActiveRun extends RunAndConfig {
  readonly name: string;
  readonly process: TrainingProcess;
  /** `stop`: it is saving itself. */
  wish: 'none' | 'stop' | 'kill';
}

/** A training that has ended. */
export interface EndedRun extends RunAndConfig {
  readonly name: string;
  readonly ending: Ending;
}

/** The trainings that were started here: begins them, knows them, stops them. */
export class Trainings implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #extensionPath: string;
  readonly #active = new Map<string, ActiveRun>();
  readonly #onDidStart = new vscode.EventEmitter<ActiveRun>();
  readonly #onDidEnd = new vscode.EventEmitter<EndedRun>();
  readonly onDidStart = this.#onDidStart.event;
  readonly onDidEnd = this.#onDidEnd.event;

  constructor(log: vscode.LogOutputChannel, extensionPath: string) {
    this.#log = log;
    this.#extensionPath = extensionPath;
  }

  /** The trainings in progress, the newest last. */
  get active(): readonly ActiveRun[] {
    return [...this.#active.values()];
  }

  activeRun(run: vscode.Uri): ActiveRun | undefined {
    return this.#active.get(run.toString());
  }

  /** Starts a training that a terminal shows. Undefined when it could not be: the user is told. */
  async begin(job: Job, terminal: TerminalSide): Promise<Stoppable | undefined> {
    if (!vscode.workspace.isTrusted) {
      terminal.write(`${vscode.l10n.t('This workspace is not trusted, and training runs its code.')}\n`);
      terminal.close(1);
      return undefined;
    }
    const runtime = findRuntime({
      setting: vscode.workspace.getConfiguration('optimSches', job.config).get('train.runtime', ''),
      config: job.config.fsPath,
      workspaceFolder: job.cwd,
      bundled: join(this.#extensionPath, 'dist/runtime/bin/optim-sches.js'),
    });
    if ('missing' in runtime) {
      const text = noRuntimeText(runtime);
      this.#log.error(text);
      terminal.write(`${text}\n`);
      terminal.close(1);
      this.#onDidEnd.fire({ ...namesOf(job), ending: { kind: 'noStart', message: text } });
      return undefined;
    }
    return this.#start(job, runtime, terminal);
  }

  /** Lets a training save itself and end; does nothing where it is doing so. */
  stop(active: ActiveRun): void {
    if (active.wish === 'none') this.#interrupt(active);
  }

  #interrupt(active: ActiveRun): void {
    active.wish = 'stop';
    active.process.stop();
  }

  /** Ends a training at once: what came after its last checkpoint is lost. */
  kill(active: ActiveRun): void {
    active.wish = 'kill';
    active.process.kill();
  }

  dispose(): void {
    // The window closes: each saves itself, and ends on its own.
    for (const active of this.#active.values()) this.stop(active);
    this.#onDidStart.dispose();
    this.#onDidEnd.dispose();
  }

  #start(job: Job, runtime: Runtime, terminal: TerminalSide): Stoppable {
    const args = trainArguments(job.request);
    const about = runtimeText(runtime);
    this.#log.info(`${about}: ${runtime.script}`);
    this.#log.info(shownCommand(args));
    terminal.write(`\u001b[2m${about}\u001b[0m\n\u001b[1m$ ${shownCommand(args)}\u001b[0m\n`);
    const training = startProcess(
      { node: process.execPath, script: runtime.script, args, cwd: job.cwd, columns: terminal.columns },
      (text) => terminal.write(text),
    );
    const active: ActiveRun = { ...namesOf(job), process: training, wish: 'none' };
    this.#active.set(job.run.toString(), active);
    this.#onDidStart.fire(active);
    this.#keepContextKey();
    void this.#awaitEnd(active, runtime, terminal);
    return { interrupt: () => this.#interrupt(active), stop: () => this.stop(active) };
  }

  async #awaitEnd(active: ActiveRun, runtime: Runtime, terminal: TerminalSide): Promise<void> {
    const end = await active.process.ended;
    const ending = endingOf(end, {
      isKilled: active.wish === 'kill',
      isNodeOld: runtime.node !== undefined && !isInRange(process.versions.node, runtime.node),
    });
    this.#log.info(
      `${basename(active.run.fsPath)}: ${ending.kind} (${end.signal ?? `exit code ${end.code ?? '?'}`})`,
    );
    this.#active.delete(active.run.toString());
    // A training that the user has stopped has not failed.
    terminal.close(ending.kind === 'stopped' || ending.kind === 'aborted' ? 0 : (end.code ?? 1));
    const { run, config, name } = active;
    this.#onDidEnd.fire({ run, config, name, ending });
    this.#keepContextKey();
  }

  /** Menus show Stop while something can be stopped. */
  #keepContextKey(): void {
    void vscode.commands.executeCommand('setContext', 'optimSches.training', this.#active.size > 0);
  }
}

const namesOf = ({ run, config }: Job) => ({ run, config, name: nameOf(config.fsPath) });

/** Follows each training as long as it lasts, so that its points are there when somebody looks. */
export function followActive(trainings: Trainings, followers: Followers): vscode.Disposable {
  const following = new Map<string, vscode.Disposable>();
  return vscode.Disposable.from(
    trainings.onDidStart(({ run }) => {
      following.set(run.toString(), followers.follow(run));
      followers.followerOf(run)?.wake();
    }),
    trainings.onDidEnd(({ run }) => {
      followers.followerOf(run)?.wake();
      // Its last points are read before it is let go.
      void followers
        .pointsOf(run)
        .catch(() => undefined)
        .finally(() => {
          following.get(run.toString())?.dispose();
          following.delete(run.toString());
        });
    }),
  );
}

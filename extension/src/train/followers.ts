import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { RunPoints } from '../preview/protocol.js';
import { readRun } from '../runs/read-run.js';
import { RunFollower } from './points/run-follower.js';

interface Followed {
  readonly follower: RunFollower;
  /** How many want to know of it. */
  users: number;
}

/** The runs that somebody looks at; each is read once, however many do. */
export class Followers implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #isOurs: (run: vscode.Uri) => boolean;
  readonly #followed = new Map<string, Followed>();
  readonly #onPoints = new vscode.EventEmitter<RunPoints>();
  /** New points of a run that is followed, a few times a second. */
  readonly onPoints = this.#onPoints.event;

  /** `isOurs`: whether a process that was started here trains in a run folder. */
  constructor(log: vscode.LogOutputChannel, isOurs: (run: vscode.Uri) => boolean) {
    this.#log = log;
    this.#isOurs = isOurs;
  }

  /** Follows a run until the answer is disposed of. */
  follow(run: vscode.Uri): vscode.Disposable {
    const id = run.toString();
    const followed = this.#followed.get(id) ?? { follower: this.#begin(run), users: 0 };
    this.#followed.set(id, followed);
    followed.users += 1;
    let isDone = false;
    return new vscode.Disposable(() => {
      if (isDone) return;
      isDone = true;
      followed.users -= 1;
      if (followed.users > 0) return;
      followed.follower.dispose();
      this.#followed.delete(id);
    });
  }

  /** What a run has recorded until now; undefined where there is no run. */
  async pointsOf(run: vscode.Uri): Promise<RunPoints | undefined> {
    if (!this.#isOurs(run) && (await readRun(run.fsPath)) === undefined) return undefined;
    const following = this.follow(run);
    try {
      const follower = this.followerOf(run);
      await follower?.read();
      return follower && pointsOf(run, follower);
    } finally {
      following.dispose();
    }
  }

  /** The follower of a run that is followed. */
  followerOf(run: vscode.Uri): RunFollower | undefined {
    return this.#followed.get(run.toString())?.follower;
  }

  dispose(): void {
    for (const { follower } of this.#followed.values()) follower.dispose();
    this.#followed.clear();
    this.#onPoints.dispose();
  }

  #begin(run: vscode.Uri): RunFollower {
    let told = false;
    const follower: RunFollower = new RunFollower(run.fsPath, {
      isOurs: () => this.#isOurs(run),
      onChange: () => this.#onPoints.fire(pointsOf(run, follower)),
      onError: (error) => {
        // It comes again several times a second.
        if (!told) this.#log.warn(`${run.fsPath}: ${error instanceof Error ? error.message : String(error)}`);
        told = true;
      },
    });
    return follower;
  }
}

function pointsOf(run: vscode.Uri, follower: RunFollower): RunPoints {
  return {
    id: run.toString(),
    label: basename(run.fsPath),
    state: follower.isRunning ? 'running' : 'ended',
    ...follower.columns(),
  };
}

import type * as vscode from 'vscode';
import type { Training } from '../train/index.js';
import type { RunPoints } from './protocol.js';

/** The runs that are drawn over a panel's curve, and followed as long as they are. */
export class PanelRuns {
  readonly #training: Training | undefined;
  readonly #drawn = new Map<string, { points: RunPoints | undefined; readonly follows: vscode.Disposable }>();
  /** The reader has taken them away: they do not come back by themselves. */
  readonly #dismissed = new Set<string>();

  constructor(training: Training | undefined) {
    this.#training = training;
  }

  /** What they have recorded so far. */
  points(): RunPoints[] {
    return [...this.#drawn.values()].flatMap(({ points }) => points ?? []);
  }

  /** Draws what a run has recorded, now and as it goes on. */
  async add(run: vscode.Uri): Promise<void> {
    const id = run.toString();
    if (!this.#training || this.#drawn.has(id)) return;
    this.#dismissed.delete(id);
    this.#drawn.set(id, { points: undefined, follows: this.#training.follow(run) });
    const points = await this.#training.pointsOf(run);
    if (points) this.take(points);
  }

  /** Whatever trains with an experiment is drawn, however it was started. */
  async addActive(experiment: vscode.Uri): Promise<void> {
    const runs = this.#training?.activeRuns(experiment) ?? [];
    await Promise.all(runs.filter((run) => !this.#dismissed.has(run.toString())).map((run) => this.add(run)));
  }

  /** New points; false when they are of another run. */
  take(points: RunPoints): boolean {
    const before = this.#drawn.get(points.id);
    if (before) before.points = points;
    return before !== undefined;
  }

  /** Takes a run away because the reader wants it. */
  dismiss(id: string): void {
    this.#dismissed.add(id);
    this.#drawn.get(id)?.follows.dispose();
    this.#drawn.delete(id);
  }

  /** Takes all away: another file is shown, or nothing any more. */
  clear(): void {
    for (const { follows } of this.#drawn.values()) follows.dispose();
    this.#drawn.clear();
  }
}

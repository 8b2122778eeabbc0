import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';
import { parseMetricsLine, type StepLine } from '../../runs/metrics-line.js';
import { lockState } from '../../runs/run-state.js';
import { MetricsTail } from './metrics-tail.js';
import { Speed } from './speed.js';
import { type Columns, ThinnedPoints } from './thinned-points.js';

export interface FollowerOptions {
  /** Something is new: points, or the state. Not called more than once in `interval`. */
  readonly onChange: () => void;
  /** Whether a process of ours trains in the folder, which may not have begun to write yet. */
  readonly isOurs: () => boolean;
  readonly onError?: (error: unknown) => void;
  /** Milliseconds between two looks at a run in progress. */
  readonly interval?: number;
}

/** Follows a run folder: what is recorded in it, as it comes. */
export class RunFollower {
  readonly #folder: string;
  readonly #options: FollowerOptions;
  readonly #interval: number;
  readonly #points = new ThinnedPoints();
  #speed = new Speed();
  readonly #tail: MetricsTail;
  #last: StepLine | undefined;
  #isRunning = false;
  #isDisposed = false;
  #timer: NodeJS.Timeout | undefined;
  #isPlanned = false;
  #watcher: FSWatcher | undefined;

  constructor(folder: string, options: FollowerOptions) {
    this.#folder = folder;
    this.#options = options;
    this.#interval = options.interval ?? 250;
    this.#tail = new MetricsTail(join(folder, 'metrics.jsonl'), {
      line: (text) => this.#take(text),
      restart: () => this.#points.clear(),
    });
    this.#plan(0);
  }

  /** A process is training in the folder. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** The last training step. */
  get last(): StepLine | undefined {
    return this.#last;
  }

  /** Training steps in a second, lately. */
  get perSecond(): number | undefined {
    return this.#speed.perSecond;
  }

  columns(): Columns {
    return this.#points.columns();
  }

  /** Reads what there is now, without waiting for the next look. */
  async read(): Promise<void> {
    const isNew = await this.#tail.read();
    const isRunning = this.#options.isOurs() || (await lockState(this.#folder)) === 'alive';
    const isChanged = isRunning !== this.#isRunning;
    this.#isRunning = isRunning;
    if (this.#last !== undefined && isNew) this.#speed.add(this.#last.time, this.#last.step);
    if ((isNew || isChanged) && !this.#isDisposed) this.#options.onChange();
  }

  /** A training begins or ends: looks at once. The time between the two is no part of its speed. */
  wake(): void {
    this.#speed = new Speed();
    this.#plan(0);
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
  }

  #take(text: string): void {
    const line = parseMetricsLine(text);
    if (line?.kind === 'valid') this.#points.addValid(line);
    if (line?.kind !== 'step') return;
    this.#points.addStep(line);
    this.#last = line;
  }

  #plan(wait: number): void {
    if (this.#isDisposed) return;
    // A file that is written all the time must not put off the look for ever.
    if (this.#isPlanned && wait > 0) return;
    clearTimeout(this.#timer);
    this.#isPlanned = true;
    this.#timer = setTimeout(() => void this.#look(), wait);
  }

  async #look(): Promise<void> {
    this.#isPlanned = false;
    try {
      await this.read();
    } catch (error) {
      this.#options.onError?.(error);
    }
    if (this.#isRunning) {
      this.#watcher?.close();
      this.#watcher = undefined;
      this.#plan(this.#interval);
    } else {
      this.#watch();
    }
  }

  /** An ended run may be gone on with, from here or from a terminal: that is waited for without polling. */
  #watch(): void {
    if (this.#watcher !== undefined || this.#isDisposed) return;
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, () => this.#plan(this.#interval));
      this.#watcher.on('error', () => {
        this.#watcher?.close();
        this.#watcher = undefined;
      });
    } catch {
      // Not there, or not watchable: the points are those of now.
    }
  }
}

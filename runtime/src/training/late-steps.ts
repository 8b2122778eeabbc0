import type { Scalar, Tensor } from '#tf';
import * as tf from '#tf';
import { fusedUpdates } from '../backends/fused.js';
import type { OptimScheduler } from '../optim-scheduler.js';
import type { LateStep } from '../optim-schedulers/late-step.js';
import type { FinishedStep } from './finished-step.js';
import { readLosses } from './real-step.js';

/** A training step whose losses and gradients the device is computing. */
export interface BegunStep {
  readonly step: number;
  readonly epoch: number;
  /** Taken over. */
  readonly losses: Record<string, Scalar>;
  /** The names of those that have to be finite. */
  readonly wanted: readonly string[];
  /** The OptimSchedulers that update in it, and their gradients, which are taken over. */
  readonly due: readonly OptimScheduler[];
  readonly gradients: readonly (readonly (Tensor | null)[])[];
  /** All OptimSchedulers: their learning rates are recorded. */
  readonly all: readonly OptimScheduler[];
}

interface OpenStep {
  readonly begun: BegunStep;
  /** The losses that have to be finite. */
  readonly checked: Tensor;
  /** Reads the losses; once. */
  readonly values: () => Promise<Record<string, number>>;
  readonly updates: readonly { readonly name: string; readonly update: LateStep }[];
  lr: Readonly<Record<string, number>>;
}

/**
 * Training steps on a device that decides on updates by itself: what a step came to is read while the device is at work on
 * the next one. When a step turns out to be skipped, the device has held the next update back; its gradients are right, as
 * nothing has changed since, and it is begun once more.
 */
export class LateSteps {
  readonly #finish: (step: FinishedStep) => void;
  #open: OpenStep | undefined;

  /** `finish` is told what each step came to, in their order. */
  constructor(finish: (step: FinishedStep) => void) {
    this.#finish = finish;
    // What a training before this one may have left behind.
    fusedUpdates().guards?.release();
  }

  /** Whether a step of these OptimSchedulers can be begun here. */
  canTake(due: readonly OptimScheduler[]): boolean {
    return fusedUpdates().guards !== undefined && due.every((each) => each.canStepLater);
  }

  /** Sends the updates of a step on their way, then waits for the step before it. */
  async begin(begun: BegunStep): Promise<void> {
    const checked = tf.tidy(() => tf.stack(begun.wanted.flatMap((name) => begun.losses[name] ?? [])));
    const updates = begun.due.map((each, order) => ({
      name: each.name,
      update: each.stepLater({ ...begun, gradients: begun.gradients[order] ?? [] }, checked),
    }));
    const values = readLater(() => readLosses(begun.losses));
    const before = this.#open;
    this.#open = { begun, checked, values, updates, lr: learningRates(begun.all) };
    if (before !== undefined) await this.#settle(before, this.#open);
  }

  /** Waits for the step that is under way, if one is. */
  async settle(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (open !== undefined) await this.#settle(open, undefined);
  }

  async #settle(
    { begun, checked, values, updates, lr }: OpenStep,
    next: OpenStep | undefined,
  ): Promise<void> {
    const losses = await values();
    const done = await Promise.all(updates.map(({ update }) => update.isDone()));
    const isDone = done.every(Boolean);
    if (!isDone) for (const { update } of next?.updates.toReversed() ?? []) update.takeBack();
    const outcomes: FinishedStep['outcomes'][number][] = [];
    for (const { name, update } of updates) {
      const outcome = await update.settle();
      if (outcome !== undefined) outcomes.push({ name, outcome });
    }
    checked.dispose();
    const { step, epoch, wanted, all } = begun;
    this.#finish({ step, epoch, losses, wanted, outcomes, lr: isDone ? lr : learningRates(all) });
    if (isDone) return;
    fusedUpdates().guards?.release();
    if (next === undefined) return;
    for (const { update } of next.updates) update.begin();
    next.lr = learningRates(all);
  }
}

/** Reads at once where that goes on beside us, else when the answer is called. */
function readLater<T>(read: () => Promise<T>): () => Promise<T> {
  if (fusedUpdates().guards?.readsAhead !== true) return read;
  const value = read();
  // An error is met where the value is waited for.
  value.catch(() => undefined);
  return () => value;
}

/** The learning rates in the optimizers now. */
export function learningRates(optimSchedulers: readonly OptimScheduler[]): Record<string, number> {
  return Object.fromEntries(optimSchedulers.map((each) => [each.name, each.getLr()]));
}

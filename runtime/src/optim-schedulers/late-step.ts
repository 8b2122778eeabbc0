import type { Tensor } from '#tf';
import * as tf from '#tf';
import type { UpdateGuard, UpdateGuards } from '../backends/fused.js';
import type { Gradients, UpdateRule } from '../optimizers/update-rule.js';
import type { MicroStep, StepOutcome } from './micro-step.js';

/** A training step that is a real step by itself, with the answer to `gradientRequest`. */
export type LateMicroStep = Pick<MicroStep, 'step' | 'epoch'> & Required<Pick<MicroStep, 'gradients'>>;

/** What a late step needs of its OptimScheduler. */
export interface LateStepOptions {
  readonly guards: UpdateGuards;
  readonly guarded: NonNullable<UpdateRule['guarded']>;
  /** Training step, for one that is a real step by itself. */
  readonly step: number;
  /** The losses that have to be finite, in one tensor; it stays the caller's. */
  readonly losses: Tensor;
  /** Taken over. */
  readonly gradients: Gradients;
  readonly clip: number;
  /** Moves the learning rate on. */
  readonly next: () => { readonly lr: number; readonly momentum: number | undefined };
  /** Remembers the learning rate and the schedule's state; answers what takes them back to it. */
  readonly mark: () => () => void;
  /** SpeeChain's words for an update that did not happen. */
  readonly notFinite: () => string;
}

/**
 * An update that is under way before anybody knows whether its losses and gradients are finite: the device looks, and
 * leaves everything as it is when they are not. What we count beside it (steps, the schedule) is taken back then.
 */
export class LateStep {
  readonly #options: LateStepOptions;
  #lr = Number.NaN;
  #guard: UpdateGuard | undefined;
  #takeBackRule = () => {};
  #takeBackSchedule = () => {};

  /** Sends the update on its way. Throws when the learning rate is not finite. */
  constructor(options: LateStepOptions) {
    this.#options = options;
    this.begin();
  }

  /** Sends the update on its way, or once more after it was held back and taken back. */
  begin(): void {
    const { guards, guarded, step, losses, gradients, clip, next, mark } = this.#options;
    this.#takeBackSchedule = mark();
    const { lr, momentum } = next();
    this.#lr = lr;
    const guard = guards.guard({ step, losses, gradients: [...gradients.values()], clip });
    this.#takeBackRule = guarded(guard, gradients, lr, momentum);
    this.#guard = guard;
    if (guards.readsAhead) this.#read();
  }

  /** Waits for the device. */
  async isDone(): Promise<boolean> {
    return (await this.#guard?.outcome)?.state === 'done';
  }

  /** Takes back what was counted for an update that the device held back. */
  takeBack(): void {
    this.#read();
    this.#takeBackRule();
    this.#takeBackSchedule();
  }

  /**
   * What the step came to, as `OptimScheduler.step` tells it; undefined for one whose losses were not finite: then it is
   * as if it had never been asked for. What was counted for one that was not done is taken back.
   */
  async settle(): Promise<StepOutcome | undefined> {
    const outcome = await this.#guard?.outcome;
    if (outcome === undefined) throw new Error('A step was not begun.');
    const { state, norm } = outcome;
    if (state === 'held back') throw new Error('A step that was held back has to be begun once more.');
    tf.dispose([...this.#options.gradients.values()]);
    if (state === 'loss not finite') {
      this.takeBack();
      return undefined;
    }
    if (state === 'done') return { lr: this.#lr, updated: true, gradNorm: norm };
    this.#takeBackRule();
    return { lr: this.#lr, updated: false, gradNorm: norm, message: this.#options.notFinite() };
  }

  #read(): void {
    // An error is met where the outcome is waited for.
    this.#guard?.outcome.catch(() => undefined);
  }
}

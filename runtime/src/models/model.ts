import { setImmediate } from 'node:timers/promises';
import type { Scalar, Tensor, Variable } from '#tf';
import * as tf from '#tf';
import type { Dataset } from '../data/dataset.js';

/** What a model is made from. */
export interface ModelContext {
  /** `model.module_conf` of the configuration. */
  readonly moduleConf: Readonly<Record<string, unknown>>;
  /** The training data, for vocabulary sizes and the like. */
  readonly data: Dataset;
  readonly seed: number;
}

/** What a forward pass knows beside its batch. */
export interface ForwardContext {
  readonly training: boolean;
  /** Seed of this step: masks and dropout drawn from it are the same after a resume. */
  readonly seed: number;
  /**
   * The losses that will be used, so that a model can leave out costly others; all of them when absent. A model may
   * return more than these.
   */
  readonly losses?: readonly string[];
}

/**
 * Base class of models. A subclass says which first-level modules and losses it has (`check` reads these two lists
 * from the source without running it), makes its parameters in the constructor, and computes its losses.
 */
export abstract class Model<Batch = unknown> {
  /** First-level modules, the names that `updated_modules` may hold. */
  static readonly modules: readonly string[] = [];
  /** The losses that `forward` returns, the names that `optim_losses` may hold. */
  static readonly losses: readonly string[] = [];

  /** Every parameter by its full name, which begins with its module: `encoder.layers.0.norm.weight`. */
  readonly parameters = new Map<string, Variable>();

  constructor(protected readonly context: ModelContext) {}

  /** Makes a trainable parameter. Throws when the name is taken. */
  protected parameter(name: string, value: Tensor): Variable {
    if (this.parameters.has(name)) throw new Error(`The parameter ${name} is made twice.`);
    const variable = tf.variable(value, true);
    this.parameters.set(name, variable);
    return variable;
  }

  /** The losses of one batch, scalars, each a mean over the batch. */
  abstract forward(batch: Batch, context: ForwardContext): Record<string, Scalar>;

  /**
   * Metrics on held-out data; the default is the mean of each loss over all batches. `losses` are those that are of
   * interest, all of them when absent.
   */
  async validate(data: Dataset<Batch>, losses?: readonly string[]): Promise<Validation> {
    const sums: Record<string, number> = {};
    for (let index = 0; index < data.length; index++) {
      const context = { training: false, seed: index, ...(losses && { losses }) };
      const results = tf.tidy(() => this.forward(data.batch(1, index), context));
      for (const [name, loss] of Object.entries(results)) {
        const [value = Number.NaN] = await loss.data();
        sums[name] = (sums[name] ?? 0) + value / data.length;
        loss.dispose();
      }
      // One turn of the event loop, in which a signal is seen.
      await setImmediate();
    }
    return { metrics: sums };
  }
}

export interface Validation {
  readonly metrics: Readonly<Record<string, number>>;
  /** A few lines for a reader, such as words with their predicted pronunciation. */
  readonly examples?: readonly string[];
}

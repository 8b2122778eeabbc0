/** What is to be previewed. */
export interface CurveOptions {
  /** Training steps (micro-steps when accum_grad > 1). */
  readonly steps: number;
  /** Training steps in one epoch; default: all steps are one epoch. */
  readonly stepsPerEpoch?: number;
  /** At most this many points, spread evenly, always with the first and the last step; default: every step. */
  readonly sample?: number;
  /** The part over which the points are spread, both steps included; default: all steps. The facts are about all steps. */
  readonly from?: number;
  readonly to?: number;
  /**
   * For schedules that a validation metric drives: the metric is taken to improve at each of the first so many
   * validations, then to stay as it is; default: half of all validations, rounded up.
   */
  readonly improves?: number;
}

/** What a curve takes for granted of a validation metric that only training can tell. */
export interface AssumedMetric {
  /** Name of the metric; undefined for the OptimScheduler's own losses. */
  readonly metric: string | undefined;
  /** The validations at which it improves, the first ones of `validations`. */
  readonly improves: number;
  readonly validations: number;
}

/** What a reader wants to know of a curve. */
export interface CurveFacts {
  /**
   * The highest learning rate that an update uses, and the first step at which it is reached. Before the first update
   * the optimizer holds `optim_conf.lr` itself, which acts on nothing.
   */
  readonly peak: { readonly lr: number; readonly step: number };
  /** The step of the first update, where it is not step 1 (`step_per_update` > 1). */
  readonly firstUpdate?: number;
  readonly first: number;
  readonly last: number;
  /** The training step (micro-step) at which the warm-up ends, and the epoch as a fraction (step / stepsPerEpoch). */
  readonly warmupEnd?: { readonly step: number; readonly epoch: number };
}

/** The learning rate of one OptimScheduler over a training. */
export interface OptimizerCurve {
  readonly name: string;
  /** The schedule's `type` as written. */
  readonly type: string;
  readonly optimType: string;
  /** Training steps of the points, from 1. */
  readonly steps: Float64Array;
  /** The learning rate in the optimizer after each of `steps`. */
  readonly lr: Float64Array;
  readonly facts: CurveFacts;
  /** For a schedule that a metric drives. */
  readonly assumed?: AssumedMetric;
}

/** The learning rates of a configuration. */
export interface Curve {
  readonly steps: number;
  readonly stepsPerEpoch: number;
  readonly optimizers: readonly OptimizerCurve[];
}

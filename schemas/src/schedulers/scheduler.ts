import type { z } from 'zod';
import type { Reference } from '../fields.js';

/** What a schedule sees when it is asked for a learning rate. */
export interface Step {
  /** Real step, from 1: micro-steps counted in groups of `accum_grad`. */
  readonly realStep: number;
  /** Epoch, from 1. */
  readonly epoch: number;
  /** The learning rate that is in the optimizer now, `ft_factor` included. */
  readonly currentLr: number;
  /** Validation metrics so far, newest last, for schedules driven by a metric. */
  readonly metrics?: readonly number[];
}

/** What a schedule knows of its optimizer when it starts. */
export interface StartingOptimizer {
  /** `optim_conf.lr`, or torch's default. */
  readonly lr: number;
}

/** The learning-rate function of one run. `state` is plain JSON, saved in checkpoints. */
export interface Schedule {
  /** The learning rate for a step, before `ft_factor`. */
  lr(step: Step): number;
  state?(): unknown;
  loadState?(state: unknown): void;
}

/**
 * One kind of learning-rate schedule. Everything else (completion, hover, diagnostics, docs pages, JSON Schema,
 * curves, the runtime) derives from the list of these.
 */
export interface Scheduler<Conf extends z.ZodObject = z.ZodObject> {
  /** The documented `type`: `file_name.ClassName`. */
  readonly type: string;
  /** Other spellings that mean the same. */
  readonly aliases: readonly string[];
  /** The spelling that SpeeChain's code accepts; absent for schedules that SpeeChain does not have. */
  readonly speechain?: string;
  /** The keys of `conf` beside those of every OptimScheduler. */
  readonly conf: Conf;
  /** The keys that SpeeChain's `__repr__` prints, in its order. */
  readonly repr: readonly (keyof z.output<Conf> & string)[];
  readonly summary: string;
  /** The learning rate as a formula, in plain text. */
  readonly formula: string;
  readonly reference?: Reference;
  /**
   * True where the learning rate depends on real step and epoch alone: then a long curve is sampled;
   * otherwise it is walked step by step.
   */
  readonly stateless: boolean;
  /** The real step at which the warm-up ends; undefined for a schedule or a conf without one. */
  warmupEnd?(conf: z.output<Conf>): number | undefined;
  /** Starts a run. The conf has been validated. */
  start(conf: z.output<Conf>, optimizer: StartingOptimizer): Schedule;
}

/** Keeps the types of one scheduler's conf together; returns its argument. */
export function defineScheduler<Conf extends z.ZodObject>(scheduler: Scheduler<Conf>): Scheduler<Conf> {
  return scheduler;
}

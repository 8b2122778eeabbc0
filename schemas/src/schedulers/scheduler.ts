import * as z from 'zod';
import type { Reference } from '../fields.js';
import type { Conflict } from '../optimizers/optimizer.js';

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

/** The optimizer around a schedule's conf, for what the schedule's origin asks of it. */
export interface OptimizerAround {
  readonly lr: number;
  /** Class of torch.optim; undefined when it is unknown. */
  readonly type: string | undefined;
  /** `optim_conf`, validated and with torch's defaults; undefined when it is wrong. */
  readonly options: Readonly<Record<string, unknown>> | undefined;
}

/** The validation metric that drives a schedule. */
export interface DrivingMetric {
  /** Name of the metric; undefined for the sum of the OptimScheduler's `optim_losses` on the validation data. */
  readonly name: string | undefined;
  /** Whether lower (`min`) or higher (`max`) is better. */
  readonly mode: 'min' | 'max';
  /** A value that the schedule counts as an improvement on `best`; for the assumed metric of a preview. */
  better(best: number): number;
}

/** The end that a conf gives its schedule, counted from the start of training. */
export interface ScheduleEnd {
  /** The key that says it. */
  readonly key: string;
  readonly at: number;
  readonly unit: 'real steps' | 'epochs';
}

/** A conf as papers have it, for the picture in docs, hover and completion. */
export interface ScheduleExample {
  readonly conf: Readonly<Record<string, unknown>>;
  /** `optim_conf.lr`. */
  readonly lr: number;
  readonly steps: number;
  readonly stepsPerEpoch?: number;
}

/** The learning-rate function of one run. `state` is plain JSON, saved in checkpoints. */
export interface Schedule {
  /**
   * The learning rate for a step, before `ft_factor`. It may be asked several times for one real step (`accum_grad`),
   * and may skip real steps (`step_per_update`): a schedule that has a memory moves on by the real step, not by the call.
   */
  lr(step: Step): number;
  /** The momentum (Adam's beta1) of a step, of a schedule that moves it too (CyclicLR, OneCycleLR); undefined: as it is. */
  momentum?(step: Step): number | undefined;
  state?(): unknown;
  loadState?(state: unknown): void;
}

/** What a schedule says of itself beside the schema of its conf. */
interface SchedulerFacts<Conf extends z.ZodObject> {
  /** The documented `type`: `file_name.ClassName`. */
  readonly type: string;
  /** Other spellings that mean the same. */
  readonly aliases: readonly string[];
  /** The spelling that SpeeChain's code accepts; absent for schedules that SpeeChain does not have. */
  readonly speechain?: string;
  /** The keys that SpeeChain's `__repr__` prints, in its order; without it, the keys that are written. */
  readonly repr?: readonly (keyof z.output<Conf> & string)[];
  readonly summary: string;
  /** The learning rate as a formula, in plain text. */
  readonly formula: string;
  readonly reference?: Reference;
  /**
   * True where the learning rate depends on real step and epoch alone, whatever the conf: then a long curve is sampled;
   * otherwise it is walked step by step.
   */
  readonly stateless: boolean;
  /** Whether that is so with this conf, of a schedule that has a memory with others only. */
  statelessWith?(conf: z.output<Conf>): boolean;
  /** For the picture of its page. */
  readonly example: ScheduleExample;
  /** The real step at which a warm-up counted in real steps ends; undefined for a schedule or a conf without one. */
  warmupEnd?(conf: z.output<Conf>): number | undefined;
  /** The epochs after which a warm-up counted in epochs ends; `warmupEndOf` makes real steps of them. */
  warmupEpochs?(conf: z.output<Conf>): number | undefined;
  /** Where the conf ends the schedule, for the rules that hold it against the training's length. */
  end?(conf: z.output<Conf>): ScheduleEnd | undefined;
  /** The combinations of keys that the origin refuses, each right alone. */
  check?(conf: z.output<Conf>, optimizer: OptimizerAround): readonly Conflict[];
  /** Why `optim_conf.lr` has no effect with this conf, as a sentence; undefined where it has one. */
  ignoresLr?(conf: z.output<Conf>): string | undefined;
  /** The validation metric that drives the schedule; undefined for a schedule that none drives. */
  metric?(conf: z.output<Conf>): DrivingMetric | undefined;
  /** Starts a run. The conf has been validated. */
  start(conf: z.output<Conf>, optimizer: StartingOptimizer): Schedule;
}

/**
 * One kind of learning-rate schedule. Everything else (completion, hover, diagnostics, docs pages, JSON Schema,
 * curves, the runtime) derives from the list of these.
 */
export interface Scheduler<Conf extends z.ZodObject = z.ZodObject> extends SchedulerFacts<Conf> {
  /** The keys of `conf` beside those of every OptimScheduler. */
  readonly conf: Conf;
}

type ConfObject<Shape extends z.ZodRawShape> = z.ZodObject<Shape, z.core.$strict>;

/** A schedule as its file writes it. */
interface SchedulerDefinition<Shape extends z.ZodRawShape> extends SchedulerFacts<ConfObject<Shape>> {
  /** The keys of its conf, made when they are first asked for. */
  readonly conf: () => Shape;
}

/** A validated conf, from the function that makes its keys. */
export type ConfOf<Keys extends () => z.ZodRawShape> = z.output<ConfObject<ReturnType<Keys>>>;

/** Whether the learning rate depends on real step and epoch alone. */
export const isStateless = (scheduler: Scheduler, conf: Record<string, unknown>): boolean =>
  scheduler.stateless || scheduler.statelessWith?.(conf) === true;

/**
 * The scheduler of a definition. The schema of its conf is made when it is first asked for: a configuration names one
 * or two of a hundred schedules, and to make the schemas of all takes longer than the whole check of a file.
 */
export function defineScheduler<Shape extends z.ZodRawShape>(
  definition: SchedulerDefinition<Shape>,
): Scheduler<ConfObject<Shape>> {
  let made: ConfObject<Shape> | undefined;
  return {
    ...definition,
    get conf() {
      made ??= z.strictObject(definition.conf());
      return made;
    },
  };
}

import type { Source } from './form.js';
import { neat, num, onlyOf, optional } from './form.js';

/**
 * A linear warm-up, with `t` real steps done (real step - 1): from `start` at t = 0 to `peak` at t = `warmup`.
 * Toolkits begin it at 0 (transformers), at one step's share of the peak (NeMo, Noam) or at a key's value (timm, fairseq).
 */
export interface Warm {
  readonly peak: number;
  /** 0: none. */
  readonly warmup: number;
  /** Learning rate at t = 0; the peak where there is no warm-up. */
  readonly start: number;
}

/** A warm-up, then a fall from the peak at t = `warmup` to `min` at t = `end`. */
export interface Fall extends Warm {
  readonly end: number;
  readonly min: number;
}

/** Of a schedule that begins at 0. */
export const fromZero = (peak: number, warmup: number): Warm => ({
  peak,
  warmup,
  start: warmup > 0 ? 0 : peak,
});

/** Of a schedule whose first step is one of `steps` equal ones: the peak is that of real step `steps`. */
export const fromFirstStep = (peak: number, steps: number): Warm =>
  steps > 1 ? { peak, warmup: steps - 1, start: peak / steps } : { peak, warmup: 0, start: peak };

/** Of a schedule of NeMo: the warm-up by steps or as a share of max_steps. */
export function nemoWarm(source: Source): Warm {
  const [steps, ratio, max] = ['warmup_steps', 'warmup_ratio', 'max_steps'].map((key) =>
    optional(source, key),
  );
  const warmup = steps ?? (ratio === undefined || max === undefined ? 0 : Math.trunc(ratio * max));
  return fromFirstStep(source.lr, warmup + 1);
}

/** Of a schedule of fairseq with `warmup_init_lr`; `otherwise` stands for a negative one. */
export function fairseqWarm(source: Source, otherwise: number): Warm | undefined {
  const peak = fairseqPeak(source);
  const warmup = num(source, 'warmup_updates');
  const init = num(source, 'warmup_init_lr');
  if (peak === undefined) return undefined;
  return warmup > 0 ? { peak, warmup, start: init < 0 ? otherwise : init } : fromZero(peak, 0);
}

/** The peak of a schedule of fairseq; undefined for a list of several. */
export const fairseqPeak = (source: Source): number | undefined =>
  source.conf.lr === null ? source.lr : onlyOf(source, 'lr');

/** The keys of fairseq's warm-up: fairseq counts in whole numbers. */
export const fairseqKeys = ({ warmup, start, peak }: Warm) =>
  warmup > 0 && start !== peak
    ? { warmup_updates: warmup, warmup_init_lr: neat(start) }
    : { warmup_updates: 0 };

/** Of Megatron's schedule. */
export function megatronWarm(source: Source): Warm {
  const [peak, warmup] = [optional(source, 'max_lr') ?? source.lr, num(source, 'lr_warmup_steps')];
  return warmup > 0 ? { peak, warmup, start: num(source, 'init_lr') } : fromZero(peak, 0);
}

/** The keys of Megatron's schedule with a decay of one style from the warm-up to its end. */
export const megatronKeys = ({ warmup, start }: Warm, style: string, end: number, min: number) => ({
  ...(warmup > 0 ? { lr_warmup_steps: warmup, init_lr: neat(start) } : {}),
  lr_decay_style: style,
  lr_decay_steps: end,
  min_lr: min,
});

/** Of a schedule of timm; undefined for one with noise. */
export function timmWarm(source: Source): Warm | undefined {
  const warmup = num(source, 'warmup_t');
  if (source.conf.noise_range_t !== null) return undefined;
  return warmup > 0
    ? { peak: source.lr, warmup, start: num(source, 'warmup_lr_init') }
    : fromZero(source.lr, 0);
}

/**
 * Where a schedule of timm ends. Without `warmup_prefix` the warm-up takes the place of the schedule's first part, which
 * no other toolkit has: the end stays where it is, and what lies between is near.
 */
export const timmEnd = (source: Source, { warmup }: Warm): number =>
  num(source, 't_initial') + (source.conf.warmup_prefix === false ? 0 : warmup);

/** The keys of timm's warm-up, which goes before the schedule. */
export const timmKeys = ({ warmup, start }: Warm, epochs: boolean) => ({
  ...(warmup > 0 ? { warmup_t: warmup, warmup_lr_init: neat(start) } : {}),
  warmup_prefix: warmup > 0 ? true : undefined,
  t_in_epochs: epochs,
});

/** torch divides by the start, so that it cannot be 0: this is 0 to any training. */
const almostZero = 1e-15;

/** The start of a warm-up by torch's LinearLR. */
export const startFactor = ({ start, peak }: Warm): number => neat(Math.max(start / peak, almostZero));

type Schedules = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The conf of torch's SequentialLR with a warm-up by LinearLR before another schedule. */
export const afterWarmup = (warm: Warm, rest: Schedules) => ({
  schedulers: [{ LinearLR: { start_factor: startFactor(warm), total_iters: warm.warmup } }, rest],
  milestones: [warm.warmup],
});

/** The warm-up of torch's SequentialLR of LinearLR and one other schedule, with that schedule; undefined for others. */
export function readAfterWarmup({ conf, lr }: Source) {
  const [first, rest, more] = asList(conf.schedulers).map((one) => Object.entries(asRecord(one))[0]);
  const [milestone, ...others] = asList(conf.milestones);
  if (first?.[0] !== 'LinearLR' || !rest || more || others.length > 0) return undefined;
  const { start_factor = 1 / 3, end_factor = 1, total_iters = 5 } = asRecord(first[1]);
  if (end_factor !== 1 || total_iters !== milestone) return undefined;
  const warm = { peak: lr, warmup: Number(total_iters), start: Number(start_factor) * lr };
  return { warm, type: rest[0], keys: asRecord(rest[1]) };
}

const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

import type { Target } from '../form.js';
import {
  defineGroup,
  type Form,
  inRealSteps,
  neat,
  num,
  optional,
  perEpoch,
  same,
  type Timed,
  wholeOnly,
} from '../form.js';
import {
  afterWarmup,
  type Fall,
  fairseqKeys,
  fairseqWarm,
  fromFirstStep,
  fromZero,
  megatronKeys,
  megatronWarm,
  nemoWarm,
  readAfterWarmup,
  timmEnd,
  timmKeys,
  timmWarm,
} from '../warmup.js';

/** The fall is half a wave of the cosine. */
type Shape = Timed<Fall>;

const stepwise = inRealSteps<Fall>;

const halfWave = 0.5;

const transformers = stepwise({
  type: 'transformers.cosine',
  read(source) {
    if (source.conf.num_cycles !== halfWave) return undefined;
    const warm = fromZero(source.lr, num(source, 'num_warmup_steps'));
    return { ...warm, end: num(source, 'num_training_steps'), min: 0 };
  },
  write: ({ warmup, end, min, peak }) =>
    min === 0
      ? [{ conf: { num_warmup_steps: warmup, num_training_steps: end }, lr: peak }]
      : `transformers.cosine falls to 0, not to ${min}. Convert to transformers.cosine_with_min_lr.`,
});

const minLrOf = (source: Parameters<typeof num>[0]) =>
  optional(source, 'min_lr') ?? (optional(source, 'min_lr_rate') ?? 0) * source.lr;

const withMinLr = stepwise({
  type: 'transformers.cosine_with_min_lr',
  read(source) {
    if (source.conf.num_cycles !== halfWave) return undefined;
    const warm = fromZero(source.lr, num(source, 'num_warmup_steps'));
    return { ...warm, end: num(source, 'num_training_steps'), min: minLrOf(source) };
  },
  write: ({ warmup, end, min, peak }) => [
    { conf: { num_warmup_steps: warmup, num_training_steps: end, min_lr: min }, lr: peak },
  ],
});

/** It counts from 1: its wave begins at t = num_warmup_steps - 1. */
const warmupWithMinLr = stepwise({
  type: 'transformers.cosine_warmup_with_min_lr',
  read(source) {
    const steps = num(source, 'num_warmup_steps');
    if (source.conf.num_cycles !== halfWave || steps < 1) return undefined;
    const rate = optional(source, 'warmup_lr_rate');
    const warm = fromFirstStep(source.lr, steps);
    const start = rate === undefined || warm.warmup === 0 ? warm.start : rate * source.lr;
    return { ...warm, start, end: num(source, 'num_training_steps') - 1, min: minLrOf(source) };
  },
  write({ warmup, end, min, peak, start }) {
    const rate =
      warmup > 0 && !same(start, peak / (warmup + 1)) ? { warmup_lr_rate: neat(start / peak) } : {};
    const lengths = { num_warmup_steps: warmup + 1, num_training_steps: end + 1 };
    return [{ conf: { ...lengths, min_lr: min, ...rate }, lr: peak }];
  },
});

const nemo = stepwise({
  type: 'nemo.CosineAnnealing',
  read(source) {
    const max = num(source, 'max_steps');
    const constant =
      optional(source, 'constant_steps') ?? Math.trunc((optional(source, 'constant_ratio') ?? 0) * max);
    const warm = nemoWarm(source);
    const shape = { end: max - constant, min: num(source, 'min_lr') };
    // With constant steps it takes Megatron's formula, whose warm-up begins at 0.
    return constant > 0 ? { ...fromZero(source.lr, warm.warmup), ...shape } : { ...warm, ...shape };
  },
  write({ warmup, end, min, peak, start }) {
    const own: Target = { conf: { max_steps: end, warmup_steps: warmup, min_lr: min }, lr: peak };
    const megatron = { max_steps: end + 1, warmup_steps: warmup, constant_steps: 1, min_lr: min };
    if (warmup <= 0) return [{ conf: { max_steps: end, min_lr: min }, lr: peak }];
    return start === 0 ? [{ conf: megatron, lr: peak }, own] : [own];
  },
});

const nanogpt = stepwise({
  type: 'nanogpt.get_lr',
  read(source) {
    if (source.conf.decay_lr !== true) return undefined;
    const warm = fromFirstStep(source.lr, num(source, 'warmup_iters') + 1);
    return { ...warm, end: num(source, 'lr_decay_iters'), min: num(source, 'min_lr') };
  },
  write: ({ warmup, end, min, peak }) => [
    { conf: { warmup_iters: warmup, lr_decay_iters: end, min_lr: min }, lr: peak },
  ],
});

const megatron = stepwise({
  type: 'megatron.OptimizerParamScheduler',
  read: (source) =>
    source.conf.lr_decay_style === 'cosine'
      ? { ...megatronWarm(source), end: num(source, 'lr_decay_steps'), min: num(source, 'min_lr') }
      : undefined,
  write: (shape) => [{ conf: megatronKeys(shape, 'cosine', shape.end, shape.min), lr: shape.peak }],
});

const timm: Form<Shape> = {
  type: 'timm.CosineLRScheduler',
  read(source) {
    const warm = timmWarm(source);
    if (!warm || num(source, 'cycle_limit') > 1 || num(source, 'k_decay') !== 1) return undefined;
    const end = timmEnd(source, warm);
    return { ...warm, end, min: num(source, 'lr_min'), epochs: source.conf.t_in_epochs === true };
  },
  write: (shape) => [
    {
      conf: { t_initial: shape.end - shape.warmup, lr_min: shape.min, ...timmKeys(shape, shape.epochs) },
      lr: shape.peak,
    },
  ],
};

const fairseq = stepwise({
  type: 'fairseq.cosine',
  read(source) {
    const peak = fairseqWarm(source, 0)?.peak;
    if (peak === undefined) return undefined;
    const min = Math.min(num(source, 'min_lr'), peak);
    const warm = fairseqWarm(source, min);
    const period = num(source, 'lr_period_updates');
    const end = period > 0 ? (warm?.warmup ?? 0) + period : (optional(source, 'max_update') ?? Number.NaN);
    return warm && Number.isFinite(end) ? { ...warm, end, min } : undefined;
  },
  write: (shape) =>
    Number.isInteger(shape.warmup)
      ? [
          {
            conf: { ...fairseqKeys(shape), min_lr: shape.min, lr_period_updates: shape.end - shape.warmup },
            lr: shape.peak,
          },
        ]
      : wholeOnly('fairseq.cosine'),
});

const torch: Form<Shape> = {
  type: 'torch.CosineAnnealingLR',
  read: (source) => ({
    ...fromZero(source.lr, 0),
    end: num(source, 'T_max'),
    min: num(source, 'eta_min'),
    epochs: source.conf.interval === 'epoch',
  }),
  write: ({ warmup, end, min, peak, epochs }) =>
    warmup > 0
      ? 'torch.CosineAnnealingLR has no warm-up. Convert to torch.SequentialLR.'
      : [{ conf: { T_max: end, eta_min: min, ...perEpoch(epochs) }, lr: peak }],
};

const sequential: Form<Shape> = {
  type: 'torch.SequentialLR',
  read(source) {
    const parts = readAfterWarmup(source);
    if (parts?.type !== 'CosineAnnealingLR') return undefined;
    const { T_max, eta_min = 0 } = parts.keys;
    const end = parts.warm.warmup + Number(T_max);
    return { ...parts.warm, end, min: Number(eta_min), epochs: source.conf.interval === 'epoch' };
  },
  write(shape) {
    const { warmup, end, min, epochs, peak } = shape;
    if (warmup <= 0)
      return 'Without a warm-up there is nothing to put in sequence. Convert to torch.CosineAnnealingLR.';
    const wave = { T_max: end - warmup, ...(min === 0 ? {} : { eta_min: min }) };
    return [{ conf: { ...afterWarmup(shape, { CosineAnnealingLR: wave }), ...perEpoch(epochs) }, lr: peak }];
  },
};

/** Warm-up, then half a wave of the cosine. */
export const cosineGroup = defineGroup<Shape>([
  transformers,
  withMinLr,
  warmupWithMinLr,
  nemo,
  nanogpt,
  megatron,
  timm,
  fairseq,
  torch,
  sequential,
]);

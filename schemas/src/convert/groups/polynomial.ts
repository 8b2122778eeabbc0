import {
  defineGroup,
  type Form,
  inRealSteps,
  neat,
  num,
  optional,
  perEpoch,
  type Timed,
  wholeOnly,
} from '../form.js';
import {
  afterWarmup,
  type Fall,
  fairseqPeak,
  fromZero,
  megatronKeys,
  megatronWarm,
  nemoWarm,
  readAfterWarmup,
  timmEnd,
  timmKeys,
  timmWarm,
} from '../warmup.js';

/** The fall is `min + (peak - min) * ((end - t) / (end - warmup))^power`. */
interface Power extends Fall {
  readonly power: number;
}
type Shape = Timed<Power>;

const stepwise = inRealSteps<Power>;

/** Why a straight line is not enough. */
const notALine = (type: string, { power, min }: Pick<Shape, 'power' | 'min'>, floor: boolean) =>
  power !== 1
    ? `${type} falls in a straight line, and this decay has the power ${power}.`
    : floor || min === 0
      ? undefined
      : `${type} falls to 0, not to ${min}.`;

const linear = stepwise({
  type: 'transformers.linear',
  read: (source) => ({
    ...fromZero(source.lr, num(source, 'num_warmup_steps')),
    end: num(source, 'num_training_steps'),
    min: 0,
    power: 1,
  }),
  write: (shape) =>
    notALine('transformers.linear', shape, false) ?? [
      { conf: { num_warmup_steps: shape.warmup, num_training_steps: shape.end }, lr: shape.peak },
    ],
});

const polynomial = stepwise({
  type: 'transformers.polynomial',
  read: (source) => ({
    ...fromZero(source.lr, num(source, 'num_warmup_steps')),
    end: num(source, 'num_training_steps'),
    min: num(source, 'lr_end'),
    power: num(source, 'power'),
  }),
  write: ({ warmup, end, min, power, peak }) => [
    { conf: { num_warmup_steps: warmup, num_training_steps: end, lr_end: min, power }, lr: peak },
  ],
});

const nemoLinear = stepwise({
  type: 'nemo.WarmupAnnealing',
  read: (source) => ({
    ...nemoWarm(source),
    end: num(source, 'max_steps'),
    min: num(source, 'min_lr'),
    power: 1,
  }),
  write: (shape) =>
    notALine('nemo.WarmupAnnealing', shape, true) ?? [{ conf: nemoKeys(shape), lr: shape.peak }],
});

const nemoKeys = ({ warmup, end, min }: Power) => ({
  max_steps: end,
  ...(warmup > 0 ? { warmup_steps: warmup } : {}),
  min_lr: min,
});

const nemoPolynomial = stepwise({
  type: 'nemo.PolynomialDecayAnnealing',
  read: (source) =>
    source.conf.cycle === true
      ? undefined
      : {
          ...nemoWarm(source),
          end: num(source, 'max_steps'),
          min: num(source, 'min_lr'),
          power: num(source, 'power'),
        },
  write: (shape) => [{ conf: { ...nemoKeys(shape), power: shape.power }, lr: shape.peak }],
});

const megatron = stepwise({
  type: 'megatron.OptimizerParamScheduler',
  read: (source) =>
    source.conf.lr_decay_style === 'linear'
      ? { ...megatronWarm(source), end: num(source, 'lr_decay_steps'), min: num(source, 'min_lr'), power: 1 }
      : undefined,
  write: (shape) =>
    notALine('megatron.OptimizerParamScheduler', shape, true) ?? [
      { conf: megatronKeys(shape, 'linear', shape.end, shape.min), lr: shape.peak },
    ],
});

const fairseq = stepwise({
  type: 'fairseq.polynomial_decay',
  read(source) {
    const peak = fairseqPeak(source);
    if (peak === undefined || source.conf.force_anneal !== null) return undefined;
    return {
      ...fromZero(peak, num(source, 'warmup_updates')),
      end: num(source, 'total_num_update'),
      min: num(source, 'end_learning_rate'),
      power: num(source, 'power'),
    };
  },
  write: ({ warmup, end, min, power, peak }) =>
    Number.isInteger(warmup)
      ? [{ conf: { warmup_updates: warmup, total_num_update: end, end_learning_rate: min, power }, lr: peak }]
      : wholeOnly('fairseq.polynomial_decay'),
});

const timm: Form<Shape> = {
  type: 'timm.PolyLRScheduler',
  read(source) {
    const warm = timmWarm(source);
    if (!warm || num(source, 'cycle_limit') > 1 || num(source, 'k_decay') !== 1) return undefined;
    return {
      ...warm,
      end: timmEnd(source, warm),
      min: num(source, 'lr_min'),
      power: num(source, 'power'),
      epochs: source.conf.t_in_epochs === true,
    };
  },
  write(shape) {
    const { end, warmup, min, power, epochs, peak } = shape;
    return [{ conf: { t_initial: end - warmup, power, lr_min: min, ...timmKeys(shape, epochs) }, lr: peak }];
  },
};

const torchPolynomial: Form<Shape> = {
  type: 'torch.PolynomialLR',
  read: (source) => ({
    ...fromZero(source.lr, 0),
    end: num(source, 'total_iters'),
    min: 0,
    power: num(source, 'power'),
    epochs: source.conf.interval === 'epoch',
  }),
  write({ warmup, min, end, power, peak, epochs }) {
    if (warmup > 0) return 'torch.PolynomialLR has no warm-up. Convert to torch.SequentialLR.';
    if (min !== 0) return `torch.PolynomialLR falls to 0, not to ${min}.`;
    return [{ conf: { total_iters: end, power, ...perEpoch(epochs) }, lr: peak }];
  },
};

/** LinearLR as a decay; as a warm-up it is of another group. */
const torchLinear: Form<Shape> = {
  type: 'torch.LinearLR',
  read(source) {
    if (source.conf.start_factor !== 1 || source.conf.end_factor === 1) return undefined;
    return {
      ...fromZero(source.lr, 0),
      end: num(source, 'total_iters'),
      min: num(source, 'end_factor') * source.lr,
      power: 1,
      epochs: source.conf.interval === 'epoch',
    };
  },
  write(shape) {
    const { warmup, min, end, peak, epochs } = shape;
    if (warmup > 0) return 'torch.LinearLR is a warm-up or a decay. Convert to torch.SequentialLR for both.';
    const bent = notALine('torch.LinearLR', shape, true);
    if (bent) return bent;
    const line = { start_factor: 1, end_factor: neat(min / peak), total_iters: end };
    return [{ conf: { ...line, ...perEpoch(epochs) }, lr: peak }];
  },
};

const sequential: Form<Shape> = {
  type: 'torch.SequentialLR',
  read(source) {
    const parts = readAfterWarmup(source);
    const { total_iters = 5, power = 1, start_factor = 1 / 3, end_factor = 1 } = parts?.keys ?? {};
    if (!parts) return undefined;
    const common = {
      ...parts.warm,
      end: parts.warm.warmup + Number(total_iters),
      epochs: source.conf.interval === 'epoch',
    };
    if (parts.type === 'PolynomialLR') return { ...common, min: 0, power: Number(power) };
    if (parts.type !== 'LinearLR' || start_factor !== 1) return undefined;
    return { ...common, min: Number(end_factor) * source.lr, power: 1 };
  },
  write(shape) {
    const { warmup, end, min, power, peak, epochs } = shape;
    if (warmup <= 0)
      return 'Without a warm-up there is nothing to put in sequence. Convert to torch.PolynomialLR.';
    const total_iters = end - warmup;
    if (min !== 0 && power !== 1) return `torch.PolynomialLR falls to 0, not to ${min}.`;
    const rest =
      min === 0
        ? { PolynomialLR: { total_iters, ...(power === 1 ? {} : { power }) } }
        : { LinearLR: { start_factor: 1, end_factor: neat(min / peak), total_iters } };
    return [{ conf: { ...afterWarmup(shape, rest), ...perEpoch(epochs) }, lr: peak }];
  },
};

const speechbrain = stepwise({
  type: 'speechbrain.LinearWarmupScheduler',
  read(source) {
    const peak = optional(source, 'initial_value') ?? source.lr;
    const warmup = num(source, 'num_warmup_steps');
    // The first real step has optim_conf.lr itself.
    return { peak, warmup, start: source.lr, end: num(source, 'num_training_steps'), min: 0, power: 1 };
  },
  write: (shape) =>
    notALine('speechbrain.LinearWarmupScheduler', shape, false) ?? [
      {
        conf: { initial_value: shape.peak, num_warmup_steps: shape.warmup, num_training_steps: shape.end },
        lr: neat(shape.start),
        notes: [
          'The first real step of speechbrain.LinearWarmupScheduler has lr itself; initial_value is the peak.',
        ],
      },
    ],
});

/** Warm-up, then a straight line or another power of what is left. */
export const polynomialGroup = defineGroup<Shape>([
  linear,
  polynomial,
  nemoLinear,
  nemoPolynomial,
  megatron,
  fairseq,
  timm,
  torchPolynomial,
  torchLinear,
  sequential,
  speechbrain,
]);

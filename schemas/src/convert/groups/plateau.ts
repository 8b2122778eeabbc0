import { defineGroup, type Form, num, onlyOf, wholeOnly } from '../form.js';
import { fairseqKeys, fairseqWarm, fromZero, type Warm } from '../warmup.js';

/** Warm-up in real steps, then a multiplication by `factor` on each plateau of a metric. */
interface Shape extends Warm {
  readonly monitor: unknown;
  readonly mode: 'min' | 'max';
  readonly factor: number;
  readonly patience: number;
  readonly threshold: number;
  readonly absolute: boolean;
  readonly cooldown: number;
  readonly floor: number;
  readonly eps: number;
}

const modeOf = (value: unknown) => (value === 'max' ? 'max' : 'min');
const torchEps = 1e-8;

/** torch's own keys, which transformers takes too. */
const torchForm = (type: string): Form<Shape> => ({
  type,
  read: (source) => ({
    ...fromZero(source.lr, 0),
    monitor: source.conf.monitor,
    mode: modeOf(source.conf.mode),
    factor: num(source, 'factor'),
    patience: num(source, 'patience'),
    threshold: num(source, 'threshold'),
    absolute: source.conf.threshold_mode === 'abs',
    cooldown: num(source, 'cooldown'),
    floor: onlyOf(source, 'min_lr') ?? 0,
    eps: num(source, 'eps'),
  }),
  write(shape) {
    if (shape.warmup > 0) return `${type} has no warm-up, and a schedule before it would not see the metric.`;
    const { monitor, mode, factor, patience, threshold, cooldown, eps } = shape;
    const threshold_mode = shape.absolute ? 'abs' : 'rel';
    const conf = {
      monitor,
      mode,
      factor,
      patience,
      threshold,
      threshold_mode,
      cooldown,
      min_lr: shape.floor,
      eps,
    };
    return [{ conf, lr: shape.peak }];
  },
});

const fairseq: Form<Shape> = {
  type: 'fairseq.reduce_lr_on_plateau',
  read(source) {
    const warm = fairseqWarm(source, 0);
    return (
      warm && {
        ...warm,
        monitor: source.conf.monitor,
        mode: source.conf.maximize_best_checkpoint_metric === true ? 'max' : 'min',
        factor: num(source, 'lr_shrink'),
        patience: num(source, 'lr_patience'),
        threshold: num(source, 'lr_threshold'),
        absolute: false,
        cooldown: 0,
        floor: 0,
        eps: torchEps,
      }
    );
  },
  write(shape) {
    if (!Number.isInteger(shape.patience)) return wholeOnly('fairseq.reduce_lr_on_plateau');
    const conf = {
      monitor: shape.monitor,
      ...fairseqKeys(shape),
      lr_shrink: shape.factor,
      lr_patience: shape.patience,
      lr_threshold: shape.threshold,
      maximize_best_checkpoint_metric: shape.mode === 'max',
    };
    return [{ conf, lr: shape.peak, notes: lost(shape, ['cooldown', 'floor', 'threshold_mode', 'eps']) }];
  },
};

/** timm counts the warm-up in epochs: only a schedule without one is the same. */
const timm: Form<Shape> = {
  type: 'timm.PlateauLRScheduler',
  read(source) {
    if (source.conf.noise_range_t !== null || num(source, 'warmup_t') > 0) return undefined;
    return {
      ...fromZero(source.lr, 0),
      monitor: source.conf.monitor,
      mode: modeOf(source.conf.mode),
      factor: num(source, 'decay_rate'),
      patience: num(source, 'patience_t'),
      threshold: num(source, 'threshold'),
      absolute: false,
      cooldown: num(source, 'cooldown_t'),
      floor: num(source, 'lr_min'),
      eps: torchEps,
    };
  },
  write(shape) {
    if (shape.warmup > 0)
      return 'timm.PlateauLRScheduler counts its warm-up in epochs, and this one is in real steps.';
    const conf = {
      monitor: shape.monitor,
      decay_rate: shape.factor,
      patience_t: shape.patience,
      threshold: shape.threshold,
      cooldown_t: shape.cooldown,
      lr_min: shape.floor,
      mode: shape.mode,
    };
    return [{ conf, lr: shape.peak, notes: lost(shape, ['threshold_mode', 'eps']) }];
  },
};

/** What a target has no key for, as sentences. */
function lost(shape: Shape, keys: readonly ('cooldown' | 'floor' | 'threshold_mode' | 'eps')[]): string[] {
  const said = {
    cooldown: shape.cooldown > 0 && `There is no cooldown (${shape.cooldown}).`,
    floor: shape.floor > 0 && `There is no lowest learning rate (${shape.floor}).`,
    threshold_mode:
      shape.absolute && `The threshold (${shape.threshold}) is a share, no longer a difference.`,
    eps: shape.eps !== torchEps && `A reduction by less than ${shape.eps} is made too.`,
  };
  return keys.flatMap((key) => said[key] || []);
}

/** Reductions on a plateau of a metric. */
export const plateauGroup = defineGroup<Shape>([
  torchForm('torch.ReduceLROnPlateau'),
  torchForm('transformers.reduce_lr_on_plateau'),
  fairseq,
  timm,
]);

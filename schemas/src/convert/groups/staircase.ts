import { countsSteps, defineGroup, type Form, neat, num, perEpoch, wholeOnly } from '../form.js';
import {
  afterWarmup,
  fairseqKeys,
  fairseqWarm,
  fromZero,
  readAfterWarmup,
  timmKeys,
  timmWarm,
  type Warm,
} from '../warmup.js';

/** Warm-up, then a multiplication by `rate` after every `period`, not below `floor`. */
interface Shape extends Warm {
  readonly period: number;
  readonly rate: number;
  readonly floor: number;
  readonly epochs: boolean;
}

const noWarmup = (type: string) => `${type} has no warm-up. Convert to torch.SequentialLR.`;

const step: Form<Shape> = {
  type: 'torch.StepLR',
  read: (source) => ({
    ...fromZero(source.lr, 0),
    period: num(source, 'step_size'),
    rate: num(source, 'gamma'),
    floor: 0,
    epochs: source.conf.interval === 'epoch',
  }),
  write({ warmup, period, rate, peak, epochs }) {
    if (warmup > 0) return noWarmup('torch.StepLR');
    if (!Number.isInteger(period)) return wholeOnly('torch.StepLR');
    return [{ conf: { step_size: period, gamma: rate, ...perEpoch(epochs) }, lr: peak }];
  },
};

const exponential: Form<Shape> = {
  type: 'torch.ExponentialLR',
  read: (source) => ({
    ...fromZero(source.lr, 0),
    period: 1,
    rate: num(source, 'gamma'),
    floor: 0,
    epochs: source.conf.interval === 'epoch',
  }),
  write: ({ warmup, period, rate, peak, epochs }) =>
    warmup > 0
      ? noWarmup('torch.ExponentialLR')
      : [
          {
            conf: { gamma: period === 1 ? rate : neat(rate ** (1 / period)), ...perEpoch(epochs) },
            lr: peak,
          },
        ],
};

const sequential: Form<Shape> = {
  type: 'torch.SequentialLR',
  read(source) {
    const parts = readAfterWarmup(source);
    const { step_size, gamma } = parts?.keys ?? {};
    const isStep = parts?.type === 'StepLR';
    if (!parts || (!isStep && parts.type !== 'ExponentialLR')) return undefined;
    return {
      ...parts.warm,
      period: isStep ? Number(step_size) : 1,
      rate: gamma === undefined ? 0.1 : Number(gamma),
      floor: 0,
      epochs: source.conf.interval === 'epoch',
    };
  },
  write(shape) {
    const { warmup, period, rate, peak, epochs } = shape;
    if (warmup <= 0) return 'Without a warm-up there is nothing to put in sequence. Convert to torch.StepLR.';
    if (!Number.isInteger(period)) return wholeOnly('torch.StepLR');
    const rest =
      period === 1 ? { ExponentialLR: { gamma: rate } } : { StepLR: { step_size: period, gamma: rate } };
    return [{ conf: { ...afterWarmup(shape, rest), ...perEpoch(epochs) }, lr: peak }];
  },
};

const timm: Form<Shape> = {
  type: 'timm.StepLRScheduler',
  read(source) {
    const warm = timmWarm(source);
    if (!warm) return undefined;
    return {
      ...warm,
      period: num(source, 'decay_t'),
      rate: num(source, 'decay_rate'),
      floor: 0,
      epochs: source.conf.t_in_epochs === true,
    };
  },
  write(shape) {
    const { period, rate, epochs, peak } = shape;
    return [{ conf: { decay_t: period, decay_rate: rate, ...timmKeys(shape, epochs) }, lr: peak }];
  },
};

const fairseq: Form<Shape> = {
  type: 'fairseq.step',
  read(source) {
    const floor = num(source, 'min_lr');
    const warm = fairseqWarm(source, floor);
    if (!warm) return undefined;
    return {
      ...warm,
      period: num(source, 'lr_deacy_period'),
      rate: num(source, 'lr_decay'),
      floor,
      epochs: false,
    };
  },
  write(shape) {
    const { warmup, period, rate, floor, epochs, peak } = shape;
    if (epochs) return countsSteps('fairseq.step');
    if (!Number.isInteger(warmup) || !Number.isInteger(period)) return wholeOnly('fairseq.step');
    const conf = { ...fairseqKeys(shape), lr_deacy_period: period, lr_decay: neat(rate), min_lr: floor };
    return [{ conf, lr: peak }];
  },
};

/** Warm-up, then a decay by a factor after equal times. */
export const staircaseGroup = defineGroup<Shape>([step, exponential, sequential, timm, fairseq]);

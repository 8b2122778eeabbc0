import { countsSteps, defineGroup, type Form, neat, num } from '../form.js';
import { fairseqPeak, fromFirstStep, fromZero, nemoWarm, startFactor, type Warm } from '../warmup.js';

/** Warm-up, then constant. */
interface Shape extends Warm {
  readonly epochs: boolean;
}

const noWarmup = (type: string, instead: string) => `${type} has no warm-up. Convert to ${instead}.`;

/** Written in the same way, but for an epoch's steps. */
const stepwise = (form: Form<Warm>): Form<Shape> => ({
  type: form.type,
  read(source) {
    const warm = form.read(source);
    return warm && { ...warm, epochs: false };
  },
  write: (shape) => (shape.epochs && shape.warmup > 0 ? countsSteps(form.type) : form.write(shape)),
});

const constant = stepwise({
  type: 'transformers.constant',
  read: ({ lr }) => fromZero(lr, 0),
  write: ({ warmup, peak }) =>
    warmup > 0
      ? noWarmup('transformers.constant', 'transformers.constant_with_warmup')
      : [{ conf: {}, lr: peak }],
});

const withWarmup = stepwise({
  type: 'transformers.constant_with_warmup',
  read: (source) => fromZero(source.lr, num(source, 'num_warmup_steps')),
  write: ({ warmup, peak }) => [{ conf: { num_warmup_steps: warmup }, lr: peak }],
});

const nemo = stepwise({
  type: 'nemo.WarmupPolicy',
  read: nemoWarm,
  write: ({ warmup, peak }) => [{ conf: warmup > 0 ? { warmup_steps: warmup } : {}, lr: peak }],
});

const fairseq = stepwise({
  type: 'fairseq.fixed',
  read(source) {
    const peak = fairseqPeak(source);
    if (peak === undefined || source.conf.force_anneal !== null) return undefined;
    return fromFirstStep(peak, num(source, 'warmup_updates'));
  },
  // It reaches the peak one real step before warmup_updates are done.
  write: ({ warmup, peak }) => [{ conf: warmup > 0 ? { warmup_updates: warmup + 1 } : {}, lr: peak }],
});

const torchConstant: Form<Shape> = {
  type: 'torch.ConstantLR',
  read: (source) => (source.conf.factor === 1 ? { ...fromZero(source.lr, 0), epochs: false } : undefined),
  write: ({ warmup, peak }) =>
    warmup > 0 ? noWarmup('torch.ConstantLR', 'torch.LinearLR') : [{ conf: { factor: 1 }, lr: peak }],
};

const torchLinear: Form<Shape> = {
  type: 'torch.LinearLR',
  read(source) {
    const { end_factor, interval } = source.conf;
    if (end_factor !== 1) return undefined;
    const start = num(source, 'start_factor') * source.lr;
    return { peak: source.lr, warmup: num(source, 'total_iters'), start, epochs: interval === 'epoch' };
  },
  write(shape) {
    const { warmup, peak, epochs } = shape;
    if (warmup <= 0) return [{ conf: { start_factor: 1 }, lr: peak }];
    const interval = epochs ? { interval: 'epoch' } : {};
    return [{ conf: { start_factor: neat(startFactor(shape)), total_iters: warmup, ...interval }, lr: peak }];
  },
};

/** The optimizer's learning rate, with or without a linear warm-up. */
export const constantGroup = defineGroup<Shape>([
  constant,
  withWarmup,
  nemo,
  fairseq,
  torchConstant,
  torchLinear,
]);

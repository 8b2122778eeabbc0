import {
  defineGroup,
  type Form,
  neat,
  num,
  onlyOf,
  optional,
  type Source,
  same,
  wholeOnly,
} from '../form.js';
import { fairseqWarm, fromFirstStep, fromZero, nemoWarm, type Warm } from '../warmup.js';

/** Warm-up, then `peak * (scale / (t - warmup + scale))^0.5`. */
interface Shape extends Warm {
  readonly scale: number;
  /** The width of the model that the peak was computed from. */
  readonly width?: number;
}

/** Where nobody says how wide the model is: that of the paper. */
const paperWidth = 512;

/** Noam as in the paper: `n` real steps, the peak at n = warmup. */
const counted = (peak: number, warmup: number, width?: number): Shape => ({
  ...fromFirstStep(peak, warmup),
  scale: warmup,
  ...(width === undefined ? {} : { width }),
});

const widthPeak = (factor: number, width: number, warmup: number) => factor * (width * warmup) ** -0.5;

const noam: Form<Shape> = {
  type: 'noam.NoamLr',
  read(source) {
    const [warmup, width] = [num(source, 'warmup_steps'), optional(source, 'd_model')];
    return counted(width === undefined ? source.lr : widthPeak(1, width, warmup), warmup, width);
  },
  write: ({ peak, scale }) => [{ conf: { warmup_steps: scale }, lr: peak }],
};

const espnetWarmup: Form<Shape> = {
  type: 'espnet.WarmupLR',
  read: (source) => counted(source.lr, num(source, 'warmup_steps')),
  write: noam.write,
};

const espnetNoam: Form<Shape> = {
  type: 'espnet.NoamLR',
  read(source) {
    const [warmup, width] = [num(source, 'warmup_steps'), num(source, 'model_size')];
    return counted(widthPeak(source.lr, width, warmup), warmup, width);
  },
  write: ({ peak, scale, width = paperWidth }) => [
    {
      conf: { model_size: width, warmup_steps: scale },
      lr: neat(peak / widthPeak(1, width, scale)),
      notes: [`lr is a factor in espnet.NoamLR: the peak stays ${peak}.`],
    },
  ],
};

const transformers: Form<Shape> = {
  type: 'transformers.inverse_sqrt',
  read(source) {
    const warmup = num(source, 'num_warmup_steps');
    return { ...fromZero(source.lr, warmup), scale: optional(source, 'timescale') ?? (warmup || 10_000) };
  },
  write({ peak, warmup, scale }) {
    const late = { conf: { num_warmup_steps: scale }, lr: peak };
    const exactDecay = { conf: { num_warmup_steps: warmup, timescale: scale }, lr: peak };
    return same(warmup, scale) ? [late] : [late, exactDecay];
  },
};

const fairseq: Form<Shape> = {
  type: 'fairseq.inverse_sqrt',
  read(source) {
    const warm = fairseqWarm(source, 0);
    return warm && { ...warm, scale: warm.warmup };
  },
  write({ peak, warmup, scale, start }) {
    if (!Number.isInteger(scale)) return wholeOnly('fairseq.inverse_sqrt');
    const init = same(warmup, scale) && start > 0 ? { warmup_init_lr: neat(start) } : {};
    return [{ conf: { warmup_updates: scale, ...init }, lr: peak }];
  },
};

const nemo: Form<Shape> = {
  type: 'nemo.InverseSquareRootAnnealing',
  read(source) {
    const warm = nemoWarm(source);
    return { ...warm, scale: warm.warmup + 1 };
  },
  write: ({ peak, scale }) =>
    scale >= 1
      ? [{ conf: { max_steps: null, warmup_steps: scale - 1 }, lr: peak }]
      : 'nemo.InverseSquareRootAnnealing has no warm-up of less than a real step.',
};

const nemoNoam: Form<Shape> = {
  type: 'nemo.NoamAnnealing',
  read(source) {
    const [{ warmup }, width] = [nemoWarm(source), num(source, 'd_model')];
    if (!(warmup > 0)) return undefined;
    const peak = widthPeak(source.lr, width, warmup);
    return { peak, warmup, start: peak / warmup, scale: warmup, width };
  },
  write: ({ peak, scale, width = paperWidth }) => [
    {
      conf: { d_model: width, warmup_steps: scale },
      lr: neat(peak / widthPeak(1, width, scale)),
      notes: [`lr is a factor in nemo.NoamAnnealing: the peak stays ${peak}.`],
    },
  ],
};

/** ESPnet's, one real step later: the first two have the same learning rate. */
const wenet: Form<Shape> = {
  type: 'wenet.WarmupLR',
  read(source) {
    const [peak, warmup] = [source.lr, onlyOf(source, 'warmup_steps')];
    return warmup === undefined || warmup <= 0
      ? undefined
      : { peak, warmup, start: peak / warmup, scale: warmup };
  },
  write: noam.write,
};

const speechbrain: Form<Shape> = {
  type: 'speechbrain.NoamScheduler',
  read(source: Source) {
    const [warmup, width] = [num(source, 'n_warmup_steps'), optional(source, 'model_size')];
    const factor = optional(source, 'lr_initial') ?? source.lr;
    const peak = width === undefined ? factor : widthPeak(factor, width, warmup);
    // The first real step has optim_conf.lr itself.
    return { peak, warmup, start: source.lr, scale: warmup, ...(width === undefined ? {} : { width }) };
  },
  write: ({ peak, scale, start }) => [
    {
      conf: { lr_initial: peak, n_warmup_steps: scale },
      lr: neat(start),
      notes: ['The first real step of speechbrain.NoamScheduler has lr itself; lr_initial is the peak.'],
    },
  ],
};

/** Warm-up, then the inverse square root of the real step. */
export const inverseSqrtGroup = defineGroup<Shape>([
  noam,
  espnetWarmup,
  espnetNoam,
  transformers,
  fairseq,
  nemo,
  nemoNoam,
  wenet,
  speechbrain,
]);

import { defineGroup, type Form, neat, num, optional, type Source, wholeOnly } from '../form.js';
import { fairseqPeak, type Warm } from '../warmup.js';

/** Warm-up, `hold` at the peak, then exponential decay to `last` in `decay` real steps, which stays. */
interface Shape extends Warm {
  readonly hold: number;
  readonly decay: number;
  readonly last: number;
}

const isWhole = (...numbers: number[]) => numbers.every(Number.isInteger);

const fairseq: Form<Shape> = {
  type: 'fairseq.tri_stage',
  read(source) {
    const peak = fairseqPeak(source);
    const shares = source.conf.phase_ratio;
    if (peak === undefined) return undefined;
    const [warmup = 0, hold = 0, decay = 0] = Array.isArray(shares)
      ? shares.map((share) => Math.trunc(num(source, 'max_update') * Number(share)))
      : ['warmup_steps', 'hold_steps', 'decay_steps'].map((key) => num(source, key));
    const start = warmup > 0 ? num(source, 'init_lr_scale') * peak : peak;
    return { peak, warmup, start, hold, decay, last: num(source, 'final_lr_scale') * peak };
  },
  write: (shape) =>
    isWhole(shape.warmup, shape.hold, shape.decay)
      ? [{ conf: stages(shape), lr: shape.peak }]
      : wholeOnly('fairseq.tri_stage'),
};

const stages = ({ peak, warmup, start, hold, decay, last }: Shape) => ({
  warmup_steps: warmup,
  hold_steps: hold,
  decay_steps: decay,
  ...(warmup > 0 ? { init_lr_scale: neat(start / peak) } : {}),
  final_lr_scale: neat(last / peak),
});

/** ESPnet counts from 1: its stages end one real step earlier than fairseq's of the same length. */
const espnet: Form<Shape> = {
  type: 'espnet.TristageLR',
  read(source) {
    const { lr: peak } = source;
    const steps = Math.trunc(num(source, 'max_steps'));
    const warmup = Math.trunc(steps * num(source, 'warmup_ratio'));
    const hold = Math.trunc(steps * num(source, 'hold_ratio'));
    const [decay, last] = [steps - warmup - hold, num(source, 'final_lr_scale') * peak];
    const first = num(source, 'init_lr_scale') * peak;
    if (warmup === 0) return { peak, warmup, start: peak, hold: hold - 1, decay, last };
    return { peak, warmup: warmup - 1, start: first + (peak - first) / warmup, hold, decay, last };
  },
  write(shape) {
    const { peak, warmup, start, hold, decay, last } = shape;
    if (!isWhole(warmup, hold, decay)) return wholeOnly('espnet.TristageLR');
    const later = warmup + 1;
    const share = start / peak;
    const first = (share - 1 / later) / (1 - 1 / later);
    const scale = neat(last / peak);
    const exact = { ...ratios(later, hold, decay), init_lr_scale: neat(first), final_lr_scale: scale };
    const shifted = { ...ratios(warmup, hold, decay), init_lr_scale: neat(share), final_lr_scale: scale };
    // The warm-up that is one step longer would begin below 0, which ESPnet refuses.
    return [
      ...(warmup > 0 && first > 0 && first <= 1 ? [{ conf: exact, lr: peak }] : []),
      { conf: shifted, lr: peak },
    ];
  },
};

/** The shares of three stages, which ESPnet multiplies with max_steps and cuts off; they add up to 1. */
function ratios(warmup: number, hold: number, decay: number) {
  const max_steps = warmup + hold + decay;
  const ratio = (length: number) =>
    Math.trunc(max_steps * neat(length / max_steps)) === length
      ? neat(length / max_steps)
      : neat((length + 0.5) / max_steps);
  const [warmup_ratio, hold_ratio] = [ratio(warmup), ratio(hold)];
  return { max_steps, warmup_ratio, hold_ratio, decay_ratio: neat(1 - warmup_ratio - hold_ratio) };
}

const speechbrain: Form<Shape> = {
  type: 'speechbrain.TriStageLRSchedule',
  read(source: Source) {
    const peak = optional(source, 'lr') ?? source.lr;
    const [warmup = 0, hold = 0, decay = 0] = ['warmup_steps', 'hold_steps', 'decay_steps'].map((key) =>
      num(source, key),
    );
    const start = num(source, 'init_lr_scale') * peak;
    return { peak, warmup, start, hold, decay, last: num(source, 'final_lr_scale') * peak };
  },
  write: (shape) => [
    {
      conf: { lr: shape.peak, ...stages(shape), total_steps: shape.warmup + shape.hold + shape.decay },
      lr: neat(shape.start),
      notes: [
        'The first real step of speechbrain.TriStageLRSchedule has optim_conf.lr; its own lr is the peak.',
      ],
    },
  ],
};

/** Warm-up, hold, exponential decay. */
export const triStageGroup = defineGroup<Shape>([fairseq, espnet, speechbrain]);

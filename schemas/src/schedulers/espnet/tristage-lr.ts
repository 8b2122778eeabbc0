import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { lastEpoch } from './last-epoch.js';

const ratio = (name: string, value: number, description: string) =>
  number(name).default(value).meta({ description, unit: 'share of max_steps' });

const scale = (name: string, description: string) =>
  number(name, { above: 0, max: 1, why: `ESPnet stops with "${name} must be in (0, 1]." Write 0.01 to 1.` })
    .default(0.01)
    .meta({ description, unit: 'factor' });

interface Stages {
  readonly steps: number;
  readonly warmup: number;
  readonly hold: number;
  readonly decay: number;
}

/** The lengths of the stages in real steps, rounded as in the origin: what is left over belongs to the decay. */
function stages(conf: { max_steps: number; warmup_ratio: number; hold_ratio: number }): Stages {
  const steps = Math.trunc(conf.max_steps);
  const warmup = Math.trunc(steps * conf.warmup_ratio);
  const hold = Math.trunc(steps * conf.hold_ratio);
  return { steps, warmup, hold, decay: steps - warmup - hold };
}

/** Python's `math.isclose(sum, 1.0)`. */
const isOne = (sum: number) => Math.abs(sum - 1) <= 1e-9 * Math.max(Math.abs(sum), 1);

/** Warm-up, hold and exponential decay, as shares of the training's length. */
export const tristageLr = defineScheduler({
  type: 'espnet.TristageLR',
  aliases: ['espnet.tristagelr'],
  conf: () => ({
    max_steps: number('max_steps').default(25000).meta({
      description: 'Length of the three stages together; afterwards the learning rate stays.',
      unit: 'real steps',
    }),
    warmup_ratio: ratio('warmup_ratio', 0.1, 'Share of the warm-up; the three ratios add up to 1.'),
    hold_ratio: ratio('hold_ratio', 0.4, 'Share in which the learning rate stays at optim_conf.lr.'),
    decay_ratio: ratio(
      'decay_ratio',
      0.5,
      'Share of the decay. The stage takes the steps that the other two leave.',
    ),
    init_lr_scale: scale('init_lr_scale', 'The warm-up begins at init_lr_scale * optim_conf.lr.'),
    final_lr_scale: scale('final_lr_scale', 'The decay ends at final_lr_scale * optim_conf.lr.'),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up to optim_conf.lr, a stage in which it stays, then exponential decay.',
  formula:
    'with n = min(real step, max_steps), W = int(max_steps * warmup_ratio), H = int(max_steps * hold_ratio), D = max_steps - W - H: lr = optim_conf.lr * (init_lr_scale + (1 - init_lr_scale) * n / W) while n < W, optim_conf.lr while n < W + H, then optim_conf.lr * final_lr_scale^((n - W - H) / D)',
  reference: {
    title: 'SpecAugment, section 4.2 (ESPnet: espnet2/schedulers/tristage_lr.py, after fairseq’s tri_stage)',
    authors: 'Park et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1904.08779',
  },
  stateless: true,
  example: { conf: { max_steps: 80_000 }, lr: 5e-5, steps: 80_000 },
  warmupEnd(conf) {
    const { warmup } = stages(conf);
    return warmup > 0 ? warmup : undefined;
  },
  end: ({ max_steps }) => ({ key: 'max_steps', at: Math.trunc(max_steps), unit: 'real steps' }),
  check({ warmup_ratio, hold_ratio, decay_ratio }) {
    const sum = warmup_ratio + hold_ratio + decay_ratio;
    if (isOne(sum)) return [];
    return [
      {
        path: ['decay_ratio'],
        message: `ESPnet stops with "The sum of warmup_ratio, hold_ratio, and decay_ratio must be 1.0.": ${warmup_ratio} + ${hold_ratio} + ${decay_ratio} is ${sum}. Change one of them.`,
      },
    ];
  },
  start(conf, { lr }) {
    const { steps, warmup, hold, decay } = stages(conf);
    const first = conf.init_lr_scale * lr;
    const slope = (lr - first) / warmup;
    const decayFactor = decay === 0 ? 0 : -Math.log(conf.final_lr_scale) / decay;
    return {
      lr({ realStep }) {
        const n = Math.min(realStep, steps);
        if (n < warmup) return first + slope * n;
        if (n < warmup + hold) return lr;
        return lr * Math.exp(-decayFactor * (n - warmup - hold));
      },
    };
  },
});

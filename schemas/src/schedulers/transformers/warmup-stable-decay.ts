import { choice, number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastEpoch } from './fields.js';
import { cosineWave, rise, warmupEnd } from './shape.js';

const shapes = ['linear', 'cosine', '1-sqrt'] as const;
type Shape = (typeof shapes)[number];

function risen(shape: Shape, at: number): number {
  if (shape === 'linear') return at;
  return shape === 'cosine' ? 0.5 * (1 - Math.cos(Math.PI * at)) : 1 - Math.sqrt(1 - at);
}

function fallen(shape: Shape, at: number, cycles: number): number {
  if (shape === 'linear') return 1 - at;
  return shape === 'cosine' ? cosineWave(cycles, at) : 1 - Math.sqrt(at);
}

interface Lengths {
  readonly num_warmup_steps: number;
  readonly num_decay_steps: number;
  readonly num_training_steps: number | null;
  readonly num_stable_steps: number | null;
}

/** `num_stable_steps` goes first when both are given, as in the origin. */
const stableSteps = (conf: Lengths): number =>
  conf.num_stable_steps ?? (conf.num_training_steps ?? 0) - conf.num_warmup_steps - conf.num_decay_steps;

/** transformers' get_wsd_schedule. */
export const warmupStableDecay = defineScheduler({
  type: 'transformers.warmup_stable_decay',
  aliases: [],
  conf: () => ({
    num_warmup_steps: number('num_warmup_steps').meta({
      description: 'Length of the warm-up from min_lr_ratio * optim_conf.lr to optim_conf.lr. 0 for none.',
      unit: 'real steps',
    }),
    num_decay_steps: number('num_decay_steps').meta({
      description: 'Length of the decay to min_lr_ratio * optim_conf.lr.',
      unit: 'real steps',
    }),
    num_training_steps: number('num_training_steps').nullable().default(null).meta({
      description:
        'Length of the whole schedule; the constant part is what warm-up and decay leave. Not looked at when num_stable_steps is given.',
      unit: 'real steps',
    }),
    num_stable_steps: number('num_stable_steps').nullable().default(null).meta({
      description: 'Length of the constant part. Give this or num_training_steps.',
      unit: 'real steps',
    }),
    warmup_type: choice('warmup_type', shapes).default('linear').meta({
      description: 'How the learning rate rises: in a line, in half a cosine, or as 1 - sqrt(1 - x).',
    }),
    decay_type: choice('decay_type', shapes).default('cosine').meta({
      description: 'How the learning rate falls: in a line, in a cosine, or as 1 - sqrt(x).',
    }),
    min_lr_ratio: number('min_lr_ratio').default(0).meta({
      description: 'Where the warm-up starts and the decay ends.',
      unit: 'share of optim_conf.lr',
    }),
    num_cycles: number('num_cycles').default(0.5).meta({
      description: 'Waves of the cosine decay; 0.5 falls once.',
      unit: 'waves',
    }),
    last_epoch: lastEpoch(),
  }),
  summary: 'Warm-up, a long constant part, then decay at the end.',
  formula:
    'lr = optim_conf.lr * (min_lr_ratio + (1 - min_lr_ratio) * rise(t / num_warmup_steps)) in the warm-up, optim_conf.lr for num_stable_steps, optim_conf.lr * (min_lr_ratio + (1 - min_lr_ratio) * fall(x)) with x from 0 to 1 in num_decay_steps, then optim_conf.lr * min_lr_ratio; t = real_step - 1; rise by warmup_type, fall by decay_type',
  reference: {
    title:
      'MiniCPM: Unveiling the Potential of Small Language Models with Scalable Training Strategies, section 4',
    authors: 'Hu et al.',
    year: 2024,
    url: 'https://arxiv.org/abs/2404.06395',
  },
  stateless: true,
  example: {
    conf: { num_warmup_steps: 1000, num_stable_steps: 16_000, num_decay_steps: 3000 },
    lr: 1e-3,
    steps: 20_000,
  },
  warmupEnd,
  end: (conf) => ({
    key: conf.num_stable_steps === null ? 'num_training_steps' : 'num_stable_steps',
    at: conf.num_warmup_steps + stableSteps(conf) + conf.num_decay_steps,
    unit: 'real steps',
  }),
  check: ({ num_training_steps, num_stable_steps }) =>
    num_training_steps === null && num_stable_steps === null
      ? [
          {
            path: ['num_stable_steps'],
            message:
              'num_stable_steps and num_training_steps are missing: transformers stops with "Either num_training_steps or num_stable_steps must be specified." Write one of them.',
          },
        ]
      : [],
  start(conf, { lr }) {
    const { num_warmup_steps: warmup, num_decay_steps: decay, min_lr_ratio: lowest } = conf;
    const stable = stableSteps(conf);
    const aboveLowest = (factor: number) => lr * Math.max(0, factor * (1 - lowest) + lowest);
    return {
      lr(step) {
        const t = stepsDone(step);
        if (t < warmup) return aboveLowest(risen(conf.warmup_type, rise(t, warmup)));
        if (t < warmup + stable) return lr;
        if (t >= warmup + stable + decay) return lr * lowest;
        return aboveLowest(fallen(conf.decay_type, rise(t - warmup - stable, decay), conf.num_cycles));
      },
    };
  },
});

import type { Conflict } from '../../optimizers/optimizer.js';
import { choice, number } from '../kinds.js';
import { type ConfOf, defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { lastDecays, wholeDecays } from './decay-styles.js';

const conf = () => ({
  max_lr: number('max_lr').nullable().default(null).meta({
    description: 'Peak of the schedule, Megatron’s --lr. null: optim_conf.lr.',
    unit: 'learning rate',
  }),
  init_lr: number('init_lr').default(0).meta({
    description: 'The learning rate at the start of the warm-up, Megatron’s --lr-warmup-init.',
    unit: 'learning rate',
  }),
  min_lr: number('min_lr', {
    min: 0,
    why: 'Megatron stops with an AssertionError (min_lr >= 0.0): write 0 or more.',
  })
    .default(0)
    .meta({
      description: 'End of the decay, and the learning rate after lr_decay_steps.',
      unit: 'learning rate',
    }),
  lr_warmup_steps: number('lr_warmup_steps').default(0).meta({
    description: 'Length of the linear warm-up from init_lr to max_lr.',
    unit: 'real steps',
  }),
  lr_decay_steps: number('lr_decay_steps', {
    above: 0,
    why: 'Megatron stops with an AssertionError (lr_decay_steps > 0): write the number of updates after which min_lr is reached.',
  }).meta({
    description:
      'Updates, warm-up included, after which the learning rate is min_lr. Megatron counts samples here, global_batch_size to an update; count updates.',
    unit: 'real steps',
  }),
  lr_decay_style: choice('lr_decay_style', ['constant', 'linear', 'cosine', 'inverse-square-root', 'WSD'])
    .default('linear')
    .meta({
      description:
        'How the learning rate falls after the warm-up. WSD: it stays at max_lr until wsd_decay_steps before lr_decay_steps; constant: it stays for good.',
    }),
  wsd_decay_steps: number('wsd_decay_steps')
    .nullable()
    .default(null)
    .meta({ description: 'Length of the decay of WSD.', unit: 'real steps' }),
  lr_wsd_decay_style: choice('lr_wsd_decay_style', ['exponential', 'linear', 'cosine', 'minus_sqrt'])
    .default('exponential')
    .meta({ description: 'How the learning rate falls in the decay of WSD.' }),
});

type Conf = ConfOf<typeof conf>;

/** The assertions of Megatron's constructor that concern two keys. */
function conflicts(conf: Conf, lr: number): readonly Conflict[] {
  const found: Conflict[] = [];
  const max = conf.max_lr ?? lr;
  const peak = conf.max_lr === null ? 'optim_conf.lr' : 'max_lr';
  const say = (key: string, is: string, assertion: string, remedy: string) =>
    found.push({
      path: [key],
      message: `${key} is ${is}: Megatron stops with an AssertionError (${assertion}). ${remedy}`,
    });
  if (max < conf.min_lr)
    say('min_lr', `${conf.min_lr}, above ${peak} (${max})`, 'max_lr >= min_lr', 'Write a smaller min_lr.');
  if (conf.init_lr > max)
    say(
      'init_lr',
      `${conf.init_lr}, above ${peak} (${max})`,
      'init_lr <= max_lr',
      'Write a smaller init_lr.',
    );
  if (conf.lr_warmup_steps >= conf.lr_decay_steps)
    say(
      'lr_warmup_steps',
      `${conf.lr_warmup_steps}, not less than lr_decay_steps (${conf.lr_decay_steps})`,
      'lr_warmup_steps < lr_decay_steps',
      'lr_decay_steps includes the warm-up: write more of them.',
    );
  if (conf.lr_decay_style === 'WSD' && conf.wsd_decay_steps === null)
    say('wsd_decay_steps', 'null', 'wsd_decay_steps is not None', 'Write the length of the decay.');
  return found;
}

/** The learning rate after `t` updates. */
function lrAt(conf: Conf, max: number, t: number): number {
  const { init_lr: init, min_lr: min, lr_warmup_steps: warmup, lr_decay_steps: end } = conf;
  const style = conf.lr_decay_style;
  if (warmup > 0 && t <= warmup) return init + ((max - init) * t) / warmup;
  if (style === 'constant') return max;
  if (t > end) return min;
  if (style === 'inverse-square-root')
    return Math.max(min, (max * Math.sqrt(Math.max(warmup, 1))) / Math.sqrt(Math.max(t, 1)));
  if (style !== 'WSD') return min + wholeDecays[style]((t - warmup) / (end - warmup)) * (max - min);
  const length = conf.wsd_decay_steps ?? Number.NaN;
  const since = t - (end - length);
  const left = since <= 0 ? 1 : lastDecays[conf.lr_wsd_decay_style](since / length);
  return min + left * (max - min);
}

/** Megatron-LM's schedule; its ramp of the weight decay, which the same class makes, is not part of it here. */
export const optimizerParamScheduler = defineScheduler({
  type: 'megatron.OptimizerParamScheduler',
  aliases: [],
  conf,
  summary:
    'Linear warm-up, then linear, cosine, inverse-square-root or warmup-stable-decay (WSD) decay to min_lr.',
  formula:
    't = real_step - 1; lr = init_lr + (max_lr - init_lr) * t / lr_warmup_steps while t <= lr_warmup_steps; then lr = min_lr + (max_lr - min_lr) * c; d = (t - lr_warmup_steps) / (lr_decay_steps - lr_warmup_steps); linear: c = 1 - d; cosine: c = (1 + cos(pi * d)) / 2; WSD: c = 1 until lr_decay_steps - wsd_decay_steps, then with d the share done of wsd_decay_steps 2 * 0.5^d - 1 (exponential), 1 - d, (1 + cos(pi * d)) / 2 or 1 - d^0.5; inverse-square-root: lr = max(min_lr, max_lr * (lr_warmup_steps / t)^0.5); min_lr once t > lr_decay_steps',
  reference: {
    title: 'Megatron-LM, megatron/core/optimizer_param_scheduler.py',
    authors: 'NVIDIA',
    year: 2022,
    url: 'https://github.com/NVIDIA/Megatron-LM',
  },
  stateless: true,
  example: {
    conf: {
      min_lr: 3e-5,
      lr_warmup_steps: 1000,
      lr_decay_steps: 20_000,
      lr_decay_style: 'WSD',
      wsd_decay_steps: 4000,
    },
    lr: 3e-4,
    steps: 20_000,
  },
  warmupEnd: ({ lr_warmup_steps: warmup }) => (warmup > 0 ? Math.ceil(warmup) + 1 : undefined),
  end: (conf) =>
    conf.lr_decay_style === 'constant'
      ? undefined
      : { key: 'lr_decay_steps', at: conf.lr_decay_steps, unit: 'real steps' },
  ignoresLr: (conf) =>
    conf.max_lr === null ? undefined : `The peak is max_lr (${conf.max_lr}), whatever optim_conf.lr is.`,
  check: (conf, { lr }) => conflicts(conf, lr),
  start: (conf, { lr }) => ({ lr: (step) => lrAt(conf, conf.max_lr ?? lr, stepsDone(step)) }),
});

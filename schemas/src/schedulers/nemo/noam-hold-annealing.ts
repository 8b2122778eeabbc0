import type { Conflict } from '../../optimizers/optimizer.js';
import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { anneals, lengthConflicts } from './conflicts.js';
import { holdKeys, lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import type { Lengths } from './stages.js';
import { endOf, stagedLr, stagesOf, warmupEnd } from './stages.js';

/** The keys, which WeNet's class of the same name has too. */
export const noamHoldKeys = () => ({
  max_steps: maxSteps(),
  ...warmupKeys(),
  ...holdKeys(),
  decay_rate: number('decay_rate').default(0.5).meta({
    description: 'Exponent of the decay after the hold: 0.5 is Noam’s, 1.0 is what Squeezeformer recommends.',
    unit: 'exponent',
  }),
  min_lr: minLr(0).meta({
    description: 'Floor of the decay, and the learning rate after max_steps.',
    unit: 'learning rate',
  }),
  last_epoch: lastEpoch(),
});

/** What the class refuses: no warm-up, from which the decay is measured. */
export function noamHoldConflicts(conf: Lengths): readonly Conflict[] {
  const conflicts = lengthConflicts(conf);
  if (conflicts.length === 0 && stagesOf(conf).warmup === 0 && anneals(conf))
    conflicts.push({
      path: ['warmup_steps'],
      message:
        'Noam scheduler cannot be used without warmup steps: they are 0, so the training stops with a ValueError when the decay begins. Write warmup_steps.',
    });
  return conflicts;
}

interface NoamHoldConf extends Lengths {
  readonly decay_rate: number;
  readonly min_lr: number;
}

/** The learning rate after `t` updates. */
export function noamHoldLr(conf: NoamHoldConf, lr: number): (t: number) => number {
  const stages = stagesOf(conf);
  const { warmup, hold } = stages;
  const held = hold > 0 ? hold - warmup : 0;
  const peak = lr * Math.max(1, warmup ** conf.decay_rate);
  return stagedLr(stages, lr, conf.min_lr, (t) =>
    Math.max(peak / Math.max(1, (t - held) ** conf.decay_rate), conf.min_lr),
  );
}

/** Where the schedule is from. */
export const squeezeformer = {
  title: 'Squeezeformer: An Efficient Transformer for Automatic Speech Recognition',
  authors: 'Kim et al.',
  year: 2022,
  url: 'https://arxiv.org/abs/2206.00888',
};

/** Squeezeformer's Noam with a hold, as NeMo computes it. */
export const noamHoldAnnealing = defineScheduler({
  type: 'nemo.NoamHoldAnnealing',
  aliases: [],
  conf: noamHoldKeys,
  summary:
    'Linear warm-up to optim_conf.lr, a hold there, then decay with a power of the real step, as Squeezeformer is trained.',
  formula:
    't = real_step - 1; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; optim_conf.lr until warmup_steps + hold_steps; then lr = max(min_lr, optim_conf.lr * max(1, warmup_steps^decay_rate) / max(1, (t - hold_steps)^decay_rate)); min_lr once t > max_steps',
  reference: squeezeformer,
  stateless: true,
  example: {
    conf: { max_steps: 100_000, warmup_steps: 10_000, hold_steps: 30_000, decay_rate: 1 },
    lr: 2e-3,
    steps: 100_000,
  },
  warmupEnd,
  end: endOf,
  check: noamHoldConflicts,
  start(conf, { lr }) {
    const at = noamHoldLr(conf, lr);
    return { lr: (step) => at(stepsDone(step)) };
  },
});

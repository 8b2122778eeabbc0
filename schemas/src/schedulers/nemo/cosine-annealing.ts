import type { Conflict } from '../../optimizers/optimizer.js';
import type { OptimizerAround } from '../scheduler.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { anneals, decayConflicts, lengthConflicts, minLrConflicts } from './conflicts.js';
import { constantKeys, lastEpoch, maxSteps, minLr, warmupKeys } from './keys.js';
import type { Lengths } from './stages.js';
import { endOf, lengthOf, staged, stagesOf, warmupEnd } from './stages.js';

const constantOf = (conf: Lengths) => lengthOf(conf.constant_steps, conf.constant_ratio, conf.max_steps) ?? 0;

/** NeMo refuses a min_lr above lr where it anneals, and an equal one too where it takes Megatron's formula. */
function check(conf: Lengths & { min_lr: number }, optimizer: OptimizerAround): readonly Conflict[] {
  const [constant, { warmup, max }] = [constantOf(conf), stagesOf(conf)];
  if (constant === 0)
    return [
      ...decayConflicts(conf, 'warmup'),
      ...(anneals(conf) ? minLrConflicts(conf.min_lr, optimizer) : []),
    ];
  const conflicts = [...lengthConflicts(conf), ...minLrConflicts(conf.min_lr, optimizer, true)];
  if (warmup === 0 && max === constant)
    conflicts.push({
      path: ['max_steps'],
      message: `max_steps is ${max}, as many as constant_steps, which leaves no update for the decay: NeMo stops with a ZeroDivisionError. Write a larger max_steps.`,
    });
  return conflicts;
}

/** NeMo's cosine; with constant steps it is Megatron's, whose warm-up starts at 0. */
export const cosineAnnealing = defineScheduler({
  type: 'nemo.CosineAnnealing',
  aliases: [],
  conf: () => ({
    max_steps: maxSteps(),
    ...warmupKeys(),
    ...constantKeys(),
    min_lr: minLr(0),
    last_epoch: lastEpoch(),
  }),
  summary:
    'Linear warm-up, then half a cosine from optim_conf.lr to min_lr, which constant_steps reach earlier.',
  formula:
    't = real_step - 1; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps, or optim_conf.lr * t / warmup_steps with constant_steps; then lr = min_lr + (optim_conf.lr - min_lr) * (1 + cos(pi * (t - warmup_steps) / (max_steps - warmup_steps - constant_steps))) / 2; then min_lr',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts (without the restarts)',
    authors: 'Loshchilov and Hutter',
    year: 2016,
    url: 'https://arxiv.org/abs/1608.03983',
  },
  stateless: true,
  example: { conf: { max_steps: 10_000, warmup_steps: 1000, min_lr: 1e-5 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check,
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    const { warmup } = stages;
    const [min, range] = [conf.min_lr, lr - conf.min_lr];
    const constant = constantOf(conf);
    if (constant === 0) {
      const length = conf.max_steps - warmup;
      return staged(stages, lr, min, (t) => {
        const factor = 0.5 * (1 + Math.cos((Math.PI * (t - warmup)) / length));
        return range * factor + min;
      });
    }
    const decay = conf.max_steps - (constant + warmup);
    return {
      lr(step) {
        const t = stepsDone(step);
        if (warmup > 0 && t <= warmup) return (lr * t) / warmup;
        if (t > warmup + decay) return min;
        return min + 0.5 * (Math.cos(Math.PI * ((t - warmup) / decay)) + 1) * range;
      },
    };
  },
});

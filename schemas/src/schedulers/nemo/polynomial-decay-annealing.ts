import { defineScheduler } from '../scheduler.js';
import { decayConflicts } from './conflicts.js';
import { lastEpoch, maxSteps, minLr, polynomialKeys, warmupKeys } from './keys.js';
import { polynomial } from './polynomial.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's polynomial decay. */
export const polynomialDecayAnnealing = defineScheduler({
  type: 'nemo.PolynomialDecayAnnealing',
  aliases: [],
  conf: () => ({
    max_steps: maxSteps(),
    ...warmupKeys(),
    ...polynomialKeys(),
    min_lr: minLr(0),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up, then polynomial decay to min_lr at max_steps.',
  formula:
    't = real_step - 1; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; then lr = min_lr + (optim_conf.lr - min_lr) * (1 - (t - warmup_steps) / (max_steps - warmup_steps))^power; min_lr once t > max_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { max_steps: 10_000, warmup_steps: 1000, power: 2 }, lr: 1e-3, steps: 10_000 },
  warmupEnd,
  end: endOf,
  check: (conf) => decayConflicts(conf, 'warmup'),
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    const decay = {
      steps: conf.max_steps - stages.warmup,
      power: conf.power,
      minLr: conf.min_lr,
      cycle: conf.cycle,
    };
    return staged(stages, lr, conf.min_lr, (t) => polynomial(lr, t - stages.warmup, decay));
  },
});

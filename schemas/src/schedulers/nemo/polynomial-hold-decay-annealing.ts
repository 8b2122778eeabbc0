import { defineScheduler } from '../scheduler.js';
import { decayConflicts } from './conflicts.js';
import { holdKeys, lastEpoch, maxSteps, minLr, polynomialKeys, warmupKeys } from './keys.js';
import { polynomial } from './polynomial.js';
import { nemoFile } from './reference.js';
import { endOf, staged, stagesOf, warmupEnd } from './stages.js';

/** NeMo's polynomial decay after a hold. Without hold keys it counts from the start of training, as NeMo does. */
export const polynomialHoldDecayAnnealing = defineScheduler({
  type: 'nemo.PolynomialHoldDecayAnnealing',
  aliases: [],
  conf: () => ({
    max_steps: maxSteps(),
    ...warmupKeys(),
    ...holdKeys(),
    ...polynomialKeys(),
    min_lr: minLr(0),
    last_epoch: lastEpoch(),
  }),
  summary: 'Linear warm-up, a hold at optim_conf.lr, then polynomial decay to min_lr at max_steps.',
  formula:
    't = real_step - 1; h = warmup_steps + hold_steps; warm-up: lr = optim_conf.lr * (t + 1) / (warmup_steps + 1) while t <= warmup_steps; optim_conf.lr until h; then lr = min_lr + (optim_conf.lr - min_lr) * (1 - (t - h) / (max_steps - h))^power; min_lr once t > max_steps. Without hold_steps and hold_ratio, the decay is (1 - t / (max_steps - warmup_steps))^power, 0 from there on',
  reference: nemoFile,
  stateless: true,
  example: {
    conf: { max_steps: 10_000, warmup_steps: 1000, hold_steps: 3000, power: 2 },
    lr: 1e-3,
    steps: 10_000,
  },
  warmupEnd,
  end: endOf,
  check: (conf) => decayConflicts(conf, 'later'),
  start(conf, { lr }) {
    const stages = stagesOf(conf);
    const decay = {
      steps: conf.max_steps - Math.max(stages.warmup, stages.hold),
      power: conf.power,
      minLr: conf.min_lr,
      cycle: conf.cycle,
    };
    return staged(stages, lr, conf.min_lr, (t) => polynomial(lr, t - stages.hold, decay));
  },
});

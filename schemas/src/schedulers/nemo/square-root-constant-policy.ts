import { defineScheduler } from '../scheduler.js';
import { nemoFile } from './reference.js';
import {
  squareRootConstant,
  squareRootConstantConflicts,
  squareRootConstantKeys,
} from './square-root-constant.js';
import { endOf } from './stages.js';

/** The base of NeMo's T5 schedule by itself. */
export const squareRootConstantPolicy = defineScheduler({
  type: 'nemo.SquareRootConstantPolicy',
  aliases: [],
  conf: squareRootConstantKeys,
  summary:
    'First constant_steps^-0.5 for constant_steps updates, then optim_conf.lr, and min_lr after max_steps.',
  formula:
    't = real_step - 1; lr = constant_steps^-0.5 while t <= constant_steps; then optim_conf.lr; min_lr once t > max_steps',
  reference: nemoFile,
  stateless: true,
  example: { conf: { constant_steps: 1000, max_steps: 10_000 }, lr: 0.01, steps: 10_000 },
  end: endOf,
  check: squareRootConstantConflicts,
  start: (conf, { lr }) => squareRootConstant(conf, () => lr),
});

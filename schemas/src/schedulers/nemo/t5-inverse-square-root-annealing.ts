import { defineScheduler } from '../scheduler.js';
import {
  squareRootConstant,
  squareRootConstantConflicts,
  squareRootConstantKeys,
} from './square-root-constant.js';
import { endOf } from './stages.js';

/** T5's inverse square root, as NeMo computes it. */
export const t5InverseSquareRootAnnealing = defineScheduler({
  type: 'nemo.T5InverseSquareRootAnnealing',
  aliases: [],
  conf: squareRootConstantKeys,
  summary:
    'T5’s inverse square root of the real step, constant for the first constant_steps; optim_conf.lr is ignored.',
  formula: 't = real_step - 1; lr = max(t, constant_steps)^-0.5; min_lr once t > max_steps',
  reference: {
    title: 'Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer, section 3.1.2',
    authors: 'Raffel et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1910.10683',
  },
  stateless: true,
  example: { conf: { constant_steps: 10_000, max_steps: 100_000 }, lr: 1, steps: 100_000 },
  end: endOf,
  check: squareRootConstantConflicts,
  ignoresLr: () => 'The learning rate is max(t, constant_steps)^-0.5, whatever optim_conf.lr is.',
  start: (conf) => squareRootConstant(conf, (t) => 1 / Math.sqrt(t)),
});

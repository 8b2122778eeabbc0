import { numeric } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import {
  betas,
  capturable,
  decoupledWeightDecay,
  differentiable,
  eps,
  executionConflicts,
  foreach,
  lr,
  maximize,
  weightDecay,
} from './options.js';

/** Adam with Nesterov momentum. */
export const nadam = defineOptimizer({
  type: 'NAdam',
  options: () => ({
    lr: lr(0.002),
    betas: betas(),
    eps: eps(1e-8),
    weight_decay: weightDecay(0, 'either'),
    momentum_decay: numeric('momentum_decay', {
      default: 0.004,
      min: 0,
      why: 'The momentum warms up as 0.96^(n * momentum_decay) fades: write 0 or more.',
      unit: 'per update',
      description:
        'Speed at which the momentum warms up: at the nth update it is betas[0] * (1 - 0.5 * 0.96^(n * momentum_decay)).',
    }),
    decoupled_weight_decay: decoupledWeightDecay('NAdamW'),
    foreach: foreach(),
    maximize: maximize(),
    capturable: capturable(),
    differentiable: differentiable(),
  }),
  check: executionConflicts,
  summary: 'Adam that looks one step ahead along its momentum, which itself warms up.',
  reference: {
    title: 'Incorporating Nesterov Momentum into Adam',
    authors: 'Dozat',
    year: 2016,
    url: 'https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.NAdam.html',
  usualLr: [1e-5, 1e-2],
});

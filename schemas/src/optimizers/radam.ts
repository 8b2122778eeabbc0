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

/** Adam with a rectified start. */
export const radam = defineOptimizer({
  type: 'RAdam',
  options: () => ({
    lr: lr(0.001),
    betas: betas(),
    eps: eps(1e-8),
    weight_decay: weightDecay(0, 'either'),
    decoupled_weight_decay: decoupledWeightDecay('RAdamW'),
    foreach: foreach(),
    maximize: maximize(),
    capturable: capturable(),
    differentiable: differentiable(),
  }),
  check: executionConflicts,
  summary:
    'Adam that starts as plain momentum and scales its steps only once the running average of squares can be trusted: a built-in warm-up.',
  reference: {
    title: 'On the Variance of the Adaptive Learning Rate and Beyond',
    authors: 'Liu et al.',
    year: 2019,
    url: 'https://arxiv.org/abs/1908.03265',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.RAdam.html',
  usualLr: [1e-5, 1e-2],
});

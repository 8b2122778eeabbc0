import { defineOptimizer } from './optimizer.js';
import {
  betas,
  capturable,
  differentiable,
  eps,
  executionConflicts,
  foreach,
  lr,
  maximize,
  weightDecay,
} from './options.js';

/** Adamax: Adam with the infinity norm. */
export const adamax = defineOptimizer({
  type: 'Adamax',
  options: () => ({
    lr: lr(0.002),
    betas: betas('largest'),
    eps: eps(1e-8),
    weight_decay: weightDecay(0, 'penalty'),
    foreach: foreach(),
    maximize: maximize(),
    differentiable: differentiable(),
    capturable: capturable(),
  }),
  check: executionConflicts,
  summary: 'Adam that scales each step by the largest recent gradient instead of the average squared one.',
  reference: {
    title: 'Adam: A Method for Stochastic Optimization, section 7.1',
    authors: 'Kingma and Ba',
    year: 2014,
    url: 'https://arxiv.org/abs/1412.6980',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adamax.html',
  usualLr: [1e-4, 1e-2],
});

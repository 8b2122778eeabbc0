import { numeric } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import {
  capturable,
  differentiable,
  eps,
  executionConflicts,
  foreach,
  lr,
  maximize,
  weightDecay,
} from './options.js';

/** Adadelta. */
export const adadelta = defineOptimizer({
  type: 'Adadelta',
  options: () => ({
    lr: lr(1),
    rho: numeric('rho', {
      default: 0.9,
      min: 0,
      max: 1,
      torch: 'Invalid rho value',
      why: 'It is the factor of a running average: write a number from 0 to 1, usually 0.9 to 0.95.',
      unit: 'ratio',
      description:
        'Decay of the running averages of squared gradients and squared steps. Closer to 1 remembers longer.',
    }),
    eps: eps(1e-6),
    weight_decay: weightDecay(0, 'penalty'),
    foreach: foreach(),
    capturable: capturable(),
    maximize: maximize(),
    differentiable: differentiable(),
  }),
  check: executionConflicts,
  summary:
    'Scales each step by the ratio of past steps to past gradients, so that it needs no tuned learning rate.',
  reference: {
    title: 'ADADELTA: An Adaptive Learning Rate Method',
    authors: 'Zeiler',
    year: 2012,
    url: 'https://arxiv.org/abs/1212.5701',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adadelta.html',
  usualLr: [0.1, 1],
});

import { numeric } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import {
  differentiable,
  eps,
  executionConflicts,
  foreach,
  fused,
  lr,
  maximize,
  weightDecay,
} from './options.js';

/** Adagrad. */
export const adagrad = defineOptimizer({
  type: 'Adagrad',
  options: () => ({
    lr: lr(0.01),
    lr_decay: numeric('lr_decay', {
      default: 0,
      min: 0,
      why: 'A negative decay makes the learning rate grow until it divides by zero: write 0 (none) or more.',
      unit: 'per update',
      description:
        'A decay of its own on top of the schedule: at the nth update the learning rate is divided by 1 + (n - 1) * lr_decay.',
    }),
    weight_decay: weightDecay(0, 'penalty'),
    initial_accumulator_value: numeric('initial_accumulator_value', {
      default: 0,
      min: 0,
      why: 'It starts a sum of squares: write 0 or more.',
      unit: 'gradient squared',
      description: 'Start of the sum of squared gradients. Above 0 it softens the large first steps.',
    }),
    eps: eps(1e-10),
    foreach: foreach(),
    maximize: maximize(),
    differentiable: differentiable(),
    fused: fused(),
  }),
  check: executionConflicts,
  summary:
    'Divides each step by the root of the sum of all squared gradients so far: rare features keep large steps.',
  reference: {
    title: 'Adaptive Subgradient Methods for Online Learning and Stochastic Optimization',
    authors: 'Duchi, Hazan and Singer',
    year: 2011,
    url: 'https://jmlr.org/papers/v12/duchi11a.html',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adagrad.html',
  usualLr: [1e-3, 0.1],
});

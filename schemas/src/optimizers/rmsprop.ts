import { flag, numeric } from './kinds.js';
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

/** RMSprop. */
export const rmsprop = defineOptimizer({
  type: 'RMSprop',
  options: () => ({
    lr: lr(0.01),
    alpha: numeric('alpha', {
      default: 0.99,
      min: 0,
      why: 'It is the factor of a running average: write a number from 0 to below 1, usually 0.9 to 0.99.',
      unit: 'ratio',
      description: 'Decay of the running average of the squared gradient. Closer to 1 remembers longer.',
    }),
    eps: eps(1e-8),
    weight_decay: weightDecay(0, 'penalty'),
    momentum: numeric('momentum', {
      default: 0,
      min: 0,
      why: 'A negative momentum undoes the previous step: write 0 (none) or a factor such as 0.9.',
      unit: 'ratio',
      description: 'How much of the previous scaled step is kept.',
    }),
    centered: flag(
      'centered',
      'Subtracts the squared running average of the gradient, so that steps are scaled by its variance.',
    ),
    capturable: capturable(),
    foreach: foreach(),
    maximize: maximize(),
    differentiable: differentiable(),
  }),
  check: executionConflicts,
  summary: 'Divides each step by the root of a running average of the squared gradient.',
  reference: {
    title: 'Neural Networks for Machine Learning, lecture 6',
    authors: 'Tieleman and Hinton',
    year: 2012,
    url: 'https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.RMSprop.html',
  usualLr: [1e-5, 1e-2],
});

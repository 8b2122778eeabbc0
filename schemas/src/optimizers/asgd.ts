import { numeric, numericOrInfinite } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import {
  capturable,
  differentiable,
  executionConflicts,
  foreach,
  lr,
  maximize,
  weightDecay,
} from './options.js';

/** Averaged stochastic gradient descent. */
export const asgd = defineOptimizer({
  type: 'ASGD',
  options: () => ({
    lr: lr(0.01),
    lambd: numeric('lambd', {
      default: 1e-4,
      min: 0,
      why: 'It decays weights and learning rate; a negative one makes both grow: write 0 or more.',
      unit: 'per learning rate',
      description:
        'Decay: at update n the step size is lr / (1 + lambd * lr * n)^alpha, and the weights shrink by lambd times that.',
    }),
    alpha: numeric('alpha', {
      default: 0.75,
      min: 0,
      why: 'It is the power of the decay; a negative one makes the step size grow: write 0 or more.',
      unit: 'power',
      description: 'Power with which the step size decays (see lambd).',
    }),
    t0: numericOrInfinite('t0', {
      default: 1e6,
      unit: 'updates',
      description: 'Update after which the average of the weights is kept. .inf never averages.',
    }),
    weight_decay: weightDecay(0, 'penalty'),
    foreach: foreach(),
    maximize: maximize(),
    differentiable: differentiable(),
    capturable: capturable(),
  }),
  check: executionConflicts,
  summary:
    'SGD with a decaying step size that keeps an average of the weights beside them; the model itself is not the average.',
  scheduleEffect:
    'The learning rate is decayed once more by lambd and alpha, and a new value counts from the next update on.',
  reference: {
    title: 'Acceleration of stochastic approximation by averaging',
    authors: 'Polyak and Juditsky',
    year: 1992,
    url: 'https://doi.org/10.1137/0330046',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.ASGD.html',
  usualLr: [1e-3, 1],
});

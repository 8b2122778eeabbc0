import * as z from 'zod';
import { refused, wrongType } from '../messages.js';
import { numeric, numericOrInfinite, wrongList } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import { foreach, lr, maximize, weightDecay } from './options.js';

const small = 'It bounds a denominator from below: write a small number, 0 or more.';
const denominator = z
  .number({ error: wrongType('eps[0]', 'a number or null') })
  .gte(0, { error: refused('epsilon1 should be >= 0 but is', small) })
  .nullable()
  .meta({
    description:
      'Lower bound of the denominator. null takes the precision of the parameters (1.2e-7 for float32).',
    unit: 'gradient',
  });
const scale = z
  .number({ error: wrongType('eps[1]', 'a number') })
  .gte(0, {
    error: refused(
      'epsilon2 should be >= 0 but is',
      'It bounds the scale of a tensor from below: write 0 or more.',
    ),
  })
  .meta({
    description: 'Lower bound of the scale of a tensor, so that one near zero still moves.',
    unit: 'parameter units',
  });

/** Adafactor. */
export const adafactor = defineOptimizer({
  type: 'Adafactor',
  options: () => ({
    lr: lr(0.01, 'Learning rate should be >= 0 but is'),
    beta2_decay: numeric('beta2_decay', {
      default: -0.8,
      max: 0,
      torch: 'beta2_decay should be <= 0 but is',
      why: 'The average of squares keeps 1 - n^beta2_decay at update n: write a negative power such as -0.8.',
      unit: 'power',
      description:
        'Power of the decay of the average of squared gradients: at update n it keeps 1 - n^beta2_decay.',
    }),
    eps: z
      .tuple([denominator, scale], {
        error: wrongList('eps', 2, '[null, 1.0e-3]', 'torch unpacks exactly two'),
      })
      .default([null, 0.001])
      .meta({ description: 'Lower bounds: of the denominator of the update, and of the scale of a tensor.' }),
    d: numericOrInfinite('d', {
      default: 1,
      min: 1,
      torch: 'Clipping threshold d should be >= 1 but is',
      why: 'Updates with a root mean square above d are scaled down to it: write 1 or more.',
      unit: 'root mean square',
      description: 'Largest root mean square of an update before it is scaled down.',
    }),
    weight_decay: weightDecay(0, 'decoupled', 'weight_decay should be >= 0 but is'),
    foreach: foreach(),
    maximize: maximize(),
  }),
  summary:
    'Adam without momentum that stores row and column averages of a matrix in place of all its squares, and scales steps by the size of each tensor.',
  scheduleEffect:
    'The learning rate is an upper bound: the step at update n is min(lr, 1/sqrt(n)) times the root mean square of the tensor.',
  reference: {
    title: 'Adafactor: Adaptive Learning Rates with Sublinear Memory Cost',
    authors: 'Shazeer and Stern',
    year: 2018,
    url: 'https://arxiv.org/abs/1804.04235',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adafactor.html',
  usualLr: [1e-4, 5e-2],
});

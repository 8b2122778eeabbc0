import * as z from 'zod';
import { shown, wrongType } from '../messages.js';
import { numeric, whole } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import { lr, maximize } from './options.js';

/** Limited-memory BFGS, which evaluates the loss several times in one step. */
export const lbfgs = defineOptimizer({
  type: 'LBFGS',
  options: () => ({
    lr: lr(1),
    max_iter: whole('max_iter', {
      default: 20,
      unit: 'iterations',
      description: 'Most iterations within one step.',
    }),
    max_eval: z
      .int({ error: wrongType('max_eval', 'a whole number or null') })
      .nullable()
      .default(null)
      .meta({
        description: 'Most evaluations of the loss within one step. null means 1.25 times max_iter.',
        unit: 'evaluations',
      }),
    tolerance_grad: numeric('tolerance_grad', {
      default: 1e-7,
      unit: 'gradient',
      description: 'A step ends when no gradient is larger than this.',
    }),
    tolerance_change: numeric('tolerance_change', {
      default: 1e-9,
      unit: 'loss or parameter units',
      description: 'A step ends when loss and parameters change by less than this.',
    }),
    history_size: whole('history_size', {
      default: 100,
      unit: 'steps',
      integer: true,
      description: 'How many past steps make the estimate of the curvature. Memory grows with it.',
    }),
    line_search_fn: z
      .literal('strong_wolfe', {
        error: ({ input }) =>
          `line_search_fn is ${shown(input)}, but only 'strong_wolfe' is supported: torch stops at the first step. Write strong_wolfe, or null for steps of fixed length.`,
      })
      .nullable()
      .default(null)
      .meta({ description: 'Search along each direction: strong_wolfe, or null for steps of length lr.' }),
    maximize: maximize(),
  }),
  summary: 'Quasi-Newton steps from an estimate of the curvature, for smooth functions without noise.',
  reference: {
    title: 'On the limited memory BFGS method for large scale optimization',
    authors: 'Liu and Nocedal',
    year: 1989,
    url: 'https://doi.org/10.1007/BF01589116',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.LBFGS.html',
  usualLr: [0.1, 1],
  limitation: {
    kind: 'closure',
    why: 'its step() needs a closure that evaluates the loss again several times, and the training loop of SpeeChain gives none (torch: LBFGS.step() missing 1 required positional argument)',
    instead: 'Adam',
  },
});

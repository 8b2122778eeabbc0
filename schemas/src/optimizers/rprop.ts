import * as z from 'zod';
import { entry, wrongList } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import { capturable, differentiable, executionConflicts, foreach, lr, maximize } from './options.js';

const why =
  'One factor shrinks a step and the other grows it: write 0 < first < 1 < second, such as [0.5, 1.2].';
const shrink = entry(
  'etas[0]',
  {
    description: 'Factor after the gradient changed its sign.',
    above: 0,
    below: 1,
    torch: 'Invalid eta values',
    why,
  },
  'ratio',
);
const grow = entry(
  'etas[1]',
  { description: 'Factor while the gradient keeps its sign.', above: 1, torch: 'Invalid eta values', why },
  'ratio',
);
const size = (index: 0 | 1, description: string) =>
  entry(
    `step_sizes[${index}]`,
    { description, torch: 'Invalid step size', why: 'Write a number.' },
    'parameter units',
  );

/** Resilient back-propagation. */
export const rprop = defineOptimizer({
  type: 'Rprop',
  options: () => ({
    lr: lr(0.01),
    etas: z
      .tuple([shrink, grow], {
        error: wrongList('etas', 2, '[0.5, 1.2]', 'torch unpacks exactly two factors'),
      })
      .default([0.5, 1.2])
      .meta({
        description:
          'Factors by which the step of a weight shrinks when its gradient changes sign and grows otherwise.',
        unit: 'ratio',
      }),
    step_sizes: z
      .tuple([size(0, 'Smallest step.'), size(1, 'Largest step.')], {
        error: wrongList('step_sizes', 2, '[1.0e-6, 50]', 'torch unpacks exactly two bounds'),
      })
      .default([1e-6, 50])
      .meta({ description: 'Smallest and largest step of a weight.', unit: 'parameter units' }),
    capturable: capturable(),
    foreach: foreach(),
    maximize: maximize(),
    differentiable: differentiable(),
  }),
  check: executionConflicts,
  summary: 'Steps by the sign of the gradient alone, with a step size per weight; made for full batches.',
  scheduleEffect:
    'Only the learning rate of the first update counts: it is the first step size of every weight. Later values of a schedule change nothing.',
  reference: {
    title: 'A direct adaptive method for faster backpropagation learning: the RPROP algorithm',
    authors: 'Riedmiller and Braun',
    year: 1993,
    url: 'https://doi.org/10.1109/ICNN.1993.298623',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Rprop.html',
  usualLr: [1e-3, 0.1],
});

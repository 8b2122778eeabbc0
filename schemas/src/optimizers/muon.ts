import * as z from 'zod';
import { shown } from '../messages.js';
import { entry, flag, numeric, whole, wrongList } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import { lr, weightDecay } from './options.js';

const coefficient = (index: 0 | 1 | 2, power: string) =>
  entry(
    `ns_coefficients[${index}]`,
    { description: `Factor of the ${power} power.`, torch: 'Invalid coefficient', why: 'Write a number.' },
    'factor',
  );

/** Muon: momentum whose update is made orthogonal. */
export const muon = defineOptimizer({
  type: 'Muon',
  options: () => ({
    lr: lr(0.001, 'Learning rate should be >= 0 but is'),
    weight_decay: weightDecay(0.1, 'decoupled', 'weight decay should be >= 0 but is'),
    momentum: numeric('momentum', {
      default: 0.95,
      min: 0,
      torch: 'momentum should be >= 0 but is',
      why: 'It is the factor of a running average: write a number from 0 to below 1, usually 0.9 to 0.95.',
      unit: 'ratio',
      description: 'Decay of the running average of the gradient.',
    }),
    nesterov: flag('nesterov', 'Mixes the present gradient into the running average once more.', true),
    ns_coefficients: z
      .tuple([coefficient(0, 'first'), coefficient(1, 'third'), coefficient(2, 'fifth')], {
        error: wrongList(
          'ns_coefficients',
          3,
          '[3.4445, -4.775, 2.0315]',
          'Coefficients must be a tuple of exactly 3 values',
        ),
      })
      .default([3.4445, -4.775, 2.0315])
      .meta({
        description:
          'Polynomial a*X + b*X^3 + c*X^5 of the Newton-Schulz iteration that makes the update orthogonal.',
        unit: 'factor',
      }),
    eps: numeric('eps', {
      default: 1e-7,
      unit: 'matrix norm',
      description: 'Smallest norm by which the update is divided before the iteration.',
    }),
    ns_steps: whole('ns_steps', {
      default: 5,
      unit: 'iterations',
      integer: true,
      below: 100,
      why: 'Number of steps must be less than 100 for computational efficiency: torch stops at the first update. 5 is usual.',
      description: 'Iterations that make the update orthogonal. More is closer to orthogonal, and slower.',
    }),
    adjust_lr_fn: z
      .enum(['original', 'match_rms_adamw', 'spectral_unclamped'], {
        error: ({ input }) =>
          `Adjust learning rate function ${shown(input)} is not supported. Write original, match_rms_adamw, spectral_unclamped or null.`,
      })
      .nullable()
      .default(null)
      .meta({
        description:
          'How the learning rate follows the shape of a matrix with A rows and B columns: original multiplies it by sqrt(max(1, A/B)), match_rms_adamw by 0.2*sqrt(max(A, B)), which suits learning rates tuned for AdamW, spectral_unclamped by sqrt(A/B). null means original.',
      }),
  }),
  summary: 'Momentum whose update is made orthogonal, so that all directions of a weight matrix move alike.',
  reference: {
    title: 'Muon: An optimizer for hidden layers in neural networks',
    authors: 'Jordan et al.',
    year: 2024,
    url: 'https://kellerjordan.github.io/posts/muon/',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Muon.html',
  usualLr: [1e-3, 5e-2],
  limitation: {
    kind: 'matrices',
    why: 'it only supports 2D parameters, and models also have biases and norms, which are 1-D (torch: Muon only supports 2D parameters)',
    instead: 'AdamW',
  },
});

import { numeric } from './kinds.js';
import { defineOptimizer } from './optimizer.js';
import { betas, maximize } from './options.js';

/** Adam that updates only the rows that a sparse gradient touches. */
export const sparseAdam = defineOptimizer({
  type: 'SparseAdam',
  options: () => ({
    lr: numeric('lr', {
      default: 0.001,
      above: 0,
      torch: 'Invalid learning rate',
      why: 'SparseAdam, unlike its siblings, refuses 0 as well: write a positive number such as 1.0e-3.',
      unit: 'learning rate',
      description: 'Learning rate. A schedule sets it at every step.',
    }),
    betas: betas(),
    eps: numeric('eps', {
      default: 1e-8,
      above: 0,
      torch: 'Invalid epsilon value',
      why: 'SparseAdam, unlike its siblings, refuses 0 as well: write a small number such as 1.0e-8.',
      unit: 'gradient',
      description:
        'Added to the denominator of the update, so that a tiny gradient history does not divide by zero.',
    }),
    maximize: maximize(),
  }),
  summary:
    'Adam for sparse gradients of embeddings: rows that a batch does not touch keep weights and averages.',
  reference: {
    title: 'Adam: A Method for Stochastic Optimization',
    authors: 'Kingma and Ba',
    year: 2014,
    url: 'https://arxiv.org/abs/1412.6980',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.SparseAdam.html',
  usualLr: [1e-4, 1e-2],
  limitation: {
    kind: 'sparse',
    why: 'gradients here are dense, and it refuses those in torch too (torch: SparseAdam does not support dense gradients, please consider Adam instead)',
    instead: 'Adam',
  },
});

import { defineOptimizer } from './optimizer.js';
import {
  adamBetas,
  amsgrad,
  capturable,
  decoupledWeightDecay,
  differentiable,
  eps,
  executionConflicts,
  foreach,
  fused,
  lr,
  maximize,
  weightDecay,
} from './options.js';

/** Adam, with L2 weight decay unless `decoupled_weight_decay`. */
export const adam = defineOptimizer({
  type: 'Adam',
  options: () => ({
    lr: lr(0.001),
    betas: adamBetas(),
    eps: eps(1e-8),
    weight_decay: weightDecay(0, 'either'),
    amsgrad: amsgrad(),
    foreach: foreach(),
    maximize: maximize(),
    capturable: capturable(),
    differentiable: differentiable(),
    fused: fused(),
    decoupled_weight_decay: decoupledWeightDecay('AdamW'),
  }),
  check: executionConflicts,
  summary:
    'Scales each step by running averages of the gradient and of its square, both corrected for their start at zero.',
  reference: {
    title: 'Adam: A Method for Stochastic Optimization',
    authors: 'Kingma and Ba',
    year: 2014,
    url: 'https://arxiv.org/abs/1412.6980',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.Adam.html',
  usualLr: [1e-5, 5e-3],
});

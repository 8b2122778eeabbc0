import { defineOptimizer } from './optimizer.js';
import {
  adamBetas,
  amsgrad,
  capturable,
  differentiable,
  eps,
  executionConflicts,
  foreach,
  fused,
  lr,
  maximize,
  weightDecay,
} from './options.js';

/** Adam with decoupled weight decay. */
export const adamW = defineOptimizer({
  type: 'AdamW',
  options: () => ({
    lr: lr(0.001),
    betas: adamBetas(),
    eps: eps(1e-8),
    weight_decay: weightDecay(0.01, 'decoupled'),
    amsgrad: amsgrad(),
    maximize: maximize(),
    foreach: foreach(),
    capturable: capturable(),
    differentiable: differentiable(),
    fused: fused(),
  }),
  check: executionConflicts,
  summary:
    'Adam whose weight decay shrinks the weights themselves, so that the scale of the gradient does not alter it.',
  reference: {
    title: 'Decoupled Weight Decay Regularization',
    authors: 'Loshchilov and Hutter',
    year: 2017,
    url: 'https://arxiv.org/abs/1711.05101',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.AdamW.html',
  usualLr: [1e-5, 5e-3],
});

import { shown } from '../messages.js';
import { flag, numeric, takingNaN } from './kinds.js';
import type { Conflict } from './optimizer.js';
import { defineOptimizer } from './optimizer.js';
import { differentiable, executionConflicts, foreach, fused, lr, maximize, weightDecay } from './options.js';

const sgdOptions = () => ({
  lr: takingNaN(lr(0.001)),
  momentum: takingNaN(
    numeric('momentum', {
      default: 0,
      min: 0,
      why: 'A negative momentum undoes the previous step: write 0 (none) or a factor such as 0.9.',
      unit: 'ratio',
      description:
        'How much of the previous step is kept: the velocity is momentum times itself plus the gradient.',
    }),
  ),
  dampening: numeric('dampening', {
    default: 0,
    unit: 'ratio',
    description:
      'Share of the gradient that does not enter the velocity, from the second step on. Needs momentum.',
  }),
  weight_decay: takingNaN(weightDecay(0, 'penalty')),
  nesterov: flag(
    'nesterov',
    'Looks one step ahead along the velocity (Nesterov momentum). Needs momentum above 0 and dampening 0.',
  ),
  maximize: maximize(),
  foreach: foreach(),
  differentiable: differentiable(),
  fused: fused(),
});

interface Momentum {
  readonly momentum: number;
  readonly dampening: number;
  readonly nesterov: boolean;
}

function nesterovConflict({ momentum, dampening, nesterov }: Momentum): Conflict[] {
  if (!nesterov || (momentum > 0 && dampening === 0)) return [];
  const found = `momentum is ${shown(momentum)} and dampening ${shown(dampening)}`;
  const message = `Nesterov momentum requires a momentum and zero dampening: ${found}. Write a momentum such as 0.9 and dampening 0, or remove nesterov.`;
  return [{ path: ['nesterov'], message }];
}

/** Stochastic gradient descent, with momentum on demand. */
export const sgd = defineOptimizer({
  type: 'SGD',
  options: sgdOptions,
  // torch's SGD, unlike its siblings, lets foreach and differentiable pass together.
  check: (conf) => [
    ...nesterovConflict(conf),
    ...executionConflicts(conf.fused ? conf : { ...conf, foreach: false }),
  ],
  summary: 'Steps against the gradient, optionally carried along by momentum.',
  reference: {
    title: 'On the importance of initialization and momentum in deep learning',
    authors: 'Sutskever et al.',
    year: 2013,
    url: 'https://proceedings.mlr.press/v28/sutskever13.html',
  },
  docs: 'https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html',
  usualLr: [1e-3, 1],
});

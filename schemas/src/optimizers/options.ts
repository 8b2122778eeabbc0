import * as z from 'zod';
import { wrongType } from '../messages.js';
import { entry, flag, numeric, wrongList } from './kinds.js';
import type { Conflict } from './optimizer.js';

const ownKernels = 'This runtime has its own implementation of the update, so it changes nothing here.';
const noGraphs = 'This runtime captures no CUDA graphs, so it changes nothing here.';
const noSecondOrder = 'This runtime does not differentiate through the update, so it changes nothing here.';

/** `lr`, which most schedules take as their peak; torch's words for a negative one differ between classes. */
export const lr = (value: number, torch = 'Invalid learning rate') =>
  numeric('lr', {
    default: value,
    min: 0,
    torch,
    why: 'A negative learning rate climbs the loss instead of descending it: write 0 or more.',
    unit: 'learning rate',
    description:
      'Learning rate. A schedule sets it at every step; most schedules take the value written here as their peak or start.',
  });

/** `eps` in the denominator of the update. */
export const eps = (value: number) =>
  numeric('eps', {
    default: value,
    min: 0,
    torch: 'Invalid epsilon value',
    why: 'It is added to a denominator that must not become negative: write a small number such as 1.0e-8.',
    unit: 'gradient',
    description:
      'Added to the denominator of the update, so that a tiny gradient history does not divide by zero.',
  });

/** `weight_decay` as an L2 penalty, or decoupled as in AdamW. */
export const weightDecay = (value: number, kind: 'penalty' | 'decoupled' | 'either', torch?: string) => {
  const schema = numeric('weight_decay', {
    default: value,
    min: 0,
    torch: torch ?? 'Invalid weight_decay value',
    why: 'A negative weight decay makes the weights grow without bound: write 0 or more.',
    unit: kind === 'penalty' ? 'gradient per weight' : 'fraction per learning rate',
    description: {
      penalty: 'L2 penalty: weight_decay times the weight is added to its gradient before the update.',
      decoupled:
        'Decoupled weight decay: each weight shrinks by lr times weight_decay before the update, apart from the gradient.',
      either:
        'Weight decay: an L2 penalty added to the gradient, or, with decoupled_weight_decay, a shrinking of the weights by lr times weight_decay.',
    }[kind],
  });
  // As an L2 penalty it becomes the `alpha` of an addition, which refuses True; decoupled it is a plain factor.
  return kind === 'decoupled' ? schema : schema.meta({ ...schema.meta(), exactType: true });
};

/** `decoupled_weight_decay`, which turns a class into its W variant. */
export const decoupledWeightDecay = (variant: string) =>
  flag(
    'decoupled_weight_decay',
    `Applies weight_decay to the weights themselves instead of to the gradient, which makes this ${variant}.`,
  );

const beta = (index: 0 | 1, description: string) =>
  entry(
    `betas[${index}]`,
    {
      description,
      min: 0,
      below: 1,
      torch: `Invalid beta parameter at index ${index}`,
      why: 'A running average needs a factor of at least 0 and below 1, usually 0.9 and 0.98 to 0.999: write one in that range.',
    },
    'ratio',
  );
const average = beta(0, 'Decay of the running average of the gradient: the momentum.');
const square = beta(1, 'Decay of the running average of the squared gradient: the scale of each step.');
const largest = beta(1, 'Decay of the running maximum of the gradient: the scale of each step.');

const betasMeta = {
  description:
    'Decay factors of the running averages: of the gradient first, of its size second. Closer to 1 remembers longer.',
  unit: 'ratio',
};

/** `betas` of Adam and AdamW: torch looks at the first two and lets more pass, and wants floats. */
export const adamBetas = () =>
  z
    .tuple([average, square], z.unknown(), {
      error: wrongList('betas', 2, '[0.9, 0.999]', 'torch reads two decay factors'),
    })
    .default([0.9, 0.999])
    .meta({ ...betasMeta, expectedLength: 2, floats: true });

/** `betas` of the other classes of Adam's family: the first step takes exactly two. */
export const betas = (second: 'square' | 'largest' = 'square') =>
  z
    .tuple([average, second === 'square' ? square : largest], {
      error: wrongList('betas', 2, '[0.9, 0.999]', 'the first step unpacks exactly two decay factors'),
    })
    .default([0.9, 0.999])
    .meta(betasMeta);

export const amsgrad = () =>
  flag(
    'amsgrad',
    'Divides by the largest running average of the squared gradient so far instead of the present one (AMSGrad).',
  );

export const maximize = () => flag('maximize', 'Climbs the loss instead of descending it.');

const choice = (name: string, description: string) =>
  z
    .boolean({
      error: wrongType(name, 'true, false or null', 'Python takes any value that is not empty as true'),
    })
    .nullable()
    .default(null)
    .meta({ description, noEffect: ownKernels });

export const foreach = () =>
  choice(
    'foreach',
    'Updates all tensors with a few multi-tensor kernels instead of one by one. null lets torch choose: yes on CUDA.',
  );

export const fused = () =>
  choice('fused', 'Does the whole update in one kernel. null lets torch choose, which means no.');

export const capturable = () =>
  flag(
    'capturable',
    'Keeps the update fit for capture in a CUDA graph; needs an accelerator.',
    false,
    noGraphs,
  );

/** torch hands it to `set_grad_enabled`, which takes truth values alone. */
export const differentiable = () => {
  const schema = flag(
    'differentiable',
    'Lets autograd follow the update itself, for meta-learning.',
    false,
    noSecondOrder,
  );
  return schema.meta({ ...schema.meta(), exactType: true });
};

interface Execution {
  readonly foreach?: boolean | null;
  readonly fused?: boolean | null;
  readonly differentiable?: boolean;
}

/** The ways of executing the update that torch refuses together, in the constructor or at the first step. */
export function executionConflicts(options: Execution): Conflict[] {
  const conflicts: Conflict[] = [];
  if (options.fused && options.differentiable)
    conflicts.push({
      path: ['fused'],
      message:
        '`fused` does not support `differentiable`: autograd cannot look into one fused kernel. Remove one of the two.',
    });
  if (options.fused && options.foreach)
    conflicts.push({
      path: ['fused'],
      message:
        '`fused` and `foreach` cannot be `True` together: they are two ways to compute the same update. Keep one, usually fused.',
    });
  else if (options.foreach && options.differentiable)
    conflicts.push({
      path: ['foreach'],
      message:
        "_foreach ops don't support autograd: foreach and differentiable together stop torch at the first step. Remove one of the two.",
    });
  return conflicts;
}

import type * as z from 'zod';
import type { Conflict } from '../../optimizers/optimizer.js';
import { number } from '../kinds.js';
import type { Schedule } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { constantKeys, lastEpoch, maxSteps, minLr } from './keys.js';

/** The keys of NeMo's SquareRootConstantPolicy. */
export const squareRootConstantKeys = () => ({
  constant_steps: number('constant_steps', {
    above: 0,
    why: 'NeMo divides by its square root. Write the number of updates at the start that are constant.',
  }).meta({
    description:
      'How many updates at the start have the constant learning rate, which is constant_steps^-0.5.',
    unit: 'real steps',
  }),
  constant_ratio: constantKeys().constant_ratio.meta({
    description: 'Not usable: NeMo’s class takes the square root of constant_steps, ratio or not.',
    unit: 'share of max_steps',
  }),
  max_steps: maxSteps(),
  min_lr: minLr(0).meta({ description: 'The learning rate after max_steps.', unit: 'learning rate' }),
  last_epoch: lastEpoch(),
});

type Keys = ReturnType<typeof squareRootConstantKeys>;
type Conf = { readonly [Key in keyof Keys]: z.output<Keys[Key]> };

/** constant_ratio beside constant_steps, without which there is no conf at all. */
export function squareRootConstantConflicts(conf: Conf): readonly Conflict[] {
  if (conf.constant_ratio === null) return [];
  return [
    {
      path: ['constant_ratio'],
      message: `Either use particular number of step or ratio: constant_ratio is ${conf.constant_ratio}, and NeMo's class cannot do without constant_steps. Remove constant_ratio.`,
    },
  ];
}

/** constant_steps^-0.5 for the first constant_steps updates, then `rest`, then min_lr. */
export function squareRootConstant(conf: Conf, rest: (t: number) => number): Schedule {
  const constant = 1 / Math.sqrt(conf.constant_steps);
  return {
    lr(step) {
      const t = stepsDone(step);
      if (t <= conf.constant_steps) return constant;
      return t > conf.max_steps ? conf.min_lr : rest(t);
    },
  };
}

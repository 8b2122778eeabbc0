import type { Conflict } from '../../optimizers/optimizer.js';
import { number } from '../kinds.js';

/** `warmup_steps` of the classes that raise it to fractional powers. */
export const warmupSteps = (description: string) =>
  number('warmup_steps', {
    above: 0,
    why: 'ESPnet raises it to the power -1.5, which stops with a ZeroDivisionError (0) or a TypeError (less): write at least 1.',
  })
    .default(25000)
    .meta({ description, unit: 'real steps' });

/** `warmup_steps` of the classes that divide by it alone, which takes any number but 0 (see `zeroWarmup`). */
export const warmupDivisor = (description: string) =>
  number('warmup_steps').default(25000).meta({ description, unit: 'real steps' });

/** ESPnet's refusal of `warmup_steps: 0`. */
export const zeroWarmup = (conf: { readonly warmup_steps: number }): readonly Conflict[] =>
  conf.warmup_steps === 0
    ? [
        {
          path: ['warmup_steps'],
          message:
            'warmup_steps is 0: ESPnet divides by it and stops with a ZeroDivisionError. Write 1 for no warm-up.',
        },
      ]
    : [];

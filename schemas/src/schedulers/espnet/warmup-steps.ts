import { number } from '../kinds.js';

/** `warmup_steps` of ESPnet's classes that raise it to a negative power, of any sign but zero, or of a positive one alone. */
export const warmupSteps = (sign: 'positive' | 'not zero', description: string) => {
  const steps = number('warmup_steps');
  const field =
    sign === 'positive'
      ? number('warmup_steps', {
          above: 0,
          why: 'ESPnet raises it to the power -1.5, which stops with a ZeroDivisionError (0) or a TypeError (less): write at least 1.',
        })
      : steps.refine((value) => value !== 0, {
          error:
            'warmup_steps is 0: ESPnet divides by it and stops with a ZeroDivisionError. Write 1 for no warm-up.',
        });
  return field.default(25000).meta({ description, unit: 'real steps' });
};

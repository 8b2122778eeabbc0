import * as z from 'zod';
import { wrongType } from '../../messages.js';
import { number } from '../kinds.js';
import { defineScheduler } from '../scheduler.js';
import { calledAfterUpdates, speechbrainFile } from './shared.js';

interface Interval {
  readonly steps: number;
  readonly lr: number;
}

/**
 * The calls at which the learning rate changes. SpeechBrain takes the intervals in the order in which they are written,
 * one a call, and leaves out those that lie before the start.
 */
function changes(intervals: readonly Interval[]): Interval[] {
  let last = 0;
  return intervals
    .filter(({ steps }) => steps > 0)
    .map(({ steps, lr }) => {
      last = Math.max(last + 1, Math.ceil(steps));
      return { steps: last, lr };
    });
}

/** SpeechBrain's list of learning rates. */
export const intervalScheduler = defineScheduler({
  type: 'speechbrain.IntervalScheduler',
  aliases: [],
  conf: () => ({
    intervals: z
      .array(
        z.strictObject({
          steps: number('steps').meta({
            description: 'The call from which the learning rate holds.',
            unit: 'real steps',
          }),
          lr: number('lr').meta({ description: 'The learning rate from then on.', unit: 'learning rate' }),
        }),
        { error: wrongType('intervals', 'a list of {steps, lr}', 'it is looked through') },
      )
      .meta({
        description:
          'The learning rates and the calls from which they hold, in order; before them, optim_conf.lr.',
        unit: 'list of {steps, lr}',
      }),
  }),
  summary: 'Sets given learning rates at given updates.',
  formula:
    'n = real_step - 1; lr = the lr of the last interval with steps <= n; optim_conf.lr before the first',
  reference: speechbrainFile,
  stateless: true,
  example: {
    conf: {
      intervals: [
        { steps: 2000, lr: 1e-3 },
        { steps: 6000, lr: 5e-4 },
        { steps: 9000, lr: 1e-4 },
      ],
    },
    lr: 1e-4,
    steps: 12_000,
  },
  start(conf, { lr }) {
    const at = changes(conf.intervals);
    return calledAfterUpdates(lr, (n) => at.findLast(({ steps }) => steps <= n)?.lr ?? lr);
  },
});

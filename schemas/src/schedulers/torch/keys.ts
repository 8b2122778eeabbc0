import * as z from 'zod';
import type { Reference } from '../../fields.js';
import { shown } from '../../messages.js';
import { choice } from '../kinds.js';
import type { ScheduleEnd, Step } from '../scheduler.js';
import { epochsDone, stepsDone } from '../step-count.js';

/** What a schedule of torch counts: real steps, or epochs where its `step()` is called after each epoch. */
export type Interval = 'step' | 'epoch';

/** Unit of the keys that are counted in the schedule's own steps. */
export const counted = 'real steps (with interval: epoch, epochs)';

/** How often `scheduler.step()` is called, spelt as Lightning spells it. */
export const interval = () =>
  choice('interval', ['step', 'epoch']).default('step').meta({
    description:
      'When the schedule moves on: `step`, after every real step, or `epoch`, after every epoch. Everything that the schedule counts is counted in these.',
  });

/** `last_epoch` of the constructors: only the value for a new training can be used from a configuration. */
export const lastEpoch = () =>
  z
    .literal(-1, {
      error: ({ input }) =>
        `last_epoch is ${shown(input)}: torch stops with a KeyError, since "param 'initial_lr' is not specified in param_groups[0] when resuming scheduler with last_epoch >= 0". Remove it: a resumed training goes on where its checkpoint says.`,
    })
    .default(-1)
    .meta({
      description: 'Where torch resumes; -1 starts anew.',
      unit: 'steps of the schedule',
      noEffect: 'a resumed training goes on where its checkpoint says.',
    });

/** The factor of the schedules that decay by one. */
export const gammaDescription = 'What the learning rate is multiplied by.';

/** The schedule's counter, torch's `last_epoch`: how often `scheduler.step()` was called before this step. */
export const counter = (conf: { readonly interval: Interval }, step: Step): number =>
  conf.interval === 'epoch' ? epochsDone(step) : stepsDone(step);

/** Where a warm-up ends whose peak is at a value of the counter: in real steps or, with `interval: epoch`, epochs. */
export const warmupUntil = <Conf extends { readonly interval: Interval }>(
  countOf: (conf: Conf) => number | undefined,
) => ({
  warmupEnd(conf: Conf): number | undefined {
    const count = conf.interval === 'step' ? countOf(conf) : undefined;
    return count === undefined ? undefined : count + 1;
  },
  warmupEpochs: (conf: Conf): number | undefined => (conf.interval === 'epoch' ? countOf(conf) : undefined),
});

/** The end of a schedule after so many of its own steps. */
export const endAfter = (conf: { readonly interval: Interval }, key: string, at: number): ScheduleEnd => ({
  key,
  at,
  unit: conf.interval === 'epoch' ? 'epochs' : 'real steps',
});

/** Where torch documents a class that no paper describes. */
export const torchPage = (name: string): Reference => ({
  title: `PyTorch: torch.optim.lr_scheduler.${name}`,
  url: `https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.${name}.html`,
});

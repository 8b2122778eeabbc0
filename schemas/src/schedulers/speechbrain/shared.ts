import type { Reference } from '../../fields.js';
import { number } from '../kinds.js';
import type { Schedule } from '../scheduler.js';
import { stepsDone } from '../step-count.js';

/** The file whose classes these are. */
export const speechbrainFile: Reference = {
  title: 'SpeechBrain, speechbrain/nnet/schedulers.py',
  authors: 'Ravanelli et al.',
  year: 2021,
  url: 'https://arxiv.org/abs/2106.04624',
};

/** The learning rate that SpeechBrain's classes are given beside the optimizer; recipes write the same twice. */
export const givenLr = (name: string) =>
  number(name).nullable().default(null).meta({
    description: `The learning rate that the schedule scales. null: optim_conf.lr, which SpeechBrain's recipes write here too.`,
    unit: 'learning rate',
  });

/** A length in updates. */
export const steps = (name: string, description: string) =>
  number(name, { min: 0, why: 'It counts updates: write 0 or more.' }).meta({
    description,
    unit: 'real steps',
  });

/** A warm-up by whose length SpeechBrain divides. */
export const someSteps = (name: string, description: string) =>
  number(name, {
    above: 0,
    why: 'SpeechBrain divides by it and stops with a ZeroDivisionError: write at least 1.',
  }).meta({ description, unit: 'real steps' });

/**
 * A schedule that SpeechBrain calls after each update: the first update has optim_conf.lr as it is, update n + 1 what
 * call n returned.
 */
export const calledAfterUpdates = (lr: number, call: (n: number) => number): Schedule => ({
  lr(step) {
    const n = stepsDone(step);
    return n === 0 ? lr : call(n);
  },
});

/** The real step with the peak, of a warm-up whose peak is call `n`; undefined without one. */
export const peakOfCall = (n: number): number | undefined => (n > 0 ? Math.ceil(n) + 1 : undefined);

import { number } from '../kinds.js';
import type { Schedule } from '../scheduler.js';
import { defineScheduler } from '../scheduler.js';
import { stepsDone } from '../step-count.js';
import { calledAfterUpdates, givenLr, someSteps } from './shared.js';

interface Compounded {
  readonly n: number;
  readonly lr: number;
}

/** SpeechBrain's way without lr_initial: each call multiplies what the call before it left. */
function compounding(lr: number, scale: (n: number) => number): Schedule {
  let now: Compounded = { n: 0, lr };
  return {
    lr(step) {
      for (let n = now.n + 1; n <= stepsDone(step); n++) now = { n, lr: now.lr * scale(n) };
      return now.lr;
    },
    state: () => now,
    loadState(state) {
      now = state as Compounded;
    },
  };
}

/** SpeechBrain's cyclic cosine. */
export const cyclicCosineScheduler = defineScheduler({
  type: 'speechbrain.CyclicCosineScheduler',
  aliases: [],
  conf: () => ({
    n_warmup_steps: someSteps('n_warmup_steps', 'The call at which the cosine has its first peak.'),
    lr_initial: givenLr('lr_initial').meta({
      description:
        'Height of the cosine. null: each call multiplies the learning rate that the call before it left, so that it falls much faster.',
      unit: 'learning rate',
    }),
    total_steps: number('total_steps')
      .refine((value) => value !== 0, {
        error:
          'total_steps is 0: SpeechBrain divides by it and stops with a ZeroDivisionError. Write the number of updates from peak to 0.',
      })
      .default(100_000)
      .meta({
        description: 'Updates from a peak to 0; after as many more the next peak comes.',
        unit: 'real steps',
        // JSON Schema's words for the refinement.
        not: { const: 0 },
      }),
  }),
  summary:
    'A cosine that rises again after it has reached 0. The warm-up is the flat part of the cosine before its peak.',
  formula:
    'n = real_step - 1; lr = optim_conf.lr when n = 0; then lr = lr_initial * (1 + cos(pi * (n - n_warmup_steps) / total_steps)) / 2, or without lr_initial the learning rate before times that factor',
  reference: {
    title: 'SGDR: Stochastic Gradient Descent with Warm Restarts',
    authors: 'Loshchilov and Hutter',
    year: 2016,
    url: 'https://openreview.net/pdf?id=BJYwwY9ll',
  },
  stateless: false,
  statelessWith: ({ lr_initial }) => lr_initial !== null,
  example: { conf: { n_warmup_steps: 1000, lr_initial: 1e-3, total_steps: 5000 }, lr: 1e-3, steps: 20_000 },
  start(conf, { lr }) {
    const scale = (n: number) =>
      0.5 * (Math.cos((Math.PI * (n - conf.n_warmup_steps)) / conf.total_steps) + 1);
    const { lr_initial: initial } = conf;
    return initial === null ? compounding(lr, scale) : calledAfterUpdates(lr, (n) => initial * scale(n));
  },
});

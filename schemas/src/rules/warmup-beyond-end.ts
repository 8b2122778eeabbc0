import { warmupSpan } from './conf-spans.js';
import type { Finding, Rule } from './rule.js';
import { misfitOf } from './schedule-length.js';

/** The schedule ends before its own warm-up does. */
export const warmupBeyondEnd: Rule = {
  code: 'optim/warmup-beyond-end',
  severity: 'warning',
  summary: 'The schedule’s own end lies within its warm-up.',
  docs: 'The total length of a schedule (`num_training_steps`, `max_steps`, …) has the warm-up in it. Where it is shorter than the warm-up, nothing is left for the decay: depending on its origin the learning rate falls from its peak at once, rises on, or stays at its minimum. The lengths are often in different units: one in epochs, one in real steps.',
  example: {
    bad: 'optim_sches: {type: transformers.linear, conf: {optim_type: AdamW, optim_conf: {}, num_warmup_steps: 4000, num_training_steps: 1000}}\n',
    good: 'optim_sches: {type: transformers.linear, conf: {optim_type: AdamW, optim_conf: {}, num_warmup_steps: 400, num_training_steps: 1000}}\n',
  },
  aboutCurve: true,
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const one of context.config.optimSchedulers) {
      const misfit = misfitOf(one, context);
      const span = warmupSpan(one);
      if (misfit?.kind !== 'warmup-beyond-end' || !span) continue;
      const { warmup, end } = misfit;
      yield {
        span,
        message: `The warm-up ends at ${warmup.unit === 'epochs' ? 'epoch' : 'real step'} ${warmup.at}, but the schedule itself ends after ${end.at} ${end.unit} (${end.key}), warm-up included: nothing is left for the decay. Shorten the warm-up, or make ${end.key} larger.`,
      };
    }
  },
};

import { entryOf } from '../document/value.js';
import { warmupSpan } from './conf-spans.js';
import type { Finding, Rule } from './rule.js';
import { misfitOf, trainingWords } from './schedule-length.js';
import { setHere } from './set-here.js';

/** The warm-up is longer than the training. */
export const warmupBeyondTraining: Rule = {
  code: 'optim/warmup-beyond-training',
  severity: 'warning',
  summary: 'The training ends before the warm-up does.',
  docs: 'Known where the steps of an epoch are known (`--steps-per-epoch`, or the data). warmup_steps counts real steps: with `accum_grad: 4` it takes four times as many training steps.',
  example: {
    bad: '# 100 steps an epoch\nnum_epochs: 10\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 4000}}\n',
    good: '# 100 steps an epoch\nnum_epochs: 100\noptim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {}, warmup_steps: 4000}}\n',
  },
  aboutCurve: true,
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const one of context.config.optimSchedulers) {
      const misfit = misfitOf(one, context);
      const span = warmupSpan(one);
      if (misfit?.kind !== 'warmup-beyond-training' || !span) continue;
      const { at, unit } = misfit.warmup;
      const what = unit === 'epochs' ? `takes ${at - 1} epochs` : `ends at real step ${at}`;
      yield {
        span,
        ...setHere(entryOf(context.config.document.root, 'num_epochs')),
        message: `The warm-up ${what}, but the training has ${trainingWords(context, unit)}: the peak is never reached. Shorten the warm-up or train longer.`,
      };
    }
  },
};

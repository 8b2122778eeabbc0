import { formatLr } from '../curve/picture/format.js';
import { confSpan } from './conf-spans.js';
import type { Finding, Rule } from './rule.js';
import { endAt, misfitOf, trainingWords } from './schedule-length.js';

/** The training is over long before the schedule is. */
export const scheduleEndsLate: Rule = {
  code: 'optim/schedule-ends-late',
  severity: 'information',
  summary: 'The training ends long before the schedule does.',
  docs: 'A schedule that decays within a given length (`T_max`, `num_training_steps`, `max_steps`, …) does its work at the end: most of the gain comes while the learning rate is low. Where the training stops earlier, it never gets there. That can be meant (a run that will go on, a fixed schedule for several trainings), so this is an information.',
  example: {
    bad: '# 100 steps an epoch\nnum_epochs: 10\noptim_sches: {type: transformers.cosine, conf: {optim_type: AdamW, optim_conf: {}, num_warmup_steps: 100, num_training_steps: 10000}}\n',
    good: '# 100 steps an epoch\nnum_epochs: 100\noptim_sches: {type: transformers.cosine, conf: {optim_type: AdamW, optim_conf: {}, num_warmup_steps: 100, num_training_steps: 10000}}\n',
  },
  aboutCurve: true,
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const one of context.config.optimSchedulers) {
      const misfit = misfitOf(one, context);
      if (misfit?.kind !== 'ends-late') continue;
      const { end, after, length } = misfit;
      const span = confSpan(one, end.key);
      // A schedule that would not fall much further loses nothing.
      if (!span || after.last <= 2 * after.atEnd) continue;
      yield {
        span,
        message: `The schedule ends after ${end.at} ${end.unit} (${end.key}), but the training has ${trainingWords(context, end.unit)}: it stops at a learning rate of ${formatLr(after.last)}, before the decay is done. ${endAt(one, end, length)}, or train longer.`,
      };
    }
  },
};

import type { OptimSchedulerConf } from '../config/config.js';
import { formatLr } from '../curve/picture/format.js';
import { confSpan } from './conf-spans.js';
import type { Finding, Rule, RuleContext } from './rule.js';
import { misfitOf, trainingLength, trainingWords } from './schedule-length.js';
import { trainingCourse } from './training-course.js';

/** Whether the end of the schedule is to blame, and is told as that. */
function endsThere(one: OptimSchedulerConf, context: RuleContext): boolean {
  const misfit = misfitOf(one, context);
  return misfit?.kind === 'ends-early' && Number.isNaN(misfit.after.last);
}

function consequence(lr: number, { runtime }: RuleContext): string {
  if (Number.isFinite(lr))
    return `is negative (${formatLr(lr)}): from there on the update would climb the loss instead of descending it`;
  const what = Number.isNaN(lr) ? 'is not a number' : 'is infinite';
  return `${what}: ${runtime ? 'training stops there' : 'the update there ruins every parameter, where torch does not stop before'}`;
}

/** The curve leaves what a learning rate can be. */
export const invalidLr: Rule = {
  code: 'optim/invalid-lr',
  severity: 'warning',
  summary: 'The learning rate becomes negative, infinite or not a number during the training.',
  docs: 'Each key is right alone, but within the training the formula leaves what a learning rate can be: an `lr_lambda` such as `1 / (5 - step)` divides by zero at step 5 and is negative from then on. Training stops at a learning rate that is not a finite number, before the update, so that the last checkpoint is whole; a negative one makes the loss grow. Known where the length of the training is known (`num_epochs`, and the steps of an epoch from the data or `--steps-per-epoch`).',
  example: {
    bad: '# 100 steps an epoch\nnum_epochs: 10\noptim_sches: {type: torch.LambdaLR, conf: {optim_type: Adam, optim_conf: {}, lr_lambda: 1 - step / 500}}\n',
    good: '# 100 steps an epoch\nnum_epochs: 10\noptim_sches: {type: torch.LambdaLR, conf: {optim_type: Adam, optim_conf: {}, lr_lambda: 1 - step / 1000}}\n',
  },
  aboutCurve: true,
  *check(context): Iterable<Finding> {
    const { realSteps } = trainingLength(context);
    if (context.config.linked || realSteps === undefined) return;
    for (const one of context.config.optimSchedulers) {
      const span = confSpan(one, 'lr_lambda');
      const { broken } = trainingCourse(one, realSteps, context);
      if (!broken || !span || endsThere(one, context)) continue;
      yield {
        span,
        message: `In real step ${broken.realStep} the learning rate of "${one.name}" ${consequence(broken.lr, context)}. The training has ${trainingWords(context)}: write a schedule that stays above 0 as long.`,
      };
    }
  },
};

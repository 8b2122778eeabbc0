import type { OptimSchedulerConf } from '../config/config.js';
import { formatLr } from '../curve/picture/format.js';
import type { ScheduleEnd } from '../schedulers/scheduler.js';
import { confSpan } from './conf-spans.js';
import type { AfterEnd } from './lr-after-end.js';
import type { Finding, Rule, RuleContext } from './rule.js';
import { endAt, misfitOf, trainingLength, trainingWords } from './schedule-length.js';
import { trainingCourse } from './training-course.js';

/** Up to rounding the same learning rate throughout. */
const isFlat = ({ lowest, highest }: AfterEnd) => highest - lowest <= 1e-9 * Math.abs(highest);

/** What a learning rate does after the end of its schedule; undefined where that is as it should be. */
function course(
  after: AfterEnd,
): { words: string; severity: 'error' | 'warning' | 'information' } | undefined {
  const { peak, highest, last } = after;
  if (Number.isNaN(last)) return { words: 'is not a number: its origin stops there', severity: 'error' };
  // So small a learning rate changes nothing any more: 1 + cos, say, leaves a rounding error.
  if (highest <= 1e-12 * peak) return { words: 'is 0, and nothing is learned any more', severity: 'warning' };
  if (isFlat(after)) {
    // A warm-up that ends at the peak, or a schedule that was never to decay.
    if (last >= peak / 2) return undefined;
    return { words: `stays at ${formatLr(last)}`, severity: 'information' };
  }
  return highest > 2 * Math.max(after.atEnd, peak * 1e-12)
    ? { words: `rises again, up to ${formatLr(highest)}`, severity: 'warning' }
    : undefined;
}

const place = (unit: ScheduleEnd['unit'], at: number) => `${unit === 'epochs' ? 'epoch' : 'real step'} ${at}`;

/** Where it begins: one step after the end, but a few steps later where an origin stops. */
function since(one: OptimSchedulerConf, { at, unit }: ScheduleEnd, length: number, context: RuleContext) {
  const { accumGrad } = context.config.experiment;
  const { broken } = trainingCourse(one, trainingLength(context).realSteps ?? length, context);
  if (!broken) return place(unit, at + 1);
  const steps = unit === 'epochs' ? (context.stepsPerEpoch ?? accumGrad) : accumGrad;
  return place(unit, Math.floor((broken.realStep * accumGrad - 1) / steps) + 1);
}

/** The schedule is over long before the training is. */
export const scheduleEndsEarly: Rule = {
  code: 'optim/schedule-ends-early',
  severity: 'warning',
  summary: 'The schedule ends long before the training does.',
  docs: 'A schedule that decays within a given length (`T_max`, `num_training_steps`, `max_steps`, …) should be as long as the training. Where it is shorter, the rest of the training runs at its last learning rate (0 for many: nothing is learned any more), or the schedule rises again: torch’s `CosineAnnealingLR` climbs back to its peak after `T_max`. Known where the length of the training is known (`num_epochs`, and the steps of an epoch from the data or `--steps-per-epoch`); lengths in real steps are shorter than those in training steps by `accum_grad`. A last learning rate above 0 is an information. torch’s `OneCycleLR` has no learning rate after `total_steps` (“Tried to step … times”): that is an error.',
  example: {
    bad: '# 100 steps an epoch\nnum_epochs: 100\noptim_sches: {type: transformers.linear, conf: {optim_type: AdamW, optim_conf: {}, num_warmup_steps: 500, num_training_steps: 4000}}\n',
    good: '# 100 steps an epoch\nnum_epochs: 100\noptim_sches: {type: transformers.linear, conf: {optim_type: AdamW, optim_conf: {}, num_warmup_steps: 500, num_training_steps: 10000}}\n',
  },
  aboutCurve: true,
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const one of context.config.optimSchedulers) {
      const misfit = misfitOf(one, context);
      if (misfit?.kind !== 'ends-early') continue;
      const { end, after, length } = misfit;
      const [what, span] = [course(after), confSpan(one, end.key)];
      if (!what || !span) continue;
      yield {
        span,
        severity: what.severity,
        message: `The schedule ends after ${end.at} ${end.unit} (${end.key}), but the training has ${trainingWords(context, end.unit)}: from ${since(one, end, length, context)} on the learning rate ${what.words}. ${endAt(one, end, length)}, or train for less.`,
      };
    }
  },
};

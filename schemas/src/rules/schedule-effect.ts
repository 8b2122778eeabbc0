import type { OptimSchedulerConf } from '../config/config.js';
import { canJump, jump, spread, walk } from '../curve/lr-at.js';
import { warmupEndOf } from '../schedulers/warmup-end.js';
import type { Finding, Rule, RuleContext } from './rule.js';

const places = 50;

/** Whether the learning rate moves at all within a warm-up, the schedule's own length, or else 10,000 real steps. */
function moves(one: OptimSchedulerConf, { config: { experiment }, stepsPerEpoch }: RuleContext): boolean {
  const { scheduler, schedulerConf } = one;
  if (!scheduler || !schedulerConf || scheduler.metric?.(schedulerConf)) return scheduler !== undefined;
  const { accumGrad } = experiment;
  const warmup = warmupEndOf(scheduler, schedulerConf, { stepsPerEpoch, accumGrad });
  const ends = [warmup, scheduler.end?.(schedulerConf)?.at].map(Number);
  const longest = Math.max(10_000, ...ends.filter(Number.isFinite));
  const steps = Math.min(longest, 1e5) * experiment.accumGrad;
  const start = canJump(one) ? jump : (...args: Parameters<typeof walk>) => walk(...args)?.lrAt;
  const lrAt = start(one, experiment, stepsPerEpoch ?? Math.ceil(steps / places));
  return lrAt !== undefined && new Set(spread(steps, places).map(lrAt)).size > 1;
}

/** The optimizer does something else with the scheduled learning rate than to step by it. */
export const scheduleEffect: Rule = {
  code: 'optim/schedule-effect',
  severity: 'information',
  summary: 'The optimizer does not simply take the scheduled learning rate.',
  docs: 'The curve shows the learning rate that the schedule hands to the optimizer. Some optimizers make something else of it: Rprop reads it at the first update only, Adafactor takes it as an upper bound and multiplies by the size of each tensor, ASGD decays it once more. With these a schedule has less effect than its curve shows, or none.',
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Rprop, optim_conf: {}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: RMSprop, optim_conf: {}}}\n',
  },
  *check(context): Iterable<Finding> {
    if (context.config.linked) return;
    for (const one of context.config.optimSchedulers) {
      const { optimizer, optimTypeNode } = one;
      if (!optimizer?.scheduleEffect || !optimTypeNode || !moves(one, context)) continue;
      yield {
        span: optimTypeNode.span,
        message: `${optimizer.type} makes something else of the schedule than its curve shows. ${optimizer.scheduleEffect}`,
      };
    }
  },
};

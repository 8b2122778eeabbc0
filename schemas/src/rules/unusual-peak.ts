import type { Config, OptimSchedulerConf } from '../config/config.js';
import { configCurve } from '../curve/config-curve.js';
import { canJump, jump, spread } from '../curve/lr-at.js';
import { formatLr } from '../curve/picture/format.js';
import { entryOf } from '../document/value.js';
import { adam } from '../optimizers/adam.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { sgd } from '../optimizers/sgd.js';
import { warmupEndOf } from '../schedulers/warmup-end.js';
import type { Finding, Rule, RuleContext } from './rule.js';

/** A schedule without a memory is looked at for this many real steps at least: cycles begin at their lowest. */
const shortest = 10_000;
/** A schedule with a memory is walked: this far, and not at all where its warm-up is longer. */
const longestWalk = 100_000;

/**
 * The highest learning rate of a schedule, over its warm-up and its own length. Where nobody knows how long an epoch is,
 * it may be short or long: the higher of both counts, for a warm-up in epochs.
 */
function peakOf(one: OptimSchedulerConf, config: Config, stepsPerEpoch: number | undefined): number {
  const { scheduler, schedulerConf, stepPerUpdate } = one;
  if (!scheduler || !schedulerConf) return Number.NaN;
  const { accumGrad } = config.experiment;
  const end = scheduler.end?.(schedulerConf);
  const length = end?.at ?? 1;
  const warmup =
    warmupEndOf(scheduler, schedulerConf, { stepsPerEpoch: stepsPerEpoch ?? accumGrad, accumGrad }) ?? 1;
  if (!Number.isFinite(warmup)) return Number.NaN;
  const stateless = canJump(one);
  const least = stateless ? shortest : 2;
  const realSteps = Math.max(least, Math.ceil(warmup) * 2, Number.isFinite(length) ? Math.ceil(length) : 0);
  const steps = Math.min(1e8, realSteps * accumGrad * stepPerUpdate);
  if (!stateless && warmup * accumGrad > longestWalk) return Number.NaN;
  const range = stateless ? { steps, sample: 50 } : { steps: Math.min(steps, longestWalk), sample: 2 };
  const epochs = stepsPerEpoch === undefined ? [accumGrad, range.steps] : [stepsPerEpoch];
  const peaks = epochs.map((length) => {
    const alone = { ...config, optimSchedulers: [one] };
    return configCurve(alone, { ...range, stepsPerEpoch: length }).optimizers[0]?.facts.peak.lr ?? Number.NaN;
  });
  return Math.max(...peaks);
}

/** So many places tell whether a curve without a memory is plainly as usual. */
const places = 16;

/**
 * Whether the curve is usual at a few places: a peak ten times higher between them is not expected of any schedule, so
 * the search for it is left out. A file of a thousand OptimSchedulers is checked in a fraction of the time.
 */
function isPlainlyUsual(one: OptimSchedulerConf, config: Config, stepsPerEpoch: number | undefined): boolean {
  const { optimizer, scheduler, schedulerConf, stepPerUpdate } = one;
  if (!optimizer || !scheduler || !schedulerConf || !canJump(one)) return false;
  const { accumGrad } = config.experiment;
  const epoch = stepsPerEpoch ?? accumGrad;
  const lrAt = jump(one, config.experiment, epoch);
  if (!lrAt) return false;
  const warmup = warmupEndOf(scheduler, schedulerConf, { stepsPerEpoch: epoch, accumGrad }) ?? 1;
  const end = Math.ceil(Math.max(1, warmup) * accumGrad);
  const first = (stepPerUpdate - 1) * accumGrad + 1;
  const steps = [end, ...spread(Math.max(shortest, 2 * end), places)].map((step) => Math.max(first, step));
  const highest = Math.max(...steps.map(lrAt));
  const [low, high] = optimizer.usualLr;
  return highest >= low && highest <= high;
}

/** `Adam is used between 1e-5 and 5e-3`. */
const usually = ({ type, usualLr: [low, high] }: Pick<Optimizer, 'type' | 'usualLr'>) =>
  `${type} is used between ${low.toExponential(0)} and ${high.toExponential(0)}`;

/** What `optim_conf.lr` is multiplied by at the peak, where it is neither the peak itself nor without effect. */
function factorOf(one: OptimSchedulerConf, peak: number, { config, stepsPerEpoch }: RuleContext) {
  const { lr } = one;
  if (lr === undefined || !(lr > 0)) return undefined;
  const factor = peak / (lr * config.experiment.ftFactor);
  if (Math.abs(factor - 1) < 0.01) return undefined;
  const doubled = peakOf({ ...one, lr: lr * 2 }, config, stepsPerEpoch);
  return Math.abs(doubled / peak - 2) < 1e-6 ? factor : undefined;
}

/** The peak learning rate is an order of magnitude off what the optimizer is used with. */
export const unusualPeak: Rule = {
  code: 'optim/unusual-peak',
  severity: 'information',
  summary: 'The highest learning rate is far from what this optimizer is used with.',
  docs: `Optimizers differ in scale: ${usually(adam)}, ${usually(sgd)}. A peak ten times outside that range is often a slip of the exponent, or \`ft_factor\` or \`d_model\` at work. The peak is that of the curve: in a Noam schedule with the width of the model (\`nemo.NoamAnnealing\`, \`espnet.NoamLR\`) \`optim_conf.lr\` is a factor of 1 to 10, and a learning rate such as 0.001 there gives a peak near 1e-6. Where \`lr\` is such a factor, every peak below the usual range is reported.`,
  example: {
    bad: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 2}}}\n',
    good: 'optim_sches: {type: noam.NoamLr, conf: {optim_type: Adam, optim_conf: {lr: 0.002}}}\n',
  },
  aboutCurve: true,
  *check(context): Iterable<Finding> {
    const { config, stepsPerEpoch } = context;
    if (config.linked) return;
    for (const one of config.optimSchedulers) {
      const { optimizer, scheduler, schedulerConf, optimConf, optimTypeNode } = one;
      if (!optimizer || !scheduler || !schedulerConf || !optimTypeNode) continue;
      if (isPlainlyUsual(one, config, stepsPerEpoch)) continue;
      const peak = peakOf(one, config, stepsPerEpoch);
      const [low, high] = optimizer.usualLr;
      const isLow = peak > 0 && peak < low;
      if (!isLow && !(peak > high * 10)) continue;
      const factor = factorOf(one, peak, context);
      // A small learning rate that is written as such is often meant so (fine-tuning); a factor hides it.
      if (isLow && peak >= low / 10 && factor === undefined) continue;
      const usual = `${usually(optimizer)}.`;
      const advice =
        factor === undefined
          ? 'Check the exponent, ft_factor and d_model.'
          : `With this schedule lr is not the peak but a factor: the peak is ${formatLr(factor)} times lr. For a peak of ${formatLr(target(low, high))} write lr: ${formatLr(target(low, high) / factor / config.experiment.ftFactor)}.`;
      // An lr without effect has nothing to do with the peak.
      const lr = scheduler.ignoresLr?.(schedulerConf) ? undefined : entryOf(optimConf, 'lr');
      yield {
        span: lr?.value.span ?? optimTypeNode.span,
        message: `The learning rate of "${one.name}" peaks at ${peak.toExponential(1)}; ${usual} ${advice}`,
      };
    }
  },
};

/** A peak in the middle of what is used, as a power of ten. */
const target = (low: number, high: number) => 10 ** Math.round(Math.log10(Math.sqrt(low * high)));

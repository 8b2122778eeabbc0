import { findOptimizer, flowYaml, type Optimizer, optimizers, type Scheduler } from '@optim-sches/schemas';
import { factsOf } from './fields.js';
import { mapOf, oneOf, type Sample, type SampleMap, type SampleStop, sampleOf, stop } from './sample.js';

/** Optimizers that can train with a plain step, those in everyday use first. */
export const usable = optimizers.filter(({ limitation }) => limitation === undefined);

/** The optimizers that a schedule's example is tried with: SGD for a peak of 0.1, AdamW for what Adam is not used with. */
const tried = ['Adam', 'SGD', 'AdamW'].flatMap((type) => findOptimizer(type) ?? []);
const momentum = { SGD: { momentum: 0.9 } } as const;

/** torch's default learning rate of an optimizer. */
export const defaultLr = (optimizer: Optimizer | undefined): unknown =>
  optimizer && factsOf(optimizer.options).find(({ name }) => name === 'lr')?.value;

/** The first usual optimizer with which a schedule's example can run, and its options. */
function optimizerFor({ example, conf, check, ignoresLr }: Scheduler) {
  const parsed = conf.parse(example.conf);
  const lr = ignoresLr?.(parsed) === undefined ? example.lr : undefined;
  const fits = ({ type, usualLr: [low, high], options }: Optimizer) =>
    (lr === undefined || (lr >= low / 10 && lr <= high * 10)) &&
    (check?.(parsed, { lr: example.lr, type, options: options.parse({}) }) ?? []).length === 0;
  const type = (tried.find(fits) ?? tried[0])?.type ?? 'Adam';
  return {
    type,
    options: { ...(lr === undefined ? {} : { lr }), ...(type === 'SGD' ? momentum.SGD : {}) },
  };
}

/** What is offered beside the optimizer that an example takes. */
const everyday = usable.slice(0, 4).map(({ type }) => flowYaml(type));

/** The name of an optimizer, and of a few others that may take its place. */
export const optimTypeSample = (first: string): SampleStop => oneOf([flowYaml(first), ...everyday]);

/** The conf of a schedule as its example has it, with an optimizer; undefined is a schedule that nobody here knows. */
export function confSample(scheduler: Scheduler | undefined): SampleMap {
  if (!scheduler)
    return mapOf({
      optim_type: optimTypeSample('Adam'),
      optim_conf: mapOf({ lr: stop(defaultLr(findOptimizer('Adam'))) }),
    });
  const { type, options } = optimizerFor(scheduler);
  const own = Object.entries(scheduler.example.conf).map(([key, value]): [string, Sample] => [
    key,
    stop(value),
  ]);
  return mapOf({
    optim_type: optimTypeSample(type),
    optim_conf: sampleOf(options),
    ...Object.fromEntries(own),
  });
}

/** An OptimScheduler with a schedule's example; `type` as it is to be spelled. */
export const optimSchedulerSample = (type: string, scheduler: Scheduler): SampleMap =>
  mapOf({ type: stop(type), conf: confSample(scheduler) });

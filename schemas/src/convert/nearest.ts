import { spread } from '../curve/lr-at.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { warmupEndOf } from '../schedulers/warmup-end.js';
import { neat, type Target } from './form.js';
import { isLength, type Role, roleOf } from './roles.js';
import { type CompareOptions, lrOf, type Runnable } from './sameness.js';

type Conf = Readonly<Record<string, unknown>>;

/** So many places tell which of several candidates is nearest. */
const places = 500;

/** The learning rates of a schedule at some real steps. */
function sampled(one: Runnable, options: CompareOptions): Float64Array {
  const lrAt = lrOf(one, options.steps, options);
  return spread(options.steps, places).map(lrAt);
}

const highest = (lrs: Float64Array) => lrs.reduce((most, lr) => (lr > most ? lr : most), 0);

/** What other schedules have a key for, of a source: its own keys, else what its curve says. */
function factsOf(from: Runnable, lrs: Float64Array, { steps, stepsPerEpoch }: CompareOptions) {
  const facts = new Map<Role, number>();
  for (const [key, value] of Object.entries(from.conf)) {
    const role = roleOf(key);
    if (role && typeof value === 'number' && !facts.has(role)) facts.set(role, value);
  }
  const { scheduler, conf } = from;
  const [peak, last] = [highest(lrs), lrs.at(-1) ?? 0];
  const end = scheduler.end?.(conf);
  const known = end && (end.unit === 'epochs' ? end.at * stepsPerEpoch : end.at);
  const warmup = warmupEndOf(scheduler, conf, { stepsPerEpoch, accumGrad: 1 });
  if (scheduler.warmupEpochs || !facts.has('warmup'))
    facts.set('warmup', warmup === undefined ? 0 : Math.max(0, Math.round(warmup) - 1));
  facts.set('end', Math.max(Math.round(known ?? steps), (facts.get('warmup') ?? 0) + 1));
  facts.set('epochs', Math.max(1, Math.ceil((known ?? steps) / stepsPerEpoch)));
  facts.set('peak', neat(peak));
  if (!facts.has('min')) facts.set('min', last < peak ? neat(last) : 0);
  return facts;
}

/** The numbers of a value, which may be a list or a mapping, times a ratio, as whole numbers. */
function scaled(value: unknown, ratio: number, isOwn: boolean): unknown {
  if (typeof value === 'number') return isOwn && value > 1 ? Math.max(1, Math.round(value * ratio)) : value;
  if (Array.isArray(value)) return value.map((item) => scaled(item, ratio, isOwn));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, scaled(item, ratio, isLength(key))]),
  );
}

/** The confs that are tried: that of the target's example with the source's facts, else at the training's length, or as it is. */
function confsOf(to: Scheduler, from: Runnable, facts: ReadonlyMap<Role, number>, steps: number): Conf[][] {
  const { conf: example, steps: exampleSteps, stepsPerEpoch = 1 } = to.example;
  const { interval, ...inSteps } = example;
  const unit = interval === 'epoch' ? stepsPerEpoch : 1;
  const stretched = (by: number): Conf =>
    Object.fromEntries(
      Object.entries(inSteps).map(([key, value]) => [key, scaled(value, by, isLength(key))]),
    );
  // The lowest learning rate is often left at a default of the origin's own.
  const lowest = Object.keys(to.conf.shape).filter((key) => roleOf(key) === 'min');
  const isSaid = Object.keys(example).some((key) => key.includes('min'));
  const least = isSaid ? {} : Object.fromEntries(lowest.map((key) => [key, facts.get('min')]));
  const own = (conf: Conf): Conf =>
    Object.fromEntries(
      Object.entries({ ...conf, ...least }).map(([key, value]) => {
        if (Object.hasOwn(from.conf, key) && typeof from.conf[key] === typeof value && !roleOf(key))
          return [key, from.conf[key]];
        const role = typeof value === 'number' ? roleOf(key) : undefined;
        return [key, (role && facts.get(role)) ?? value];
      }),
    );
  const stepped = from.conf.interval === 'epoch' && 'interval' in to.conf.shape ? { interval: 'epoch' } : {};
  const asLong = stretched((unit * steps) / exampleSteps);
  return [
    [{ ...own(asLong), ...stepped }, { ...own(inSteps), ...stepped }, own(example)],
    [asLong, example],
  ];
}

/** Where two samples are farthest apart, as a share of the larger, and how far they are on the average. */
function distance(a: Float64Array, b: Float64Array): { largest: number; mean: number } {
  let [largest, sum] = [0, 0];
  a.forEach((before, index) => {
    const apart = Math.abs(before - (b[index] ?? Number.NaN));
    const relative = apart === 0 ? 0 : apart / Math.max(Math.abs(before), Math.abs(b[index] ?? 0));
    // NaN is far from everything.
    largest = Math.max(largest, Number.isNaN(relative) ? 1 : relative);
    sum += Number.isNaN(apart) ? highest(a) : apart;
  });
  // To the digits that a reader sees: where one curve begins at 0 nearly all are as far, and the average decides.
  return { largest: Math.round(largest * 1000), mean: sum / a.length };
}

interface Candidate {
  readonly target: Target;
  readonly made: Runnable;
  readonly lrs: Float64Array;
  readonly largest: number;
  readonly mean: number;
}

/**
 * The nearest conf of a schedule that no group writes for another: the target's example with what the source says of
 * peak, warm-up, end and decay, and with the same peak. `make` validates one; a text where the schedule refuses all.
 */
export function nearest(
  from: Runnable,
  to: Scheduler,
  options: CompareOptions,
  make: (conf: Conf, lr: number) => Runnable | string,
): Pick<Candidate, 'target' | 'made'> | string {
  const before = sampled(from, options);
  const attempt = (conf: Conf, lr: number): Candidate | string => {
    const made = make(conf, lr);
    if (typeof made === 'string') return made;
    const lrs = sampled(made, options);
    return { target: { conf, lr }, made, lrs, ...distance(before, lrs) };
  };
  const attempts = (conf: Conf): (Candidate | string)[] => {
    const first = attempt(conf, from.lr);
    // Some rise from lr to a peak of their own, and refuse as much.
    if (typeof first === 'string') return [first, attempt(conf, neat(highest(before) / 10))];
    const lr = neat((from.lr * highest(before)) / highest(first.lrs));
    return lr > 0 && Number.isFinite(lr) && lr !== from.lr ? [first, attempt(conf, lr)] : [first];
  };
  let refusal: string | undefined;
  for (const confs of confsOf(to, from, factsOf(from, before, options), options.steps)) {
    const tried = confs.flatMap(attempts);
    const [best] = tried
      .flatMap((one) => (typeof one === 'string' ? [] : one))
      .sort((a, b) => a.largest - b.largest || a.mean - b.mean);
    if (best) return best;
    refusal ??= tried.find((one) => typeof one === 'string');
  }
  return refusal ?? `${to.type} has no conf to compare.`;
}

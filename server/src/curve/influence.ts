import { type OptimSchedulerConf, type Value, valueAt } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import { contentOf, createMemory } from './memory.js';
import { factsOf } from './preview.js';
import { curveOf } from './remembered.js';

/** A key of an OptimScheduler that sets something of its curve. */
export interface SettingKey {
  /** From the OptimScheduler on: `['conf', 'warmup_steps']`. */
  readonly path: readonly string[];
  /** Its value as written; undefined where the default is in force. */
  readonly value: Value | undefined;
}

/** The conf with other numbers that the schedule accepts too, a little more and a little less. */
function moved(one: OptimSchedulerConf, key: string, number: number): Record<string, unknown>[] {
  const others = Number.isInteger(number) ? [number + 1, number - 1] : [number * 1.01, number * 0.99];
  return others.flatMap((other) => {
    const parsed = one.scheduler?.conf.safeParse({ ...one.schedulerConf, [key]: other });
    return parsed?.success ? [parsed.data] : [];
  });
}

/** The keys of a schedule for which `changes` is true when their number is moved. */
function keysThat(one: OptimSchedulerConf, changes: (conf: Record<string, unknown>) => boolean): string[][] {
  return Object.entries(one.schedulerConf ?? {}).flatMap(([key, value]) =>
    typeof value === 'number' && Number.isFinite(value) && moved(one, key, value).some(changes)
      ? [['conf', key]]
      : [],
  );
}

const lrKey = ['conf', 'optim_conf', 'lr'];

/** The keys that the length of the warm-up depends on; none where there is no warm-up. */
export function warmupKeys(one: OptimSchedulerConf): readonly SettingKey[] {
  return warmups.of(contentOf(one), () => findWarmupKeys(one)).map((path) => settingKey(one, path));
}

function findWarmupKeys(one: OptimSchedulerConf): string[][] {
  const { scheduler, schedulerConf } = one;
  const lengthOf = (conf: Record<string, unknown>) =>
    scheduler?.warmupEpochs?.(conf) ?? scheduler?.warmupEnd?.(conf);
  const length = schedulerConf && lengthOf(schedulerConf);
  return length === undefined ? [] : keysThat(one, (conf) => lengthOf(conf) !== length);
}

/** Keys as paths. */
type Paths = readonly (readonly string[])[];
const peaks = createMemory<Paths>(200);
const warmups = createMemory<Paths>(200);

const memoryKey = ({ config, stepsPerEpoch }: Analysis, one: OptimSchedulerConf) =>
  contentOf(one, config.experiment, stepsPerEpoch);

/**
 * The keys that the highest learning rate depends on: that of the optimizer alone, unless its schedule passes it over or
 * has another one that is higher. Remembered, since what stands in every line of a long file must be cheap.
 */
export function peakKeys(analysis: Analysis, one: OptimSchedulerConf): readonly SettingKey[] {
  return peaks
    .of(memoryKey(analysis, one), () => findPeakKeys(analysis, one))
    .map((path) => settingKey(one, path));
}

/** Takes the keys of the highest learning rate for the same ones as before, where one number has moved. */
export function keepPeakKeys(analysis: Analysis, one: OptimSchedulerConf, keys: readonly SettingKey[]): void {
  const paths = keys.map(({ path }) => path);
  peaks.set(memoryKey(analysis, one), paths);
}

const settingKey = (one: OptimSchedulerConf, path: readonly string[]): SettingKey => ({
  path,
  value: valueAt(one.node, path),
});

function findPeakKeys(analysis: Analysis, one: OptimSchedulerConf): (readonly string[])[] {
  const { scheduler, schedulerConf, lr } = one;
  if (!scheduler || !schedulerConf || lr === undefined) return [];
  const isIgnored = scheduler.ignoresLr?.(schedulerConf) !== undefined;
  const { curve } = factsOf(analysis, one);
  const [own] = curve.optimizers;
  const steps = Number(own?.steps.at(-1) ?? 0);
  if (!own || steps < 1) return isIgnored ? [] : [lrKey];
  const options = { steps, stepsPerEpoch: curve.stepsPerEpoch, sample: 2 };
  const peakOf = (changed: OptimSchedulerConf) => curveOf(analysis.config, changed, options)?.facts.peak.lr;
  const peak = own.facts.peak.lr;
  const others = isIgnored ? [] : [0.99, 1.01].map((factor) => peakOf({ ...one, lr: lr * factor }));
  // Of a rate that is a factor of all others nothing else needs to be asked, nor of one that nothing is known of.
  if (!isIgnored && (others.every((other) => other !== peak) || !Number.isFinite(peak) || peak === 0))
    return [lrKey];
  const lrKeys = others.some((other) => other !== peak) ? [lrKey] : [];
  return [...lrKeys, ...keysThat(one, (conf) => peakOf({ ...one, schedulerConf: conf }) !== peak)];
}

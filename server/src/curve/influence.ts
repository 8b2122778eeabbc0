import { configCurve, entryOf, type OptimSchedulerConf, type Value } from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import { factsOf } from './preview.js';

/** A key of an OptimScheduler that sets something of its curve. */
export interface SettingKey {
  /** From the OptimScheduler on: `['conf', 'warmup_steps']`. */
  readonly path: readonly string[];
  /** Its value as written; undefined where the default is in force. */
  readonly value: Value | undefined;
}

/** Another number that the schedule accepts too; undefined where there is none. */
function moved(one: OptimSchedulerConf, key: string, number: number): Record<string, unknown> | undefined {
  const whole = Number.isInteger(number);
  const others = whole ? [number + 1, number - 1] : [number * 1.01, number * 0.99];
  return others
    .map((other) => one.scheduler?.conf.safeParse({ ...one.schedulerConf, [key]: other }))
    .find((parsed) => parsed?.success)?.data;
}

/** The keys of a schedule for which `changes` is true when their number is moved. */
function keysThat(
  one: OptimSchedulerConf,
  changes: (conf: Record<string, unknown>) => boolean,
): SettingKey[] {
  return Object.entries(one.schedulerConf ?? {}).flatMap(([key, value]) => {
    const conf = typeof value === 'number' && Number.isFinite(value) ? moved(one, key, value) : undefined;
    return conf && changes(conf) ? [{ path: ['conf', key], value: entryOf(one.conf, key)?.value }] : [];
  });
}

/** The keys that the length of the warm-up depends on; none where there is no warm-up. */
export function warmupKeys(one: OptimSchedulerConf): SettingKey[] {
  const end = one.schedulerConf && one.scheduler?.warmupEnd?.(one.schedulerConf);
  return end === undefined ? [] : keysThat(one, (conf) => one.scheduler?.warmupEnd?.(conf) !== end);
}

/** The keys that the highest learning rate depends on: that of the optimizer, unless its schedule passes it over. */
export function peakKeys(analysis: Analysis, one: OptimSchedulerConf): SettingKey[] {
  const { scheduler, schedulerConf } = one;
  if (!scheduler || !schedulerConf) return [];
  if (scheduler.ignoresLr?.(schedulerConf) === undefined)
    return [{ path: ['conf', 'optim_conf', 'lr'], value: entryOf(one.optimConf, 'lr')?.value }];
  const { curve } = factsOf(analysis, one);
  const [own] = curve.optimizers;
  const steps = Number(own?.steps.at(-1) ?? 0);
  if (!own || steps < 1) return [];
  const { stepsPerEpoch } = curve;
  return keysThat(one, (conf) => {
    const optimSchedulers = [{ ...one, schedulerConf: conf }];
    const [other] = configCurve(
      { ...analysis.config, optimSchedulers },
      { steps, stepsPerEpoch, sample: 2 },
    ).optimizers;
    return other?.facts.peak.lr !== own.facts.peak.lr;
  });
}

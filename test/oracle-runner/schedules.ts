import { check, lrRunOf, parseDocument, readConfig } from '@optim-sches/schemas';
import type { CaseResult } from './result.js';
import { combined, failed, numbers } from './result.js';

/** A schedule of another program, update by update; its type is the case's name before the slash. */
export interface ScheduleCase {
  name: string;
  conf: Record<string, unknown>;
  lr0: number;
  lr: number[];
  /** Momentum, or Adam's beta1, beside `lr`. */
  momentum?: number[];
  optim_type?: string;
  optim_conf?: Record<string, unknown>;
  /** Metrics of the validations: one after each update, or after each epoch where there is `steps_per_epoch`. */
  metrics?: number[];
  steps_per_epoch?: number;
}

const tolerance = 1e-12;

/** The conf's keys alone: timm's cases say in words how they were stepped, which is the key t_in_epochs. */
function ownKeys({ conf }: ScheduleCase): Record<string, unknown> {
  const { stepping, ...keys } = conf;
  return typeof stepping === 'string' && stepping.includes('step_update')
    ? { t_in_epochs: false, ...keys }
    : keys;
}

/**
 * Runs a case as a user's file would: written down, read, and stepped by the function of curve and training. Without
 * `steps_per_epoch` each update is an epoch of its own, which is how torch counts where it says epoch.
 */
export function runScheduleCase(one: ScheduleCase): CaseResult {
  const type = one.name.split('/')[0] ?? '';
  const optimConf = { ...one.optim_conf, lr: one.lr0 };
  const conf = { optim_type: one.optim_type ?? 'SGD', optim_conf: optimConf, ...ownKeys(one) };
  const document = parseDocument(JSON.stringify({ optim_sches: { type, conf } }));
  const config = readConfig(document);
  const errors = check(config, { target: 'runtime' }).filter(({ severity }) => severity === 'error');
  const [optimScheduler] = config.optimSchedulers;
  const run = optimScheduler && lrRunOf(optimScheduler, config.experiment);
  if (!run || errors.length > 0)
    return failed(one.name, errors.map(({ message }) => message).join(' ') || 'not read');
  const { steps_per_epoch: perEpoch } = one;
  const momentum: number[] = [];
  const lr = one.lr.map((_, index) => {
    const ended = perEpoch === undefined ? index : Math.floor(index / perEpoch);
    const value = run.step(index + 1, ended + 1, one.metrics?.slice(0, ended));
    momentum.push(run.momentum ?? Number.NaN);
    return value;
  });
  const parts = [numbers(one.name, lr, one.lr, tolerance)];
  if (one.momentum) parts.push(numbers(one.name, momentum, one.momentum, tolerance));
  return combined(one.name, parts);
}

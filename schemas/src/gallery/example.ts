import type { Config } from '../config/config.js';
import { readConfig } from '../config/read.js';
import { configCurve } from '../curve/config-curve.js';
import type { Curve } from '../curve/curve.js';
import { parseDocument } from '../document/parse.js';
import { check } from '../rules/check.js';
import type { Scheduler } from '../schedulers/scheduler.js';
import { blockYaml } from './plain-yaml.js';

interface ExampleOptimizer {
  readonly optim_type: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const usual: ExampleOptimizer = { optim_type: 'Adam', options: {} };
// For what Adam is not used with: a peak of 0.1, a schedule that moves the momentum of SGD.
const others: readonly ExampleOptimizer[] = [
  { optim_type: 'SGD', options: { momentum: 0.9 } },
  { optim_type: 'AdamW', options: {} },
];

function exampleWith(entry: Scheduler, { optim_type, options }: ExampleOptimizer): Config {
  const { conf, lr } = entry.example;
  const parsed = entry.conf.safeParse(conf);
  const ignored = parsed.success && entry.ignoresLr?.(parsed.data) !== undefined;
  const optim_conf = ignored ? options : { lr, ...options };
  const block = { type: entry.type, conf: { optim_type, optim_conf, ...conf } };
  return readConfig(parseDocument(blockYaml({ optim_sches: block }, 2)));
}

/**
 * A schedule's example as a configuration: a whole `optim_sches` block with the first usual optimizer that the checks
 * have nothing to say about.
 */
export function exampleConfig(entry: Scheduler): Config {
  const config = exampleWith(entry, usual);
  if (check(config).length === 0) return config;
  const other = others.map((optimizer) => exampleWith(entry, optimizer));
  return other.find((one) => check(one).length === 0) ?? config;
}

/** The text of the configuration of a schedule's example, ready to copy. */
export function exampleYaml(entry: Scheduler): string {
  return exampleConfig(entry).document.text;
}

/** The learning rates of a schedule's example, at most `sample` points of them. */
export function exampleCurve(entry: Scheduler, sample = 2000): Curve {
  const { steps, stepsPerEpoch = steps } = entry.example;
  return configCurve(exampleConfig(entry), { steps, stepsPerEpoch, sample });
}

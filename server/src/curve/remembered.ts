import {
  type Config,
  type CurveOptions,
  configCurve,
  type OptimizerCurve,
  type OptimSchedulerConf,
} from '@optim-sches/schemas';
import { contentOf, createMemory } from './memory.js';

/** So many curves are a drag's of a long file, with what is tried on the way. */
const memory = createMemory<{ readonly curve: OptimizerCurve | undefined }>(100);
/** Longer curves are for files, and asked for once. */
const longest = 5000;

/**
 * The curve of one OptimScheduler, remembered: one that is changed sixty times a second must not have its neighbours
 * computed again. Undefined where it has none.
 */
export function curveOf(
  config: Config,
  one: OptimSchedulerConf,
  options: CurveOptions & { readonly sample: number },
): OptimizerCurve | undefined {
  const compute = () => configCurve({ ...config, optimSchedulers: [one] }, options).optimizers[0];
  if (options.sample > longest || !one.scheduler) return compute();
  const { curve } = memory.of(contentOf(one, config.experiment, options), () => ({ curve: compute() }));
  return curve && { ...curve, name: one.name };
}

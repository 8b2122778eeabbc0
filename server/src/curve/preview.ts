import {
  type Curve,
  isStateless,
  type LengthOptions,
  type OptimizerCurve,
  type OptimSchedulerConf,
  type PreviewLength,
  previewLength,
} from '@optim-sches/schemas';
import type { Analysis } from '../session/analysis.js';
import { curveOf } from './remembered.js';

/** Learning rates as they are shown, and how far. */
export interface Preview {
  readonly curve: Curve;
  readonly length: PreviewLength;
  /** OptimSchedulers without a curve: wrong, or code of a user's own. */
  readonly left: readonly OptimSchedulerConf[];
  /** Those whose curve ends here, before the others: step by step it would take too long. */
  readonly cut: readonly string[];
  /** The step at which they end. */
  readonly cutAt: number;
}

/** How a curve is asked for. */
export interface PreviewRequest extends LengthOptions {
  /** Points, evenly spread. */
  readonly sample: number;
  /** The part over which they are spread. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** A schedule with a memory is walked so many steps and no further. */
  readonly mostWalked?: number;
}

/** So many steps take some milliseconds: someone waits. */
const quickWalk = 200_000;

/**
 * The learning rates of some OptimSchedulers of a file (or of the one that its train_cfg names), computed by what trains
 * and drawn as far as `optim-sches preview` draws them.
 */
export function previewOf(
  { config, stepsPerEpoch: known }: Analysis,
  ones: readonly OptimSchedulerConf[],
  { sample, from, to, mostWalked = quickWalk, ...asked }: PreviewRequest,
): Preview {
  const length = previewLength([{ ...config, optimSchedulers: ones }], {
    ...(known === undefined ? {} : { stepsPerEpoch: known }),
    ...asked,
  });
  const { steps, stepsPerEpoch = steps } = length;
  const cut: string[] = [];
  const optimizers = ones.flatMap((one): OptimizerCurve[] => {
    const { scheduler, schedulerConf } = one;
    const tooLong =
      steps > mostWalked && scheduler && schedulerConf && !isStateless(scheduler, schedulerConf);
    const own = curveOf(config, one, {
      steps: tooLong ? mostWalked : steps,
      stepsPerEpoch,
      sample,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    if (tooLong && own) cut.push(one.name);
    return own ? [own] : [];
  });
  const drawn = new Set(optimizers.map(({ name }) => name));
  return {
    curve: { steps, stepsPerEpoch, optimizers },
    length,
    left: ones.filter(({ name }) => !drawn.has(name)),
    cut,
    cutAt: mostWalked,
  };
}

interface Known {
  readonly circumstances: string;
  readonly preview: Preview;
}

const known = new WeakMap<OptimSchedulerConf, Known>();

/**
 * The facts of one OptimScheduler's curve, over its own length, remembered as long as it is the same: what stands in
 * every line of a long file must be cheap. Its curve has the first and the last point alone.
 */
export function factsOf(analysis: Analysis, one: OptimSchedulerConf): Preview {
  const circumstances = JSON.stringify([Object.values(analysis.config.experiment), analysis.stepsPerEpoch]);
  const before = known.get(one);
  if (before?.circumstances === circumstances) return before.preview;
  const preview = previewOf(analysis, [one], { sample: 2 });
  known.set(one, { circumstances, preview });
  return preview;
}

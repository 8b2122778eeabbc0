import type { Curve, OptimizerCurve } from '../curve.js';

/** Points whose learning rate is no finite number. */
export interface Broken {
  /** `NaN` or `infinity`, whichever comes first. */
  readonly what: 'NaN' | 'infinity';
  readonly firstStep: number;
  readonly count: number;
  /** True when no finite value follows. */
  readonly toTheEnd: boolean;
}

/** One optimizer's curve with what a picture must know before it draws. */
export interface Series {
  readonly optimizer: OptimizerCurve;
  /** Which colour and mark it has: the same for the same name in a compared curve. */
  readonly index: number;
  readonly compared: boolean;
  readonly stepsPerEpoch: number;
  /** Lowest and highest finite learning rate; undefined when there is none. */
  readonly range: readonly [low: number, high: number] | undefined;
  readonly peak: { readonly lr: number; readonly step: number } | undefined;
  readonly broken: Broken | undefined;
}

function scan(optimizer: OptimizerCurve): Pick<Series, 'range' | 'peak' | 'broken'> {
  const { steps, lr, facts } = optimizer;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let highStep = 0;
  let first: { what: Broken['what']; step: number } | undefined;
  let count = 0;
  let lastIsBroken = false;
  for (let i = 0; i < lr.length; i++) {
    const value = lr[i] as number;
    lastIsBroken = !Number.isFinite(value);
    if (lastIsBroken) {
      count++;
      first ??= { what: Number.isNaN(value) ? 'NaN' : 'infinity', step: steps[i] as number };
      continue;
    }
    if (value < low) low = value;
    if (value > high) {
      high = value;
      highStep = steps[i] as number;
    }
  }
  const broken = first && { what: first.what, firstStep: first.step, count, toTheEnd: lastIsBroken };
  if (high < low) return { range: undefined, peak: undefined, broken };
  // A sampled curve may have stepped over its peak; the facts were taken from every step.
  const known = Number.isFinite(facts.peak.lr) && Number.isFinite(facts.peak.step) && facts.peak.lr >= high;
  const peak = known ? facts.peak : { lr: high, step: highStep };
  return { range: [low, peak.lr], peak, broken };
}

/** The part of a curve that acts: what an optimizer holds before its first update moves nothing, and is not drawn. */
function acting(optimizer: OptimizerCurve): OptimizerCurve {
  const { steps, lr, facts } = optimizer;
  const from = steps.findIndex((step) => step >= (facts.firstUpdate ?? 1));
  return from <= 0 ? optimizer : { ...optimizer, steps: steps.subarray(from), lr: lr.subarray(from) };
}

/** How many optimizers one picture draws; a legend of more is not read. */
export const mostSeries = 8;

/** The optimizers of `curve`, then those of `compare`; equal names share an index. */
export function seriesOf(curve: Curve, compare?: Curve): Series[] {
  const names = curve.optimizers.slice(0, mostSeries).map((optimizer) => optimizer.name);
  const all: Series[] = [];
  for (const [of, compared] of [
    [curve, false],
    [compare, true],
  ] as const)
    of?.optimizers.slice(0, mostSeries).forEach((whole, position) => {
      const optimizer = acting(whole);
      let index = compared ? names.indexOf(optimizer.name) : position;
      if (index < 0) index = names.push(optimizer.name) - 1;
      all.push({ optimizer, index, compared, stepsPerEpoch: of.stepsPerEpoch, ...scan(optimizer) });
    });
  return all;
}

/** True when every point has the same learning rate. */
export function isConstant(series: Series): boolean {
  return series.range !== undefined && series.range[0] === series.range[1];
}

/** True when the curve says more of epochs than that there is one. */
export function hasEpochs(curve: Curve): boolean {
  return curve.stepsPerEpoch > 0 && curve.stepsPerEpoch < curve.steps;
}

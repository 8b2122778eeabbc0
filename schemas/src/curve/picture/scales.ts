import { scaleLinear } from 'd3-scale';
import type { Curve } from '../curve.js';
import { formatEpoch, formatLrTicks, formatStepTicks } from './format.js';
import { hasEpochs, type Series } from './series.js';

/** A place on an axis: its offset in the picture's units, and its label. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Where steps and learning rates are in a picture. */
export interface ChartScales {
  /** The offset of a step; the steps of an epoch matter where the axis counts epochs. */
  x(step: number, stepsPerEpoch: number): number;
  /** The step at an offset. */
  step(x: number, stepsPerEpoch: number): number;
  y(lr: number): number;
  readonly log: boolean;
  /** The learning rates at the bottom and the top of the axis. */
  readonly domain: readonly [low: number, high: number];
  yTicks(count: number): Tick[];
  /** The labels below: of steps and, where they are known, of epochs; the axis's own unit first. */
  xRows(count: number): { readonly unit: 'step' | 'epoch'; readonly ticks: Tick[] }[];
}

export interface ScaleOptions {
  readonly curve: Curve;
  readonly compare?: Curve | undefined;
  readonly series: readonly Series[];
  readonly xRange: readonly [left: number, right: number];
  /** From the bottom to the top. */
  readonly yRange: readonly [bottom: number, top: number];
  readonly xAxis: 'steps' | 'epochs';
  readonly yAxis: 'linear' | 'log' | 'auto';
}

// Learning rates beyond these have no meaning in a training and would overflow when scaled.
const largest = 1e300;
const smallest = 1e-300;

// Where one optimizer's peak is this many times another's, the lower curve is a line on the axis to a linear scale.
const farApart = 50;

function lrDomain(options: ScaleOptions): { low: number; high: number; log: boolean } {
  const ranges = options.series.flatMap((series) => (series.range ? [series.range] : []));
  const low = Math.max(-largest, Math.min(0, ...ranges.map((range) => range[0])));
  const high = Math.min(largest, Math.max(0, ...ranges.map((range) => range[1])));
  const peaks = ranges.map((range) => range[1]).filter((peak) => peak > smallest);
  const lowestPeak = Math.min(...peaks);
  const wanted = options.yAxis === 'auto' ? high >= farApart * lowestPeak : options.yAxis === 'log';
  if (wanted && low >= 0 && high > smallest) {
    const lowest = Math.min(...ranges.map((range) => range[0]));
    // Two decades below the lowest peak show a warm-up and a decay; nine more would squeeze both.
    const bottom = Math.max(lowest, lowestPeak / 100, smallest);
    // A little less, so that a curve that is constant at a power of ten does not lie on the axis.
    return { low: 10 ** Math.floor(Math.log10(bottom * 0.99)), high, log: true };
  }
  if (high - low < smallest) return { low: 0, high: 1, log: false };
  // A hair more, so that a peak of 1.9999999e-3 has its tick at 2.0e-3.
  return { low, high: high * (1 + 1e-9), log: false };
}

function decades(low: number, high: number, count: number): number[] {
  const from = Math.round(Math.log10(low));
  const to = Math.floor(Math.log10(high) + 1e-9);
  const stride = Math.max(1, Math.ceil((to - from) / Math.max(1, count - 1)));
  const powers: number[] = [];
  // Spelled out, since 10 ** -5 is not 0.00001 to the last digit.
  for (let power = from; power <= to; power += stride) powers.push(Number(`1e${power}`));
  return powers;
}

/** The scales of a chart, for pixels or for the dots of a terminal. */
export function chartScales(options: ScaleOptions): ChartScales {
  const { curve, compare, series, xAxis } = options;
  const own = (stepsPerEpoch: number) => (xAxis === 'epochs' && stepsPerEpoch > 0 ? stepsPerEpoch : 1);
  const ends = series.map(
    ({ optimizer, stepsPerEpoch }) => (optimizer.steps.at(-1) ?? 0) / own(stepsPerEpoch),
  );
  const end = Math.max(curve.steps / own(curve.stepsPerEpoch), ...ends) || 1;
  // A single step stands in the middle, not on the frame.
  const single = Math.max(curve.steps, compare?.steps ?? 0) <= 1;
  const x = scaleLinear([0, single ? 2 * end : end], options.xRange);

  const { low, high, log } = lrDomain(options);
  const linear = scaleLinear(log ? [Math.log10(low), Math.log10(high)] : [low, high], options.yRange);
  const allZero = series.every(({ range }) => range === undefined || (range[0] === 0 && range[1] === 0));
  const y = (lr: number) =>
    linear(log ? Math.log10(Math.max(lr, low)) : Math.min(largest, Math.max(-largest, lr)));

  const row = (unit: 'step' | 'epoch', scale: number, count: number) => {
    const axis = scaleLinear([0, end * scale], [x(0), x(end)]);
    const values = single
      ? [end * scale]
      : axis.ticks(count).filter((tick) => unit === 'epoch' || Number.isInteger(tick));
    const labels = unit === 'step' ? formatStepTicks(values) : values.map(formatEpoch);
    return { unit, ticks: values.map((value, i) => ({ at: axis(value), label: labels[i] ?? '' })) };
  };

  return {
    x: (step, stepsPerEpoch) => x(step / own(stepsPerEpoch)),
    step: (at, stepsPerEpoch) => x.invert(at) * own(stepsPerEpoch),
    y,
    log,
    domain: [low, high],
    yTicks(count) {
      const values = allZero ? [0] : log ? decades(low, high, count) : linear.ticks(count);
      const labels = formatLrTicks(values);
      // On a log scale what is lower, and 0, is drawn at the bottom.
      const clipped = log && series.some(({ range }) => range !== undefined && range[0] < low);
      return values.map((value, i) => ({
        at: y(value),
        label: `${clipped && i === 0 ? '≤ ' : ''}${labels[i] ?? ''}`,
      }));
    },
    xRows(count) {
      const perEpoch = curve.stepsPerEpoch;
      const shared = !compare || compare.stepsPerEpoch === perEpoch;
      const both = hasEpochs(curve) && shared;
      if (xAxis === 'epochs')
        return both ? [row('epoch', 1, count), row('step', perEpoch, count)] : [row('epoch', 1, count)];
      return both ? [row('step', 1, count), row('epoch', 1 / perEpoch, count)] : [row('step', 1, count)];
    },
  };
}

import type { Curve } from '../curve.js';
import { formatEpoch, formatLr, formatStep } from './format.js';
import type { CurveSvgOptions } from './options.js';
import { hasEpochs, isConstant, mostSeries, type Series } from './series.js';
import { style } from './style.js';
import { ellipsize } from './text.js';

/** `step 16,000 (epoch 3.2)`, or without the epoch where the training has only one. */
export function place(step: number, curve: Curve): string {
  const epoch = hasEpochs(curve) ? ` (epoch ${formatEpoch(step / curve.stepsPerEpoch)})` : '';
  return `step ${formatStep(step)}${epoch}`;
}

/** What the peak's label says, longest first, for a place that has room. */
export function peakTexts(series: Series, xAxis: 'steps' | 'epochs'): string[] {
  if (!series.peak) return [];
  const lr = formatLr(series.peak.lr);
  if (isConstant(series)) {
    if (series.optimizer.lr.length === 1) return [lr];
    return series.peak.lr === 0 ? ['always 0'] : [`constant ${lr}`, lr];
  }
  const where =
    xAxis === 'epochs' && series.stepsPerEpoch > 0
      ? `epoch ${formatEpoch(series.peak.step / series.stepsPerEpoch)}`
      : `step ${formatStep(series.peak.step)}`;
  return [`peak ${lr} at ${where}`, `peak ${lr}`, lr];
}

/** What the label of one warm-up's end says, longest first. */
export function warmupTexts(step: number, curve: Curve): string[] {
  const steps = formatStep(step);
  const epoch = hasEpochs(curve) ? `, epoch ${formatEpoch(step / curve.stepsPerEpoch)}` : '';
  const late = step > curve.steps ? ', after the last step' : '';
  return [`warm-up ends at step ${steps}${epoch}${late}`, `warm-up until step ${steps}`, 'warm-up'];
}

/** What the label of warm-ups that end at different steps says, longest first. */
export function warmupsTexts(
  ends: readonly { step: number; series: readonly Series[] }[],
  curve: Curve,
): string[] {
  const names = (series: readonly Series[]) =>
    series.map((one) => ellipsize(one.optimizer.name, 90, 11)).join(' and ');
  const each = ends.map(({ step, series }) => `${names(series)} at step ${formatStep(step)}`);
  const precise = ends.map(({ step, series }) => `${names(series)} at ${place(step, curve)}`);
  const steps = ends.map(({ step }) => formatStep(step));
  const range = `${steps[0]} to ${steps.at(-1)}`;
  return [
    `warm-up ends: ${precise.join(', ')}`,
    `warm-up ends: ${each.join(', ')}`,
    `warm-up ends at steps ${steps.join(', ')}`,
    `warm-up ends at steps ${range}`,
    `warm-up ${range}`,
  ];
}

/** Where a curve has no finite value, in words; undefined when it has one everywhere. */
export function brokenText(series: Series): string | undefined {
  const { broken } = series;
  if (!broken) return undefined;
  const what = broken.what === 'NaN' ? 'not a number (NaN)' : 'infinite';
  const step = formatStep(broken.firstStep);
  if (broken.toTheEnd) return `${what} from step ${step}`;
  return broken.count === 1
    ? `${what} at step ${step}`
    : `not finite at ${formatStep(broken.count)} points, first at step ${step}`;
}

/** What a curve takes for granted of the metric that drives its schedule, longest first; empty for a schedule without. */
export function assumedTexts({ optimizer: { assumed } }: Series): string[] {
  if (!assumed) return [];
  const { improves, validations } = assumed;
  const metric = ellipsize(assumed.metric ?? 'validation loss', 120, 11);
  if (validations === 0) return [`no validation in these steps: ${metric} moves nothing`, 'no validation'];
  const count = `${improves} validation${improves === 1 ? '' : 's'}`;
  const short = improves < validations ? `improves for ${count}, then flat` : `improves at every validation`;
  return [`assumed: ${metric} ${short}`, `assumed: ${short}`, short];
}

function seriesInWords(series: Series, curve: Curve): string {
  const { optimizer, peak } = series;
  const { first, last, warmupEnd } = optimizer.facts;
  const parts: string[] = [];
  if (peak && isConstant(series)) parts.push(peak.lr === 0 ? 'always 0' : `constant ${formatLr(peak.lr)}`);
  else if (peak)
    parts.push(
      `peak ${formatLr(peak.lr)} at ${place(peak.step, curve)}`,
      `first ${formatLr(first)}`,
      `last ${formatLr(last)}`,
    );
  else if (!series.broken) parts.push('no points');
  if (warmupEnd) parts.push(`warm-up ends at ${place(warmupEnd.step, curve)}`);
  const broken = brokenText(series);
  if (broken) parts.push(broken);
  parts.push(...assumedTexts(series).slice(0, 1));
  const name = ellipsize(optimizer.name, 240, 12);
  const type = ellipsize(optimizer.type, 240, 12);
  return `${name} (${type}, ${ellipsize(optimizer.optimType, 160, 12)}): ${parts.join(', ')}.`;
}

/** What a picture is compared with, in words; undefined when it is with nothing. */
export function compared({ compare, compareLabel = 'another configuration' }: CurveSvgOptions) {
  return compare && { curve: compare, label: ellipsize(compareLabel, 240, style.legend) };
}

/** The facts of a picture in sentences, for readers who do not see it. */
export function inWords(
  curve: Curve,
  series: readonly Series[],
  compared: { curve: Curve; label: string } | undefined,
): string {
  const own = series.filter((one) => !one.compared);
  const others = series.filter((one) => one.compared);
  const length = hasEpochs(curve)
    ? `${formatStep(curve.steps)} steps, ${formatEpoch(curve.steps / curve.stepsPerEpoch)} epochs`
    : `${formatStep(curve.steps)} ${curve.steps === 1 ? 'step' : 'steps'}`;
  const sentences = [`Learning rate over ${length}.`, ...own.map((one) => seriesInWords(one, curve))];
  const left = curve.optimizers.length - mostSeries;
  if (left > 0) sentences.push(`${left} more ${left === 1 ? 'optimizer is' : 'optimizers are'} not drawn.`);
  if (compared)
    sentences.push(
      `Compared with ${compared.label}:`,
      ...others.map((one) => seriesInWords(one, compared.curve)),
    );
  return sentences.join(' ');
}

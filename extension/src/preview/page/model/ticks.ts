import { formatEpoch, formatLrTicks, formatStep, formatStepTicks } from '@optim-sches/schemas/picture';
import type { XAxis } from './units.js';

/** At most about `most` even places between two ends; whole numbers alone where parts of one mean nothing. */
export function linearTicks(min: number, max: number, most: number, whole = false): number[] {
  const rough = (max - min) / Math.max(1, most);
  if (!(rough > 0) || !Number.isFinite(rough)) return [];
  const power = Math.floor(Math.log10(rough));
  const mantissa = [1, 2, 5, 10].find((one) => one * 10 ** power >= rough * (1 - 1e-9)) ?? 10;
  const step = whole ? Math.max(1, mantissa * 10 ** power) : mantissa * 10 ** power;
  const ticks: number[] = [];
  for (let i = Math.ceil(min / step - 1e-9); i * step <= max + step * 1e-9; i++)
    // Twelve digits: 3 * 0.1 is not 0.3 to the last one.
    ticks.push(Number((i * step).toPrecision(12)));
  return ticks;
}

const distinct = (labels: readonly string[]) => new Set(labels).size === labels.length;

/** With as many digits as tell them apart. */
function precise(values: readonly number[], from: number, exponent: boolean): string[] {
  for (let digits = from; digits < 15; digits++) {
    const labels = values.map((value) =>
      exponent && value !== 0 ? value.toExponential(digits - 1) : String(Number(value.toPrecision(digits))),
    );
    if (distinct(labels)) return labels;
  }
  return values.map(String);
}

/** The labels of learning rates or losses, all in the same style, no two the same. */
export function valueLabels(values: readonly number[]): string[] {
  if (values.length === 0) return [];
  const labels = formatLrTicks(values);
  return distinct(labels)
    ? labels
    : precise(
        values,
        4,
        labels.some((label) => label.includes('e')),
      );
}

/** The labels of the horizontal axis, no two the same. */
export function placeLabelsOf(values: readonly number[], axis: XAxis): string[] {
  const labels = axis === 'epochs' ? values.map(formatEpoch) : formatStepTicks(values);
  if (distinct(labels)) return labels;
  const grouped = values.map(formatStep);
  return distinct(grouped) ? grouped : precise(values, 3, false);
}

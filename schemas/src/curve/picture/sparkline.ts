import type { OptimizerCurve } from '../curve.js';

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/**
 * A learning rate in one line of text, `width` characters of ▁ to █ from the first step to the last. Each shows the highest value
 * of its share of the steps, from 0 (or the lowest negative value) to the peak; a blank has no finite value.
 */
export function sparkline(curve: OptimizerCurve, width = 24): string {
  const { steps, lr } = curve;
  const columns = Math.max(1, Math.min(Math.floor(width) || 1, 500));
  const end = steps.at(-1) ?? 0;
  const highest = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  let low = 0;
  let high = 0;
  lr.forEach((value, i) => {
    if (!Number.isFinite(value)) return;
    // Steps count from 1; the share of the last is the last column.
    const column = Math.max(0, Math.ceil(((steps[i] ?? 0) / end) * columns) - 1);
    if (value > (highest[column] ?? value)) highest[column] = value;
    low = Math.min(low, value);
    high = Math.max(high, value);
  });
  let line = '';
  let last: number | undefined;
  for (const value of highest) {
    // A short curve has columns without a step of their own: they show the step before.
    const shown: number | undefined =
      value === Number.NEGATIVE_INFINITY && lr.length < columns ? last : value;
    if (shown === undefined || !Number.isFinite(shown)) line += ' ';
    else line += blocks[high === low ? 0 : Math.min(7, Math.floor(((shown - low) / (high - low)) * 8))];
    last = shown;
  }
  return line;
}

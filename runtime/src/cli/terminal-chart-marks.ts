import { formatLr, formatStep, isConstantCurve } from '@optim-sches/schemas';
import type { Paint } from './terminal-chart-canvas.js';
import { type Chart, cellOf, peakOf } from './terminal-chart-model.js';

const plain: Paint = (text) => text;

/** Draws the lines, then their marks: without colour a mark every few columns tells several lines apart. */
export function drawLines(chart: Chart, withColour: boolean) {
  const { plot, series, runs } = chart;
  const own = series.filter((one) => !one.compared);
  for (const one of [...own, ...series.filter((other) => other.compared)])
    for (const run of runs.get(one) ?? [])
      plot.line(run, one.compared ? '.' : chart.glyph(one), chart.paint(one), one.compared);
  if (!withColour && own.length > 1) {
    const period = Math.max(10, 3 * own.length);
    own.forEach((one, i) => {
      for (
        let column = Math.round(((i + 0.5) * period) / own.length);
        column < plot.columns;
        column += period
      )
        for (const run of runs.get(one) ?? []) {
          const row = plot.rowOfLine(column, run);
          if (row !== undefined) plot.write(row, column, chart.glyph(one), plain);
        }
    });
  }
  for (const one of own) {
    const peak = peakOf(chart, one);
    if (!peak || isConstantCurve(one)) continue;
    const { row, column } = cellOf(chart, peak);
    plot.write(row, column, chart.glyph(one), (text) => chart.colour.bold(chart.paint(one)(text)));
  }
}

/** Writes each peak's value beside its mark where there is room, the highest first. */
export function labelPeaks(chart: Chart) {
  const { plot } = chart;
  const own = chart.series.filter((one) => !one.compared && one.peak);
  const several = own.length > 1;
  own.sort((a, b) => (b.peak?.lr ?? 0) - (a.peak?.lr ?? 0));
  for (const one of own) {
    const at = peakOf(chart, one);
    if (!at || !one.peak) continue;
    const { row, column } = cellOf(chart, at);
    const lr = formatLr(one.peak.lr);
    const texts = isConstantCurve(one)
      ? [one.peak.lr === 0 ? 'always 0' : `constant ${lr}`]
      : [`peak ${lr} at step ${formatStep(one.peak.step)}`, `peak ${lr}`];
    const places = texts.flatMap((text) => {
      const last = plot.columns - text.length;
      const right = isConstantCurve(one) ? last - 1 : column + 2;
      const starts = [right, column - text.length - 2, Math.min(column + 3, last)];
      return [row, row - 1, row + 1].flatMap((line) =>
        starts.filter((start) => start >= 0 && start <= last).map((start) => ({ text, line, start })),
      );
    });
    // A blank on either side, but not beyond the plot's edges.
    const free = places.find(({ text, line, start }) => {
      const from = Math.max(0, start - 1);
      return plot.isFree(line, from, Math.min(plot.columns, start + text.length + 1) - from);
    });
    if (free) plot.write(free.line, free.start, free.text, several ? chart.paint(one) : plain);
  }
}

/** A dotted line down to the axis where a warm-up ends. */
export function drawWarmups(chart: Chart) {
  const { plot, scales, glyphs } = chart;
  const ends = chart.series.filter((one) => !one.compared && one.optimizer.facts.warmupEnd);
  const shared = new Set(ends.map((one) => one.optimizer.facts.warmupEnd?.step)).size === 1;
  for (const one of ends) {
    const step = one.optimizer.facts.warmupEnd?.step ?? 0;
    const { column } = cellOf(chart, { x: scales.x(step, one.stepsPerEpoch), y: 0 });
    const paint: Paint = shared ? chart.colour.dim : (text) => chart.colour.dim(chart.paint(one)(text));
    for (let row = 0; row < plot.rows; row++) plot.behind(row, column, glyphs.warmup, paint);
  }
}

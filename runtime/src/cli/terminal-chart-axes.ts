import type { ChartScales } from '@optim-sches/schemas';
import { type Chart, cellOf } from './terminal-chart-model.js';
import { padEnd, padStart } from './terminal-chart-text.js';

/** The plot's rows with the axis of learning rates at their left, and the rows of steps and epochs below. */
export function withAxes(chart: Chart, gutter: number): string[] {
  const { plot, scales, glyphs, colour } = chart;
  const labels = new Map<number, string>();
  for (const tick of scales.yTicks(Math.max(2, Math.floor(plot.rows / 3)))) {
    const { row } = cellOf(chart, { x: 0, y: tick.at });
    if (!labels.has(row)) labels.set(row, tick.label);
  }
  const rows = plot.lines().map((line, row) => {
    const label = labels.get(row);
    return (
      colour.dim(
        padStart(label ?? '', gutter) + (label === undefined ? ` ${glyphs.wall}` : ` ${glyphs.tick}`),
      ) + line
    );
  });
  const floor = Array.from({ length: plot.columns }, () => glyphs.floor);
  const xRows = fittingRows(chart, gutter).map(({ unit, ticks }, i) => {
    let text = padStart(unit, gutter);
    for (const { at, label } of ticks) {
      const { column } = cellOf(chart, { x: at, y: 0 });
      if (i === 0) floor[column] = glyphs.floorTick;
      text = padEnd(text, gutter + 2 + column - Math.floor(label.length / 2)) + label;
    }
    return colour.dim(text);
  });
  return [...rows, colour.dim(' '.repeat(gutter + 1) + glyphs.corner + floor.join('')), ...xRows];
}

/** As many labels below the plot as stand apart and end within it. */
function fittingRows(chart: Chart, gutter: number): ReturnType<ChartScales['xRows']> {
  const { plot, scales } = chart;
  return scales.xRows(1).map((fallback, i) => {
    for (let count = Math.ceil(plot.columns / 10); count > 1; count--) {
      const row = scales.xRows(count)[i];
      let end = gutter - 2;
      const apart = row?.ticks.every(({ at, label }) => {
        const start = gutter + 2 + cellOf(chart, { x: at, y: 0 }).column - Math.floor(label.length / 2);
        const clear = start >= end + 2;
        end = start + label.length;
        return clear && end <= gutter + 2 + plot.columns + 2;
      });
      if (row && row.ticks.length > 0 && apart) return row;
    }
    return { ...fallback, ticks: fallback.ticks.slice(0, 1) };
  });
}

import { type ChartScales, type Curve, chartScales, curveOutline, curveSeries } from '@optim-sches/schemas';
import pc from 'picocolors';
import { withAxes } from './terminal-chart-axes.js';
import { canvas, type Paint } from './terminal-chart-canvas.js';
import { legend } from './terminal-chart-legend.js';
import { drawLines, drawWarmups, labelPeaks } from './terminal-chart-marks.js';
import { asciiGlyphs, type Chart, type TerminalChartOptions, unicodeGlyphs } from './terminal-chart-model.js';

export type { TerminalChartOptions } from './terminal-chart-model.js';

const plain: Paint = (text) => text;
const pick = <T>(items: readonly T[], index: number, fallback: T) => items[index % items.length] ?? fallback;

/**
 * The learning rates of a configuration as a chart in a terminal: one line per optimizer in braille dots (or ASCII), its peak and
 * the end of its warm-up marked, axes in steps and epochs, a legend. Lines end without blanks; no line is wider than `width`.
 */
export function terminalChart(curve: Curve, options: TerminalChartOptions): string {
  const width = Math.min(200, Math.max(40, Math.floor(options.width)));
  const rows = Math.min(100, Math.max(5, Math.floor(options.height)));
  const series = curveSeries(curve, options.compare);
  const colour = pc.createColors(options.colour);
  const glyphs = options.unicode ? unicodeGlyphs : asciiGlyphs;
  const paints: Paint[] = [
    colour.cyan,
    colour.magenta,
    colour.green,
    colour.red,
    colour.blue,
    colour.yellow,
    colour.white,
    colour.gray,
  ];
  const dots = options.unicode ? { x: 2, y: 4 } : { x: 1, y: 1 };
  const scalesFor = (columns: number): ChartScales => {
    const scales = chartScales({
      curve,
      compare: options.compare,
      series,
      xRange: [0, columns * dots.x - 1],
      // The top row is for the label of a peak.
      yRange: [rows * dots.y - 1, dots.y],
      xAxis: 'steps',
      yAxis: 'auto',
    });
    const ascii = (label: string) => (options.unicode ? label : label.replace('≤', '<='));
    return {
      ...scales,
      yTicks: (count) => scales.yTicks(count).map(({ at, label }) => ({ at, label: ascii(label) })),
    };
  };
  const ticks = scalesFor(width).yTicks(Math.max(2, Math.floor(rows / 3)));
  const gutter = Math.max(6, ...ticks.map((tick) => tick.label.length));
  const columns = width - gutter - 4;
  const scales = scalesFor(columns);
  const runs = new Map(
    series.map((one) => {
      const x = (step: number) => scales.x(step, one.stepsPerEpoch);
      const step = (at: number) => scales.step(at, one.stepsPerEpoch);
      return [one, curveOutline(one, { x, step, y: scales.y }, { column: 1, tolerance: 0.25 })] as const;
    }),
  );
  const chart: Chart = {
    curve,
    series,
    scales,
    plot: canvas(columns, rows, options.unicode),
    glyphs,
    colour,
    paint: (one) => pick(paints, one.index, plain),
    glyph: (one) => pick(glyphs.marks, one.index, '*'),
    runs,
  };
  drawLines(chart, options.colour);
  labelPeaks(chart);
  drawWarmups(chart);
  const name = colour.dim(scales.log ? 'learning rate, log scale' : 'learning rate');
  const lines = [name, ...withAxes(chart, gutter), ...legend(chart, width, options)];
  return lines.map((line) => line.trimEnd()).join('\n');
}

import type { Curve } from '../curve.js';
import { axisTitle } from './axes.js';
import type { Box, Label } from './labels.js';
import { type Entry, type Legend, layOutLegend, legendEntries } from './legend.js';
import type { CurveSvgOptions } from './options.js';
import { type ChartScales, chartScales, type Tick } from './scales.js';
import type { Series } from './series.js';
import { style } from './style.js';
import { ellipsize, textWidth } from './text.js';
import { themes } from './theme.js';

/** Where the parts of a picture stand. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly legend: Legend;
  readonly legendAt: { readonly left: number; readonly top: number };
  /** The name of the axis of learning rates. */
  readonly axisName: Label;
  /** The row above the plot in which warm-ups are labelled, right of the axis's name. */
  readonly row: Box;
  readonly plot: Box;
  readonly scales: ChartScales;
  readonly yTicks: readonly Tick[];
}

const pixels = (value: number | undefined, least: number, fallback: number) =>
  value === undefined || !Number.isFinite(value)
    ? fallback
    : Math.min(4096, Math.max(least, Math.round(value)));

/** The title, and the legend beside it or, where it does not fit there, below it. */
function layOutHeader(title: string, entries: readonly Entry[], width: number, height: number) {
  const { padding, legendRow } = style;
  const room = width - 2 * padding;
  // At least half of the picture is the plot and the labels of its axes.
  const mostRows = Math.max(2, Math.floor((height - 130) / legendRow));
  if (title === '') {
    const legend = layOutLegend(entries, room, mostRows);
    return { title, legend, legendAt: { left: padding, top: padding - 4 } };
  }
  const shown = ellipsize(title, room, style.title, 'bold');
  const rest = room - textWidth(shown, style.title, 'bold') - 28;
  const beside = layOutLegend(entries, Math.max(rest, 0), 1);
  const fits =
    beside.rows === 1 &&
    beside.placed.length === entries.length &&
    beside.width <= rest &&
    beside.placed.every(({ entry, name }) => name === entry.name);
  if (fits)
    return {
      title: shown,
      legend: beside,
      legendAt: { left: width - padding - beside.width, top: padding - 4 },
    };
  return {
    title: shown,
    legend: layOutLegend(entries, room, mostRows - 1),
    legendAt: { left: padding, top: padding - 2 + legendRow },
  };
}

/** Lays a picture out: the header takes what it needs, the labels of the axes too, and the plot has the rest. */
export function layOut(curve: Curve, series: readonly Series[], options: CurveSvgOptions): Frame {
  const { padding } = style;
  const width = pixels(options.width, 320, 720);
  const height = pixels(options.height, 140, 200);
  const compareLabel = options.compare && (options.compareLabel ?? 'compared');
  const entries = legendEntries(series, curve.optimizers.length, compareLabel, themes[options.theme]);
  const header = layOutHeader(options.title ?? '', entries, width, height);
  const headerBottom = header.legendAt.top + header.legend.rows * style.legendRow + 2;
  const warm = series.some((one) => !one.compared && one.optimizer.facts.warmupEnd);
  const plotTop = headerBottom + (warm ? 14 : 0);
  const headroom = warm ? 18 : 20;

  const right = width - padding - 12;
  const scalesFrom = (left: number, bottom: number) =>
    chartScales({
      curve,
      compare: options.compare,
      series,
      xRange: [left, right],
      // Room above the highest peak for its label, and below the lowest negative value.
      yRange: [bottom - (series.some((one) => (one.range?.[0] ?? 0) < 0) ? 6 : 0), plotTop + headroom],
      xAxis: options.xAxis ?? 'steps',
      yAxis: options.yAxis ?? 'auto',
    });
  const bottom = height - padding - 3 - scalesFrom(0, height).xRows(2).length * style.labelRow;
  const tickCount = Math.max(1, Math.min(5, Math.floor((bottom - plotTop - headroom) / 22)));
  const labels = scalesFrom(0, bottom).yTicks(tickCount);
  const left = Math.round(
    padding + 12 + Math.max(34, ...labels.map((tick) => textWidth(tick.label, style.label))),
  );
  const scales = scalesFrom(left, bottom);
  const axisName = axisTitle(scales.log, headerBottom);
  return {
    width,
    height,
    ...header,
    axisName,
    row: {
      left: Math.max(left, axisName.box.right + 10),
      top: headerBottom,
      right,
      bottom: headerBottom + 14,
    },
    plot: { left, top: plotTop, right, bottom },
    scales,
    yTicks: scales.yTicks(tickCount),
  };
}

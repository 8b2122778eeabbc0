import type { Curve } from '../curve.js';
import { formatEpoch, formatLr, formatStep } from './format.js';
import { type Box, type Label, labelAt, placer } from './labels.js';
import { colourOf } from './legend.js';
import { mark } from './marks.js';
import type { CurveSvgOptions } from './options.js';
import { areaPath, type Detail, linePath, outline } from './path.js';
import { chartScales } from './scales.js';
import { hasEpochs, isConstant, type Series, seriesOf } from './series.js';
import { fontFamily } from './style.js';
import { type Element, element } from './svg.js';
import { textWidth } from './text.js';
import { type Colours, themes } from './theme.js';
import { warmupEnds } from './warmup.js';
import { compared, inWords } from './words.js';

const size = 10.5;
const margin = 12;
/** Room above the curve for the label of its peak, and below the axis for its length. */
const above = 19;
const below = 16;
/** Of a schedule that follows a metric which only training can tell. */
const assumption = 'assumed metric';

/** How long the axis is, as far as it fits: `20,000 steps, 90 epochs`. */
function lengthText(curve: Curve, xAxis: CurveSvgOptions['xAxis'], room: number): string {
  const steps = `${formatStep(curve.steps)} ${curve.steps === 1 ? 'step' : 'steps'}`;
  if (!hasEpochs(curve)) return steps;
  const epochs = `${formatEpoch(curve.steps / curve.stepsPerEpoch)} epochs`;
  if (xAxis === 'epochs') return epochs;
  return textWidth(`${steps}, ${epochs}`, size) <= room ? `${steps}, ${epochs}` : steps;
}

/** Labels of a point above the curve: over it, then as far to a side as the picture needs. */
function overPoint(text: string, x: number, y: number, plot: Box): Label[] {
  const width = textWidth(text, size);
  const lefts = [x - width / 2, x + 6, x - width - 6];
  return lefts.map((left) =>
    labelAt(text, Math.max(plot.left, Math.min(left, plot.right - width)), y - 7, size),
  );
}

/**
 * Draws a thumbnail: the lines, the band of the warm-up, the highest learning rate and the length, and no other word. The text for
 * readers who do not see it is the same as that of the whole picture.
 */
export function drawCompact(curve: Curve, options: CurveSvgOptions, detail: Detail): string {
  const colours = themes[options.theme];
  const { background } = colours;
  const series = seriesOf(curve, options.compare);
  const pixels = (value: number | undefined, least: number, fallback: number) =>
    value === undefined || !Number.isFinite(value)
      ? fallback
      : Math.min(4096, Math.max(least, Math.round(value)));
  const width = pixels(options.width, 160, 250);
  const height = pixels(options.height, 80, 110);
  const plot: Box = { left: margin, top: above, right: width - margin, bottom: height - margin - below + 4 };
  const scales = chartScales({
    curve,
    compare: options.compare,
    series,
    xRange: [plot.left, plot.right],
    yRange: [plot.bottom, plot.top + 4],
    xAxis: options.xAxis ?? 'steps',
    yAxis: options.yAxis ?? 'auto',
  });
  const runs = new Map(
    series.map((one) => {
      const x = (step: number) => scales.x(step, one.stepsPerEpoch);
      const step = (at: number) => scales.step(at, one.stepsPerEpoch);
      return [one, outline(one, { x, step, y: scales.y }, detail)] as const;
    }),
  );
  const baseline = scales.log ? plot.bottom : Math.round(Math.min(plot.bottom, scales.y(0)) - 0.5) + 0.5;
  const alone = series.length === 1 && !scales.log ? series[0] : undefined;

  const [highest] = [...series]
    .filter((one) => !one.compared && one.peak)
    .sort((a, b) => (b.peak?.lr ?? 0) - (a.peak?.lr ?? 0));
  const labels = placer({ left: 4, right: width - 4, top: 2, bottom: height });
  for (const lines of runs.values()) for (const line of lines) labels.avoid(line);
  const peak = highest?.peak && {
    x: scales.x(highest.peak.step, highest.stepsPerEpoch),
    y: scales.y(highest.peak.lr),
    text: `${formatLr(highest.peak.lr)}${scales.log ? ', log scale' : ''}`,
  };
  const peakLabel = peak && labels.place(overPoint(peak.text, peak.x, peak.y, plot), true);
  const isAssumed = series.some((one) => !one.compared && one.optimizer.assumed);
  const remark = isAssumed ? textWidth(assumption, size) + 12 : 0;
  const length = lengthText(curve, options.xAxis, plot.right - plot.left - remark);
  const hasMark = peak && highest && !(isConstant(highest) && highest.optimizer.lr.length > 1);

  const room = plot.right - plot.left - textWidth(length, size);
  const words = inWords(curve, series, compared(options));
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': words,
      'font-family': fontFamily,
      'font-size': size,
      fill: 'none',
    },
    background &&
      element('rect', {
        x: 0.5,
        y: 0.5,
        width: width - 1,
        height: height - 1,
        rx: 6,
        fill: background,
        stroke: colours.border,
      }),
    warmupBand(series, (step, one) => scales.x(step, one.stepsPerEpoch), scales.y, plot, colours),
    alone &&
      element('path', {
        d: areaPath(runs.get(alone) ?? [], scales.y(0)) || undefined,
        fill: colourOf(alone, colours),
        'fill-opacity': '0.1',
      }),
    element('path', { d: `M${plot.left},${baseline}H${plot.right}`, stroke: colours.axis }),
    element(
      'g',
      { 'stroke-linejoin': 'round', 'stroke-linecap': 'round', 'stroke-width': 1.6 },
      [...series]
        .sort((a, b) => Number(b.compared) - Number(a.compared) || b.index - a.index)
        .map((one) =>
          element('path', {
            d: linePath(runs.get(one) ?? []) || undefined,
            stroke: colourOf(one, colours),
            'stroke-dasharray': one.compared ? '4 3' : undefined,
          }),
        ),
    ),
    hasMark ? mark(highest.index, peak.x, peak.y, colourOf(highest, colours), background, false) : undefined,
    peakLabel && element('text', { x: peakLabel.x, y: peakLabel.y, fill: colours.text }, peakLabel.text),
    series.every((one) => one.optimizer.lr.length === 0)
      ? element(
          'text',
          { x: width / 2, y: height / 2, 'text-anchor': 'middle', fill: colours.text },
          'no curve',
        )
      : undefined,
    element('text', { x: plot.right, y: height - 9, 'text-anchor': 'end', fill: colours.muted }, length),
    isAssumed && room >= remark
      ? element('text', { x: plot.left, y: height - 9, fill: colours.muted }, assumption)
      : undefined,
  ).markup;
}

/** The band of one warm-up, up to a dashed line; of several, the lines alone. */
function warmupBand(
  series: readonly Series[],
  x: (step: number, series: Series) => number,
  y: (lr: number) => number,
  plot: Box,
  colours: Colours,
): Element[] {
  const ends = warmupEnds(series, x, y);
  const [first] = ends;
  if (!first) return [];
  const right = Math.min(first.x, plot.right);
  const band =
    ends.length === 1 &&
    element('rect', {
      x: plot.left,
      y: plot.top,
      width: right - plot.left,
      height: plot.bottom - plot.top,
      fill: colours.band,
      'fill-opacity': String(colours.bandOpacity),
    });
  const lines = ends
    .filter((end) => end.x <= plot.right)
    .map((end) =>
      element('path', {
        d: `M${Math.round(end.x * 10) / 10},${ends.length === 1 ? plot.top : Math.round(end.y * 10) / 10}V${plot.bottom}`,
        stroke: colours.muted,
        'stroke-opacity': '0.7',
        'stroke-dasharray': '2 3',
      }),
    );
  return band ? [band, ...lines] : lines;
}

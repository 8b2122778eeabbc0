import type { Curve } from '../curve.js';
import { drawAxes, fittingRows } from './axes.js';
import { layOut } from './frame.js';
import { type Label, placer } from './labels.js';
import { colourOf, drawLegend } from './legend.js';
import { mark } from './marks.js';
import { assumedLabels, brokenLabels, centred, peakLabels } from './notes.js';
import type { CurveSvgOptions } from './options.js';
import { areaPath, type Detail, linePath, outline, type Point } from './path.js';
import { isConstant, type Series, seriesOf } from './series.js';
import { fontFamily, style } from './style.js';
import { type Element, element } from './svg.js';
import { themes } from './theme.js';
import { drawWarmups, warmupEnds } from './warmup.js';
import { compared, inWords } from './words.js';

/** Draws a picture with a given detail of the lines; `curveSvg` chooses the detail. */
export function drawPicture(curve: Curve, options: CurveSvgOptions, detail: Detail): string {
  const colours = themes[options.theme];
  const series = seriesOf(curve, options.compare);
  const frame = layOut(curve, series, options);
  const { width, height, plot, scales, title } = frame;
  const xOf = (step: number, one: Series) => scales.x(step, one.stepsPerEpoch);

  const runs = new Map(
    series.map((one) => {
      const x = (step: number) => xOf(step, one);
      const step = (at: number) => scales.step(at, one.stepsPerEpoch);
      return [one, outline(one, { x, step, y: scales.y }, detail)] as const;
    }),
  );
  const peakOf = ({ peak, stepsPerEpoch }: Series): Point | undefined =>
    peak && { x: scales.x(peak.step, stepsPerEpoch), y: scales.y(peak.lr) };
  const alone = series.length === 1 ? series[0] : undefined;
  // A level line alone has no peak to point at.
  const peaked = series.filter(
    (one) => one.peak && !(one === alone && isConstant(one) && one.optimizer.lr.length > 1),
  );

  // Labels keep off the axis's name, the lines, the marks, and each other. What is placed first has the best place.
  const labels = placer({ left: plot.left, right: width - 6, top: frame.row.top - 1, bottom: plot.bottom });
  labels.block(frame.axisName.box);
  const ends = warmupEnds(series, xOf, scales.y);
  const warmups = drawWarmups(ends, curve, plot, frame.row, colours, labels);
  for (const lines of runs.values()) for (const line of lines) labels.avoid(line);
  for (const { x, y } of ends)
    labels.avoid([
      { x, y: ends.length === 1 ? plot.top : y },
      { x, y: plot.bottom },
    ]);
  for (const one of peaked) {
    const { x, y } = peakOf(one) ?? { x: -9, y: -9 };
    labels.block({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 });
  }
  const gaps = brokenLabels(series, xOf, plot, labels);
  const peaks = peakLabels(series, peakOf, plot, options.xAxis ?? 'steps', labels);

  const assumptions = assumedLabels(series, plot, labels);

  const line = (one: Series) =>
    element('path', {
      d: linePath(runs.get(one) ?? []) || undefined,
      stroke: colourOf(one, colours),
      'stroke-width': one.compared ? 1.5 : 1.8,
      'stroke-dasharray': one.compared ? '5 4' : undefined,
    });
  const filled = scales.log ? undefined : alone;
  const area =
    filled &&
    element('path', {
      d: areaPath(runs.get(filled) ?? [], scales.y(0)) || undefined,
      fill: colourOf(filled, colours),
      'fill-opacity': '0.08',
    });
  const write = (label: Label | undefined, fill?: string): Element | undefined =>
    label && element('text', { x: label.x, y: label.y, fill }, label.text);
  const { background } = colours;
  const halo = background && {
    stroke: background,
    'stroke-width': 3,
    'stroke-linejoin': 'round',
    'paint-order': 'stroke',
  };
  const empty = series.every((one) => one.optimizer.lr.length === 0);
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
      fill: 'none',
    },
    element('title', {}, title === '' ? 'Learning rate' : title),
    element('desc', {}, words),
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
    title &&
      element(
        'text',
        {
          x: style.padding,
          y: style.padding + 8.5,
          'font-size': style.title,
          'font-weight': 600,
          fill: colours.text,
        },
        title,
      ),
    drawLegend(frame.legend, frame.legendAt.left, frame.legendAt.top, colours),
    warmups.band,
    drawAxes(
      plot,
      frame.yTicks,
      fittingRows(scales, width - 4),
      scales.log ? undefined : scales.y(0),
      colours,
    ),
    area,
    warmups.lines,
    element(
      'g',
      { 'stroke-linejoin': 'round', 'stroke-linecap': 'round' },
      // The first optimizer on top, what it is compared with at the bottom.
      [...series].sort((a, b) => Number(b.compared) - Number(a.compared) || b.index - a.index).map(line),
    ),
    peaked.map((one) => {
      const { x, y } = peakOf(one) ?? { x: 0, y: 0 };
      return mark(one.index, x, y, colourOf(one, colours), background, one.compared);
    }),
    element(
      'g',
      { 'font-size': style.label, fill: colours.muted, ...halo },
      write(frame.axisName),
      write(warmups.label),
      peaks.map((label) => write(label, colours.text)),
      assumptions.map((label) => write(label)),
      gaps.map((label) => write(label, colours.warning)),
      empty ? write(centred('no learning rate to draw', plot), colours.text) : undefined,
    ),
  ).markup;
}

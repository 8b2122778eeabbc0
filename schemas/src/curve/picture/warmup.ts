import type { Curve } from '../curve.js';
import { type Box, type Label, labelAt, type Placer } from './labels.js';
import { colourOf } from './legend.js';
import type { Series } from './series.js';
import { style } from './style.js';
import { type Element, element } from './svg.js';
import { textWidth } from './text.js';
import type { Colours } from './theme.js';
import { warmupsTexts, warmupTexts } from './words.js';

/** The end of a warm-up that one or more optimizers share. */
export interface WarmupEnd {
  readonly step: number;
  readonly x: number;
  /** Where the curve of the first of them is then. */
  readonly y: number;
  readonly series: readonly Series[];
}

/** The learning rate that is drawn at a step: the last point up to it. */
function lrAt({ optimizer }: Series, step: number): number {
  let low = 0;
  let high = optimizer.steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((optimizer.steps[middle] ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  return optimizer.lr[Math.max(0, low - 1)] ?? 0;
}

/** The ends of the warm-ups in the order of their steps, those at the same step as one. */
export function warmupEnds(
  series: readonly Series[],
  x: (step: number, series: Series) => number,
  y: (lr: number) => number,
): WarmupEnd[] {
  const byStep = new Map<number, [Series, ...Series[]]>();
  for (const one of series) {
    const step = one.optimizer.facts.warmupEnd?.step;
    if (one.compared || step === undefined || !Number.isFinite(step) || step <= 0) continue;
    const sharing = byStep.get(step);
    if (sharing) sharing.push(one);
    else byStep.set(step, [one]);
  }
  const ends = [...byStep].map(([step, sharing]) => {
    const lr = lrAt(sharing[0], step);
    return { step, series: sharing, x: x(step, sharing[0]), y: y(Number.isFinite(lr) ? lr : 0) };
  });
  return ends.sort((a, b) => a.step - b.step);
}

const line = (x: number, from: number, to: number, stroke: string) =>
  element('path', {
    d: `M${Math.round(x * 10) / 10},${Math.round(from * 10) / 10}V${to}`,
    stroke,
    'stroke-dasharray': '2 3',
  });

/** What shows the warm-ups of a picture. */
export interface Warmups {
  /** Behind everything: where there is one end for all. */
  readonly band: Element | undefined;
  readonly lines: readonly Element[];
  readonly label: Label | undefined;
}

/**
 * Draws the warm-ups. One that all optimizers share is a band up to a line with its label; different ones are lines from the curves
 * down to the axis, with one label for all. The label stands in the row above the curves, right of what `taken` blocks.
 */
export function drawWarmups(
  ends: readonly WarmupEnd[],
  curve: Curve,
  plot: Box,
  row: Box,
  colours: Colours,
  labels: Placer,
): Warmups {
  const first = ends[0];
  const last = ends.at(-1);
  if (!first || !last) return { band: undefined, lines: [], label: undefined };
  const baseline = row.top + 10;
  const place = (texts: readonly string[], x: number) => {
    const nearest = Math.max(x + 6, row.left);
    return labels.place(
      texts.flatMap((text) => {
        const width = textWidth(text, style.label);
        const lefts = x > plot.right ? [plot.right - width] : [nearest, x - width - 6, plot.right - width];
        return lefts
          .filter((left) => left >= row.left)
          .map((left) => labelAt(text, left, baseline, style.label));
      }),
    );
  };
  const inside = ends.filter((end) => end.x <= plot.right + 0.5);
  if (first !== last) {
    const lines = inside.map(({ x, y, series: [one] }) =>
      line(x, y, plot.bottom, one ? colourOf(one, colours) : colours.muted),
    );
    return { band: undefined, lines, label: place(warmupsTexts(ends, curve), (inside.at(-1) ?? first).x) };
  }
  const right = Math.min(first.x, plot.right);
  const band = element('rect', {
    x: plot.left,
    y: plot.top,
    width: right - plot.left,
    height: plot.bottom - plot.top,
    fill: colours.band,
    'fill-opacity': String(colours.bandOpacity),
  });
  // The line reaches up to its label, except under the name of the axis.
  const top = first.x < row.left ? plot.top : row.top + 1;
  const lines = inside.map(({ x }) => line(x, top, plot.bottom, colours.muted));
  return { band, lines, label: place(warmupTexts(first.step, curve), first.x) };
}

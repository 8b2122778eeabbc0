import { type Box, labelAt } from './labels.js';
import type { ChartScales, Tick } from './scales.js';
import { style } from './style.js';
import { type Element, element } from './svg.js';
import { textWidth } from './text.js';
import type { Colours } from './theme.js';

type XRow = ReturnType<ChartScales['xRows']>[number];

const crisp = (value: number) => Math.round(value - 0.5) + 0.5;

/** The row of ticks whose labels stand apart, with as many ticks as fit, and none beyond the picture's edge. */
export function fittingRows(scales: ChartScales, right: number): XRow[] {
  const clear = 16;
  const fits = (row: XRow | undefined) => {
    let end = Number.NEGATIVE_INFINITY;
    for (const { at, label } of row?.ticks ?? []) {
      const half = textWidth(label, style.label) / 2;
      if (at - half < end + clear || at + half > right) return false;
      end = at + half;
    }
    return true;
  };
  const rows = scales.xRows(1);
  return rows.map((fallback, i) => {
    for (const count of [8, 7, 6, 5, 4, 3, 2]) {
      const row = scales.xRows(count)[i];
      if (row && row.ticks.length > 0 && fits(row)) return row;
    }
    return fits(fallback) ? fallback : { ...fallback, ticks: fallback.ticks.slice(0, 1) };
  });
}

/** The grid, the axes and their labels, around a plot. */
export function drawAxes(
  plot: Box,
  yTicks: readonly Tick[],
  rows: readonly XRow[],
  zero: number | undefined,
  colours: Colours,
): Element[] {
  const middle = 4;
  const grid = yTicks.map(({ at }) => `M${plot.left},${crisp(at)}H${plot.right}`).join('');
  const base = zero === undefined || zero >= plot.bottom - 0.5 ? plot.bottom : zero;
  const marks = (rows[0]?.ticks ?? []).map(({ at }) => `M${crisp(at)},${crisp(plot.bottom)}v4`).join('');
  const y = yTicks.map(({ at, label }) => element('text', { x: plot.left - 10, y: at + middle }, label));
  const x = rows.map(({ unit, ticks }, i) => {
    const baseline = plot.bottom + 17 + i * style.labelRow;
    const first = ticks[0];
    // The unit stands left of the axis, clear of the first label.
    const clear = first
      ? Math.min(plot.left - 8, first.at - textWidth(first.label, style.label) / 2 - 8)
      : plot.left - 8;
    return [
      element('text', { x: clear, y: baseline, 'text-anchor': 'end' }, unit),
      ...ticks.map(({ at, label }) => element('text', { x: at, y: baseline }, label)),
    ];
  });
  return [
    element('path', { d: grid || 'M0,0', stroke: colours.grid }),
    element('path', { d: `M${plot.left},${crisp(base)}H${plot.right}${marks}`, stroke: colours.axis }),
    element('g', { 'font-size': style.label, fill: colours.muted, 'text-anchor': 'end' }, y),
    element('g', { 'font-size': style.label, fill: colours.muted, 'text-anchor': 'middle' }, x),
  ];
}

/** The label of the axis of learning rates, above its ticks. */
export const axisTitle = (log: boolean, top: number) =>
  labelAt(log ? 'learning rate, log scale' : 'learning rate', style.padding, top + 10, style.label);

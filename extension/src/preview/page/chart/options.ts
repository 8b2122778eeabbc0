import * as l10n from '@vscode/l10n';
import uPlot from 'uplot';
import { dashOf, lineColour } from '../model/colours.js';
import type { Line, Side } from '../model/lines.js';
import { logTicks, type Range } from '../model/ranges.js';
import type { Scene } from '../model/scene.js';
import { linearTicks, placeLabelsOf, valueLabels } from '../model/ticks.js';
import type { XAxis } from '../model/units.js';
import type { Paint } from '../paint.js';
import { linePath } from './line-path.js';
import { textWidth } from './text-width.js';

/** What is drawn now. */
export interface Drawn {
  readonly scene: Scene;
  readonly paint: Paint;
}

/** A place between two ticks, in pixels. */
const xSpace = 84;
const ySpace = 40;
/** Dots of a run stand so far apart, however many steps were recorded. */
const dotSpace = 20;

const unitName = (axis: XAxis): string =>
  axis === 'steps' ? l10n.t('step') : axis === 'epochs' ? l10n.t('epoch') : l10n.t('examples');

const lineWidth = ({ kind, name }: Line, current: string | undefined): number => {
  if (kind === 'plan') return name === current ? 2.5 : 1.6;
  return kind === 'loss' ? 1.3 : kind === 'run' ? 1 : 1.3;
};

/** Every so many-th point, so that dots do not run into each other. */
function spacedOut(u: uPlot, index: number): number[] {
  const y = u.data[index];
  const places: number[] = [];
  const [from, to] = u.series[0]?.idxs ?? [0, -1];
  let last = Number.NEGATIVE_INFINITY;
  for (let i = from; y && i <= to; i++) {
    if (y[i] === null || y[i] === undefined) continue;
    const x = u.valToPos(u.data[0][i] as number, 'x');
    if (x - last < dotSpace) continue;
    last = x;
    places.push(i);
  }
  return places;
}

function seriesOf(line: Line, { scene, paint }: Drawn): uPlot.Series {
  const colour = lineColour(line.kind, line.colour, paint.theme);
  const dots = line.kind === 'run' || line.kind === 'valid';
  const current = scene.marks.length > 1 ? scene.marks.find((mark) => mark.isCurrent)?.name : undefined;
  return {
    scale: line.side,
    stroke: colour,
    width: lineWidth(line, scene.marks.length === 1 ? line.name : current),
    dash: [...dashOf(line.kind, line.dash)],
    alpha: line.kind === 'ghost' ? 0.55 : 1,
    pxAlign: 0,
    paths: linePath,
    points: dots
      ? {
          show: true,
          size: line.kind === 'valid' ? 9 : 6,
          width: 1.5,
          // A run's are hollow: they are told from the plan, whose colour they have.
          stroke: line.kind === 'run' ? colour : paint.background,
          fill: line.kind === 'run' ? paint.background : colour,
          ...(line.kind === 'run' ? { filter: spacedOut } : {}),
        }
      : { show: false },
  };
}

/** The vertical axes, and the room they need for the longest label. */
function valueAxis(side: 'left' | 'right', drawn: () => Drawn): uPlot.Axis {
  const range = (): Range => drawn().scene[side] ?? { min: 0, max: 1, log: false };
  const { paint } = drawn();
  return {
    scale: side,
    side: side === 'left' ? 3 : 1,
    stroke: paint.muted,
    font: paint.font,
    gap: 8,
    size: (_u, values) =>
      Math.ceil(Math.max(16, ...(values ?? []).map((text) => textWidth(String(text ?? ''), paint.font)))) +
      12,
    splits: (u) => {
      const most = Math.max(2, Math.floor(u.bbox.height / uPlot.pxRatio / ySpace));
      const own = range();
      return own.log ? logTicks(own, most) : linearTicks(own.min, own.max, most);
    },
    values: (_u, splits) => valueLabels(splits),
    // uPlot leaves out labels of a log axis that it finds too close; these are spaced already.
    filter: (_u, splits) => splits,
    grid: { show: side === 'left', stroke: paint.grid, width: 1 },
    ticks: { show: false },
    border: { show: false },
  };
}

function placeAxis(drawn: () => Drawn): uPlot.Axis {
  const { paint, scene } = drawn();
  return {
    stroke: paint.muted,
    font: paint.font,
    label: unitName(scene.axis),
    labelFont: paint.font,
    labelSize: 18,
    labelGap: 2,
    size: 24,
    gap: 6,
    splits: (u, _axis, min, max) => {
      const most = Math.max(2, Math.floor(u.bbox.width / uPlot.pxRatio / xSpace));
      return linearTicks(min, max, most, drawn().scene.axis !== 'epochs');
    },
    values: (_u, splits) => placeLabelsOf(splits, drawn().scene.axis),
    grid: { show: false },
    ticks: { show: true, stroke: paint.axis, width: 1, size: 4 },
    border: { show: true, stroke: paint.axis, width: 1 },
  };
}

// A value that a log scale cannot show, such as 0, lies at its bottom.
const valueScale = (side: Side, drawn: () => Drawn): uPlot.Scale => ({
  distr: drawn().scene[side]?.log ? 3 : 1,
  log: 10,
  range: () => {
    const { min = 0, max = 1 } = drawn().scene[side] ?? {};
    return [min, max];
  },
  clamp: (_u, _value, min) => min,
});

/** Everything that a change of needs a new chart. */
export const shapeOf = ({ scene, paint }: Drawn): string =>
  JSON.stringify([
    scene.axis,
    scene.left.log,
    scene.right?.log ?? null,
    scene.marks.find((mark) => mark.isCurrent)?.name ?? null,
    scene.marks.length,
    scene.lines.map(({ key, colour, dash }) => [key, colour, dash]),
    paint,
  ]);

/** A chart of the scene's lines. What moves in it is asked of `drawn` at every drawing. */
export function optionsOf(
  drawn: () => Drawn,
  size: { width: number; height: number },
  hooks: uPlot.Hooks.Arrays,
): uPlot.Options {
  const { scene } = drawn();
  const { right, metric } = scene;
  return {
    ...size,
    padding: [24, right ? 0 : 16, 0, 0],
    legend: { show: false },
    cursor: { show: false },
    series: [{}, ...scene.lines.map((line) => seriesOf(line, drawn()))],
    scales: {
      x: {
        time: false,
        range: () => {
          const { window, perUnit } = drawn().scene;
          return [window.from / perUnit, window.to / perUnit];
        },
      },
      left: valueScale('left', drawn),
      ...(right ? { right: valueScale('right', drawn) } : {}),
      ...(metric ? { metric: valueScale('metric', drawn) } : {}),
    },
    axes: [placeAxis(drawn), valueAxis('left', drawn), ...(right ? [valueAxis('right', drawn)] : [])],
    hooks,
  };
}

import type { ChartScales, Curve, CurvePoint as Point, CurveSeries as Series } from '@optim-sches/schemas';
import type { Colours } from './io.js';
import type { Canvas, Paint } from './terminal-chart-canvas.js';

/** How a chart is drawn in a terminal. */
export interface TerminalChartOptions {
  /** Columns of the terminal; the chart takes 40 to 200. */
  readonly width: number;
  /** Rows of the plot, without axes and legend; at least 5. */
  readonly height: number;
  readonly colour: boolean;
  /** False draws with ASCII alone. */
  readonly unicode: boolean;
  /** Drawn dashed behind the curve. */
  readonly compare?: Curve | undefined;
  readonly compareLabel?: string | undefined;
}

/** The characters of a chart. */
export interface Glyphs {
  readonly marks: readonly string[];
  readonly tick: string;
  readonly wall: string;
  readonly corner: string;
  readonly floor: string;
  readonly floorTick: string;
  readonly warmup: string;
  readonly compared: string;
}

/** Of a terminal that draws every character. */
export const unicodeGlyphs: Glyphs = {
  marks: ['●', '■', '▲', '◆', '▼', '✚', '★', '○'],
  tick: '┤',
  wall: '│',
  corner: '└',
  floor: '─',
  floorTick: '┬',
  warmup: '┊',
  compared: '┄┄',
};
/** Of any terminal. */
export const asciiGlyphs: Glyphs = {
  marks: ['*', '+', 'x', 'o', '#', '%', '@', '&'],
  tick: '+',
  wall: '|',
  corner: '+',
  floor: '-',
  floorTick: '+',
  warmup: ':',
  compared: '..',
};

/** A chart while it is drawn. */
export interface Chart {
  readonly curve: Curve;
  readonly series: readonly Series[];
  readonly scales: ChartScales;
  readonly plot: Canvas;
  readonly glyphs: Glyphs;
  readonly colour: Colours;
  readonly paint: (series: Series) => Paint;
  readonly glyph: (series: Series) => string;
  readonly runs: ReadonlyMap<Series, readonly Point[][]>;
}

/** The cell of a point that is given in dots. */
export const cellOf = ({ plot }: Chart, point: Point) => ({
  row: Math.floor(Math.round(point.y) / plot.dots.y),
  column: Math.floor(Math.round(point.x) / plot.dots.x),
});

/** Where the peak of a series is, in dots. */
export const peakOf = ({ scales }: Chart, { peak, stepsPerEpoch }: Series): Point | undefined =>
  peak && { x: scales.x(peak.step, stepsPerEpoch), y: scales.y(peak.lr) };

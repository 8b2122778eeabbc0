import { mark } from './marks.js';
import { mostSeries, type Series } from './series.js';
import { style } from './style.js';
import { type Element, element } from './svg.js';
import { ellipsize, textWidth } from './text.js';
import type { Colours } from './theme.js';

/** One line of the legend. */
export interface Entry {
  /** Undefined for a remark without a line. */
  readonly colour: string | undefined;
  readonly index: number;
  readonly dashed: boolean;
  readonly name: string;
  /** What follows the name where there is room, longest first. */
  readonly details: readonly string[];
  /** How many lines a remark stands for. */
  readonly count?: number;
}

interface Placed {
  readonly entry: Entry;
  readonly x: number;
  readonly row: number;
  readonly name: string;
  readonly detail: string;
}

/** A legend laid out for a width. */
export interface Legend {
  readonly width: number;
  readonly rows: number;
  readonly placed: readonly Placed[];
}

const swatch = 26;
const gap = 18;
const detailGap = 7;

const nameWidth = (text: string) => textWidth(text, style.legend, 'bold');
const detailWidth = (text: string) => (text === '' ? 0 : detailGap + textWidth(text, style.legend));

/** The colour of a series: eight colours, then again from the first. */
export const colourOf = (series: Pick<Series, 'index'>, colours: Colours) =>
  colours.lines[series.index % colours.lines.length] ?? colours.text;

/** What the legend says: each optimizer, and what the dashed lines are. */
export function legendEntries(
  series: readonly Series[],
  total: number,
  compareLabel: string | undefined,
  colours: Colours,
): Entry[] {
  const own = series.filter((one) => !one.compared);
  const entries: Entry[] = own.map((one) => {
    const { name, type, optimType } = one.optimizer;
    return {
      colour: colourOf(one, colours),
      index: one.index,
      dashed: false,
      name,
      details: [`${type} · ${optimType}`, optimType],
    };
  });
  if (total > mostSeries) entries.push(remark(total - mostSeries));
  if (compareLabel === undefined) return entries;
  const names = new Set(own.map((one) => one.optimizer.name));
  const others = series.filter((one) => one.compared);
  if (others.some((one) => names.has(one.optimizer.name)))
    entries.push({
      colour: own.length === 1 ? entries[0]?.colour : colours.muted,
      index: own.length === 1 ? 0 : -1,
      dashed: true,
      name: compareLabel,
      details: [],
    });
  for (const one of others)
    if (!names.has(one.optimizer.name))
      entries.push({
        colour: colourOf(one, colours),
        index: one.index,
        dashed: true,
        name: one.optimizer.name,
        details: [compareLabel],
      });
  return entries;
}

/** One row where the entries fit as they are, with the longest details that fit all of them. */
function oneRow(entries: readonly Entry[], width: number): Legend | undefined {
  for (const level of [0, 1, 2]) {
    const placed: Placed[] = [];
    let x = 0;
    for (const entry of entries) {
      const detail = entry.details[level] ?? (entry.name === '' ? entry.details.at(-1) : undefined) ?? '';
      const name = ellipsize(entry.name, Number.POSITIVE_INFINITY, style.legend, 'bold');
      placed.push({ entry, x, row: 0, name, detail });
      x += (entry.colour === undefined ? 0 : swatch) + nameWidth(name) + detailWidth(detail) + gap;
    }
    if (x - gap <= width) return { width: x - gap, rows: 1, placed };
  }
  return undefined;
}

/** Columns of equal width, names cut to fit. */
function grid(entries: readonly Entry[], width: number, columnWidth: number): Legend {
  const most = Math.max(1, Math.floor((width + gap) / (columnWidth + gap)));
  const rows = Math.ceil(entries.length / most);
  const columns = Math.ceil(entries.length / rows);
  const column = (width - gap * (columns - 1)) / columns;
  const placed = entries.map((entry, i) => {
    const room = column - (entry.colour === undefined ? 0 : swatch);
    const name = ellipsize(entry.name, room, style.legend, 'bold', 'middle');
    const left = room - nameWidth(name);
    const short = entry.details.at(-1) ?? '';
    const detail =
      entry.details.find((text) => detailWidth(text) <= left) ??
      (left > 45 ? ellipsize(short, left - detailGap, style.legend) : '');
    return { entry, x: (i % columns) * (column + gap), row: Math.floor(i / columns), name, detail };
  });
  return { width, rows, placed };
}

/** An entry that stands for `count` lines that are not listed. */
const remark = (count: number): Entry => ({
  colour: undefined,
  index: 0,
  dashed: false,
  name: '',
  details: [`and ${count} more`],
  count,
});

/** The legend in as few rows as it needs, at most `mostRows`: what does not fit is counted in its last place. */
export function layOutLegend(entries: readonly Entry[], width: number, mostRows: number): Legend {
  const easy = oneRow(entries, width);
  if (easy) return easy;
  const wide = grid(entries, width, 150);
  if (wide.rows <= mostRows) return wide;
  for (let shown = entries.length; ; shown--) {
    const left = entries.slice(shown).reduce((sum, entry) => sum + (entry.count ?? 1), 0);
    const listed = left === 0 ? entries : [...entries.slice(0, shown), remark(left)];
    const narrow = grid(listed, width, 90);
    if (narrow.rows <= mostRows || shown <= 1) return narrow;
  }
}

/** Draws a legend with its first row's top left corner at a place. */
export function drawLegend(legend: Legend, left: number, top: number, colours: Colours): Element {
  const parts = legend.placed.map(({ entry, x, row, name, detail }) => {
    const baseline = top + row * style.legendRow + style.legend;
    const from = left + x;
    const middle = baseline - 4;
    const { colour, dashed, index } = entry;
    const ground = colours.background;
    return [
      colour === undefined
        ? undefined
        : element('path', {
            d: `M${Math.round(from * 10) / 10},${middle}h19`,
            stroke: colour,
            'stroke-width': dashed ? 1.5 : 2,
            'stroke-dasharray': dashed ? '4 3' : undefined,
          }),
      colour === undefined || dashed ? undefined : mark(index, from + 9.5, middle, colour, ground, false),
      element(
        'text',
        { x: from + (colour === undefined ? 0 : swatch), y: baseline },
        name === '' ? undefined : element('tspan', { 'font-weight': 600, fill: colours.text }, name),
        detail === '' ? undefined : element('tspan', { dx: name === '' ? undefined : detailGap }, detail),
      ),
    ];
  });
  return element('g', { 'font-size': style.legend, fill: colours.muted }, ...parts);
}

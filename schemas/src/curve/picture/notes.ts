import { type Box, type Label, labelAt, type Placer } from './labels.js';
import type { Point } from './path.js';
import { isConstant, type Series } from './series.js';
import { style } from './style.js';
import { textWidth } from './text.js';
import { assumedTexts, brokenText, peakTexts } from './words.js';

const size = style.label;

/** A label with its left edge kept inside the plot. */
function clamped(text: string, x: number, y: number, plot: Box): Label {
  const width = textWidth(text, size);
  return labelAt(text, Math.max(plot.left + 2, Math.min(x, plot.right - width - 2)), y, size);
}

/** Places for a text by a point: right of it, a little above, left, then above and below. */
function around(text: string, point: Point, plot: Box): Label[] {
  const width = textWidth(text, size);
  const { x, y } = point;
  const right = x + 9;
  const left = x - 9 - width;
  return [
    labelAt(text, right, y + 4, size),
    labelAt(text, right, y - 5, size),
    labelAt(text, left, y + 4, size),
    labelAt(text, left, y - 5, size),
    ...[y - 9, y + 17].flatMap((baseline) =>
      [x + 4, x - width / 2, x - width - 4].map((from) => clamped(text, from, baseline, plot)),
    ),
    labelAt(text, right + 5, y + 16, size),
    labelAt(text, left - 5, y + 16, size),
    labelAt(text, right + 40, y - 5, size),
  ];
}

/** Places for a text along a level line: above its right end first, where a reader looks for what it came to. */
function along(text: string, y: number, plot: Box): Label[] {
  const width = textWidth(text, size);
  const xs = [1, 0.75, 0.5, 0.25, 0].map(
    (share) => plot.left + 6 + share * (plot.right - plot.left - width - 12),
  );
  return [y - 5, y + 14].flatMap((baseline) => xs.map((x) => labelAt(text, x, baseline, size)));
}

/** Labels of the peaks, highest first; the highest always has one, another only where it stands free. */
export function peakLabels(
  series: readonly Series[],
  at: (series: Series) => Point | undefined,
  plot: Box,
  xAxis: 'steps' | 'epochs',
  labels: Placer,
): Label[] {
  const own = series.filter((one) => !one.compared && one.peak);
  own.sort((a, b) => (b.peak?.lr ?? 0) - (a.peak?.lr ?? 0));
  return own.flatMap((one, rank) => {
    const point = at(one);
    if (!point) return [];
    const texts = peakTexts(one, xAxis);
    const candidates = texts.map((text) =>
      isConstant(one) && one.optimizer.lr.length > 1 ? along(text, point.y, plot) : around(text, point, plot),
    );
    for (const places of candidates) {
      const label = labels.place(places);
      if (label) return [label];
    }
    const forced = rank === 0 ? labels.place(candidates.flat(), true) : undefined;
    return forced ? [forced] : [];
  });
}

/** Says where curves have no finite value, near the gap and above the axis. */
export function brokenLabels(
  series: readonly Series[],
  at: (step: number, series: Series) => number,
  plot: Box,
  labels: Placer,
): Label[] {
  const broken = series.filter((one) => one.broken);
  return broken.flatMap((one) => {
    const text = brokenText(one) ?? '';
    const texts =
      broken.length > 1 || series.length > 1 ? [`${one.optimizer.name.slice(0, 24)}: ${text}`, text] : [text];
    const x = at(one.broken?.firstStep ?? 0, one);
    const rows = [plot.bottom - 6, plot.bottom - 22, plot.bottom - 38, plot.bottom - 54];
    const candidates = texts.flatMap((text) =>
      rows.flatMap((y) =>
        [x + 4, x - textWidth(text, size) - 4, plot.right].map((left) => clamped(text, left, y, plot)),
      ),
    );
    const label = labels.place(candidates, true);
    return label ? [label] : [];
  });
}

/** Says what curves take for granted of a metric that only training can tell, near the time axis; once for all alike. */
export function assumedLabels(series: readonly Series[], plot: Box, labels: Placer): Label[] {
  const own = series.filter((one) => !one.compared && one.optimizer.assumed);
  const [first] = own;
  if (!first) return [];
  const texts = assumedTexts(first);
  const alike = own.every((one) => assumedTexts(one)[0] === texts[0]);
  const rows = [plot.bottom - 6, plot.top + 12, plot.bottom - 22, plot.bottom - 38];
  const candidates = (alike ? texts : texts.slice(1)).flatMap((text) =>
    rows.flatMap((y) => {
      const width = textWidth(text, size);
      return [0, 0.5, 1].map((share) =>
        labelAt(text, plot.left + 6 + share * (plot.right - plot.left - width - 12), y, size),
      );
    }),
  );
  const label = labels.place(candidates, true);
  return label ? [label] : [];
}

/** A text in the middle of the plot. */
export function centred(text: string, plot: Box): Label {
  const x = (plot.left + plot.right - textWidth(text, size)) / 2;
  return labelAt(text, x, (plot.top + plot.bottom) / 2, size);
}

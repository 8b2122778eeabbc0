// Draws the way of an optimizer through the valley.
import { simplify } from '../../schemas/dist/curve/picture/path.js';
import { fontFamily } from '../../schemas/dist/curve/picture/style.js';
import { element } from '../../schemas/dist/curve/picture/svg.js';
import { themes } from '../../schemas/dist/curve/picture/theme.js';
import { flowYaml } from '../../schemas/dist/index.js';
import { contour, minimum } from './valley.mjs';

const width = 250;
const height = 166;
const scale = 66;
const heights = [0.02, 0.12, 0.4, 1, 2.2, 4.5, 9, 18, 36];
/** Where the valley's zero stands; a square of the valley is a square of the picture. */
const zero = { x: 121, y: 113 };

/** Tenths of a pixel are what can be seen, and the same on every machine. */
const tenths = (value) => Math.round(value * 10) / 10 + 0;
const at = ([x, y]) => ({ x: tenths(zero.x + scale * x), y: tenths(zero.y - scale * y) });
const pathOf = (points) => points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x},${y}`).join('');

/** A contour as far as it is within the picture, in pieces of as few points as look smooth. */
function contourPath(level) {
  const ring = contour(level).map(at);
  const inside = ring.map(({ x, y }) => x > -40 && x < width + 40 && y > -40 && y < height + 40);
  const smooth = (points) => pathOf(simplify(points, 0.15));
  const [first] = ring;
  if (inside.every(Boolean)) return smooth([...ring, first]);
  // Begun outside, no piece goes on over the end of the list.
  const gap = inside.indexOf(false);
  const order = ring.map((_, i) => (gap + i) % ring.length);
  const pieces = [];
  order.forEach((index, i) => {
    if (!inside[index]) return;
    if (i === 0 || !inside[order[i - 1]]) pieces.push([]);
    pieces.at(-1).push(ring[index]);
  });
  return pieces.map(smooth).join('');
}

/** The distance between two dots: a round number that leaves 8 to 20 of them. */
const dotEvery = (updates) => [2, 5, 10, 20, 25, 50, 100, 200, 500].find((every) => updates / every <= 20);

const word = (text, x, y, fill, anchor) => element('text', { x, y, fill, 'text-anchor': anchor }, text);

/** What is drawn: `lr 0.005, 2,000 updates`. */
function shortCaption({ options, updates }) {
  const written = Object.entries(options).map(([key, value]) => `${key} ${flowYaml(value)}`);
  return `${written.join(', ')}, ${updates.toLocaleString('en-US')} updates`;
}

/** The same with what the dots are. */
export const caption = (way) => `${shortCaption(way)}, a dot after every ${dotEvery(way.updates)}`;

/** The picture of a way, in a theme, as SVG. */
export function optimizerPicture(type, way, theme) {
  const colours = themes[theme];
  const [ink, target] = colours.lines;
  const { points, updates } = way;
  // Some hundred points are all that a line shows; the first updates, often the largest, are all there.
  const stride = Math.max(1, Math.floor(updates / 200));
  const drawn = points.filter((_, i) => i < 60 || i % stride === 0 || i === updates);
  const every = dotEvery(updates);
  const dots = points.filter((_, i) => i > 0 && i % every === 0).map(at);
  const first = at(points[0]);
  const goal = at(minimum);
  const words = `${type}: ${caption(way)}`;
  const { markup } = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': words,
      'font-family': fontFamily,
      'font-size': 10.5,
      fill: 'none',
    },
    element('clipPath', { id: 'ground' }, element('rect', { width, height: height - 24, rx: 6 })),
    element('rect', { width, height, rx: 6, fill: colours.background }),
    element(
      'g',
      { 'clip-path': 'url(#ground)' },
      element(
        'g',
        { stroke: colours.axis, 'stroke-width': 0.7 },
        heights.map((level, i) =>
          element('path', { d: contourPath(level), 'stroke-opacity': (1 - 0.07 * i).toFixed(2) }),
        ),
      ),
      element('path', {
        d: pathOf(drawn.map(at)),
        stroke: ink,
        'stroke-width': 1.4,
        'stroke-linejoin': 'round',
        'stroke-linecap': 'round',
      }),
      element(
        'g',
        { fill: ink, stroke: colours.background, 'stroke-width': 0.7 },
        dots.map(({ x, y }) => element('circle', { cx: x, cy: y, r: 2.1 })),
      ),
    ),
    element('path', {
      d: `M${tenths(goal.x - 4)},${goal.y}h8M${goal.x},${tenths(goal.y - 4)}v8`,
      stroke: target,
      'stroke-width': 1.8,
      'stroke-linecap': 'round',
    }),
    element('circle', {
      cx: first.x,
      cy: first.y,
      r: 3.3,
      fill: colours.background,
      stroke: ink,
      'stroke-width': 1.4,
    }),
    element(
      'g',
      { stroke: colours.background, 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' },
      word('start', first.x - 8, first.y + 4, colours.muted, 'end'),
      word('minimum', goal.x + 8, goal.y + 4, colours.muted),
    ),
    word(shortCaption(way), 12, height - 9, colours.muted),
  );
  return markup;
}

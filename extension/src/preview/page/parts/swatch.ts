import { svg } from '../dom.js';
import { dashOf, lineColour } from '../model/colours.js';
import type { Line } from '../model/lines.js';
import type { Paint } from '../paint.js';

/** A piece of a line as the chart draws it. */
export function swatch(
  { kind, colour, dash }: Pick<Line, 'kind' | 'colour' | 'dash'>,
  paint: Paint,
): Element {
  const own = lineColour(kind, colour, paint.theme);
  const picture = svg('svg', {
    class: 'swatch',
    width: 18,
    height: 10,
    viewBox: '0 0 18 10',
    'aria-hidden': 'true',
  });
  const dashes = dashOf(kind, dash).join(' ');
  if (kind === 'valid') picture.append(svg('circle', { cx: 9, cy: 5, r: 4, fill: own }));
  else
    picture.append(
      svg('path', {
        d: 'M1 5h16',
        fill: 'none',
        stroke: own,
        'stroke-width': kind === 'plan' ? 2.5 : 1.5,
        'stroke-linecap': dashes ? 'butt' : 'round',
        'stroke-dasharray': dashes || undefined,
        opacity: kind === 'ghost' ? 0.7 : undefined,
      }),
    );
  if (kind === 'run')
    for (const cx of [5, 13])
      picture.append(
        svg('circle', { cx, cy: 5, r: 2, fill: paint.background, stroke: own, 'stroke-width': 1.2 }),
      );
  return picture;
}

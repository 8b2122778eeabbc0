import type { Curve } from '../curve.js';
import { drawCompact } from './compact.js';
import { svgDataUri } from './data-uri.js';
import type { CurveSvgOptions } from './options.js';
import type { Detail } from './path.js';
import { drawPicture } from './picture.js';

/** The most characters of a picture as a data URI: an editor cuts a hover at 100,000. */
export const largestDataUri = 60_000;

/** From every pixel to what a curve of noise still looks like; the last shows next to nothing. */
function* details(): Generator<Detail> {
  yield { column: 1, tolerance: 0.25 };
  for (let column = 1; column <= 4096; column *= 2) yield { column, tolerance: 0.6 * column };
}

/**
 * The learning rates of a configuration as an SVG picture: one line per optimizer, its peak and its warm-up marked, axes in
 * steps and epochs. The picture says the same in words for readers who do not see it. It holds no script and loads nothing;
 * as a data URI it is at most 60,000 characters: a curve that needs more is drawn in less detail.
 */
export function curveSvg(curve: Curve, options: CurveSvgOptions): string {
  const draw = options.compact ? drawCompact : drawPicture;
  let svg = '';
  for (const detail of details()) {
    svg = draw(curve, options, detail);
    // No encoding is shorter than the picture itself.
    if (svg.length < largestDataUri && svgDataUri(svg).length <= largestDataUri) break;
  }
  return svg;
}

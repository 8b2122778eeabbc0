import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
} from 'd3-shape';
import { type Element, element } from './svg.js';

// Marks of eight optimizers: told apart by shape too, for readers who do not tell the colours.
const shapes: readonly (readonly [shape: SymbolType, area: number, turn: number])[] = [
  [symbolCircle, 40, 0],
  [symbolSquare, 38, 0],
  [symbolTriangle, 38, 0],
  [symbolDiamond, 40, 0],
  [symbolTriangle, 38, 180],
  [symbolCross, 42, 0],
  [symbolStar, 34, 0],
  [symbolWye, 40, 0],
];

/** The mark of the optimizer with this index, at a place; hollow for a compared curve. */
export function mark(
  index: number,
  x: number,
  y: number,
  colour: string,
  ground: string | undefined,
  hollow: boolean,
): Element {
  const [shape, area, turn] = shapes[index % shapes.length] ?? [symbolCircle, 40, 0];
  const at = `translate(${Math.round(x * 10) / 10},${Math.round(y * 10) / 10})`;
  return element('path', {
    d: symbol(shape, area).digits(1)() ?? '',
    transform: turn === 0 ? at : `${at}rotate(${turn})`,
    fill: hollow ? (ground ?? 'none') : colour,
    stroke: hollow ? colour : ground,
    'stroke-width': hollow ? 1.5 : ground && 1.5,
    'paint-order': hollow ? undefined : ground && 'stroke',
  });
}

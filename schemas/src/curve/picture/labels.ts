import type { Point } from './path.js';
import { textWidth, type Weight } from './text.js';

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A text and the box it fills; `x` is its left edge, `y` its baseline. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly box: Box;
}

// How far letters rise above the baseline and hang below it, in em.
const ascent = 0.8;
const descent = 0.22;

/** A label whose text begins at `x` with its baseline at `y`. */
export function labelAt(text: string, x: number, y: number, size: number, weight: Weight = 'normal'): Label {
  const width = textWidth(text, size, weight);
  return {
    text,
    x,
    y,
    box: { left: x, top: y - ascent * size, right: x + width, bottom: y + descent * size },
  };
}

const overlaps = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
const within = (a: Box, b: Box) =>
  a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
const grown = (box: Box, sideways: number, up: number): Box => ({
  left: box.left - sideways,
  top: box.top - up,
  right: box.right + sideways,
  bottom: box.bottom + up,
});

/** True when the line from `a` to `b` touches the box (Liang and Barsky's clipping). */
function crosses(a: Point, b: Point, box: Box): boolean {
  let from = 0;
  let to = 1;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  for (const [step, room] of [
    [-dx, a.x - box.left],
    [dx, box.right - a.x],
    [-dy, a.y - box.top],
    [dy, box.bottom - a.y],
  ] as const) {
    if (step === 0) {
      if (room < 0) return false;
    } else if (step < 0) from = Math.max(from, room / step);
    else to = Math.min(to, room / step);
    if (from > to) return false;
  }
  return true;
}

/** Finds free places for labels in a frame: none covers another, and none lies on a line unless it must be shown. */
export interface Placer {
  /** Takes a box that labels keep away from. */
  block(box: Box): void;
  /** Takes a line that labels keep off. */
  avoid(line: readonly Point[]): void;
  /**
   * The first of the candidates that is free, now taken; with `force` else the one on the fewest lines, as long as
   * it covers no other label. Undefined when there is none.
   */
  place(candidates: readonly Label[], force?: boolean): Label | undefined;
}

/** A placer for labels inside `frame`. */
export function placer(frame: Box): Placer {
  const taken: Box[] = [];
  const lines: (readonly Point[])[] = [];
  /** How many pieces of lines touch a box, counted up to `most`. */
  const crossings = (box: Box, most: number) => {
    const wide = grown(box, 3, 1.5);
    let count = 0;
    for (const line of lines)
      for (let i = 1; i < line.length && count < most; i++) {
        const a = line[i - 1] as Point;
        const b = line[i] as Point;
        if (b.x >= wide.left && a.x <= wide.right && crosses(a, b, wide)) count++;
      }
    return count;
  };
  return {
    block: (box) => void taken.push(box),
    avoid: (line) => void lines.push(line.length === 1 ? [...line, ...line] : line),
    place(candidates, force = false) {
      let best: Label | undefined;
      let fewest = force ? Number.POSITIVE_INFINITY : 1;
      for (const label of candidates) {
        const wide = grown(label.box, 5, 1);
        if (!within(label.box, frame) || taken.some((box) => overlaps(wide, box))) continue;
        const count = crossings(label.box, fewest);
        if (count >= fewest) continue;
        best = label;
        fewest = count;
        if (count === 0) break;
      }
      if (best) taken.push(best.box);
      return best;
    },
  };
}

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A text that wants to stand at a point. */
export interface Wanted {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const gap = 8;

/** The places around a point, the best one first. */
function* places({ x, y, width, height }: Wanted): Generator<Box> {
  const box = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  yield box(x - width / 2, y - gap - height);
  yield box(x + gap + 2, y - height / 2 - 2);
  yield box(x + gap, y - gap - height + 2);
  yield box(x - gap - width, y - gap - height + 2);
  yield box(x - gap - 2 - width, y - height / 2 - 2);
  yield box(x + gap, y + gap / 2);
}

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const inside = (box: Box, frame: Box): boolean =>
  box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

/** A place for each text in the frame, off the others and off what is taken; undefined where there is none. */
export function placeLabels(
  wanted: readonly Wanted[],
  frame: Box,
  taken: readonly Box[],
): (Box | undefined)[] {
  const used = [...taken];
  return wanted.map((one) => {
    for (const box of places(one)) {
      if (!inside(box, frame) || used.some((other) => overlap(box, other))) continue;
      used.push(box);
      return box;
    }
    return undefined;
  });
}

import type { Box } from './place-labels.js';

/** Where a box can stand beside the cross-hair. */
export interface Corner {
  readonly left: boolean;
  readonly top: boolean;
}

const corners: readonly Corner[] = [
  { left: false, top: true },
  { left: true, top: true },
  { left: false, top: false },
  { left: true, top: false },
];

/** How much better another corner must be: a box that jumps is not read. */
const patience = 3;

/**
 * The corner in which a box hides the fewest points; the one it is in already, unless another one is clearly better.
 * `boxAt` says where the box would be, undefined where it has no room.
 */
export function quietCorner(
  points: readonly (readonly [x: number, y: number])[],
  boxAt: (corner: Corner) => Box | undefined,
  now: Corner | undefined,
): Corner {
  const hidden = (corner: Corner): number => {
    const box = boxAt(corner);
    if (!box) return Number.POSITIVE_INFINITY;
    return points.filter(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom).length;
  };
  const counts = corners.map((corner) => ({ corner, count: hidden(corner) }));
  const best = counts.reduce((a, b) => (b.count < a.count ? b : a));
  const own = counts.find(({ corner }) => corner.left === now?.left && corner.top === now?.top);
  return own && own.count <= best.count + patience ? own.corner : best.corner;
}

/** Points of one line: `x` ascends, null is a gap. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: readonly (number | null)[];
}

/** Lines over one common x, as uPlot wants them: undefined where a line has no point, null where it has a gap. */
export interface Aligned {
  readonly x: Float64Array;
  readonly columns: readonly (number | null | undefined)[][];
}

function union(a: Float64Array, b: ArrayLike<number>): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  let count = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const left = i < a.length ? (a[i] as number) : Number.POSITIVE_INFINITY;
    const right = j < b.length ? (b[j] as number) : Number.POSITIVE_INFINITY;
    if (left <= right) i++;
    if (right <= left) j++;
    merged[count++] = Math.min(left, right);
  }
  // Most lines have the points of the first one: nothing is kept twice.
  return count === a.length ? a : merged.subarray(0, count);
}

function column({ x, y }: Points, common: Float64Array): (number | null | undefined)[] {
  if (x.length === common.length) return y as (number | null)[];
  const values: (number | null | undefined)[] = new Array(common.length).fill(undefined);
  for (let i = 0, j = 0; j < x.length; i++) if (common[i] === x[j]) values[i] = y[j++];
  return values;
}

/** Lines whose points lie at different x over the x of all of them. */
export function align(lines: readonly Points[]): Aligned {
  let x: Float64Array = new Float64Array();
  const seen = new Set<ArrayLike<number>>();
  for (const line of lines) {
    if (seen.has(line.x)) continue;
    seen.add(line.x);
    x = x.length === 0 ? Float64Array.from(line.x) : union(x, line.x);
  }
  return { x, columns: lines.map((line) => column(line, x)) };
}

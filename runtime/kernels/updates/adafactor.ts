import { lerp, lerpScalar, sumOfSquares, sumOfVector } from './lanes';

/**
 * A parameter of `count` matrices. `rowVar` has a number for each row, `colVar` one for each column of each matrix;
 * `sums` is room for `columns` numbers. `keep` is how much of the averages moves, `floor` the lower bound of their mean.
 */
export function adafactorMatrices(
  p: usize,
  g: usize,
  rowVar: usize,
  colVar: usize,
  sums: usize,
  count: i32,
  rows: i32,
  columns: i32,
  sign: f32,
  decay: f32,
  moves: f32,
  floor: f32,
  smallestScale: f64,
  relativeStep: f64,
  d: f64,
): void {
  const n = <f64>count * <f64>rows * <f64>columns;
  const alpha = max(smallestScale, norm(p, <i32>n) / sqrt(n)) * relativeStep;
  const lowest = floor * floor,
    matrix = (<usize>(rows * columns)) << 2,
    row = (<usize>rows) << 2,
    column = (<usize>columns) << 2;
  let squares: f64 = 0;
  for (let i = 0; i < count; i++) {
    const at = <usize>i;
    const r = rowVar + at * row,
      c = colVar + at * column;
    moments(g + at * matrix, r, c, sums, rows, columns, moves);
    const mean = meanOf(r, rows, floor);
    for (let j = 0; j < rows; j++) {
      const from = g + at * matrix + <usize>j * column;
      squares += rowSquares(from, load<f32>(r + ((<usize>j) << 2)), c, columns, mean, lowest);
    }
  }
  const norm2 = <f64>(<f32>sqrt(squares));
  const scale = <f32>(-alpha / max(1, norm2 / (sqrt(n) * d))) * sign;
  for (let i = 0; i < count; i++) {
    const at = <usize>i;
    const r = rowVar + at * row,
      c = colVar + at * column;
    const mean = meanOf(r, rows, floor);
    for (let j = 0; j < rows; j++) {
      const from = at * matrix + <usize>j * column;
      updateRow(p + from, g + from, load<f32>(r + ((<usize>j) << 2)), c, columns, mean, lowest, decay, scale);
    }
  }
}

/** A parameter that is a vector or one number: `variance` has its shape. */
export function adafactorVector(
  p: usize,
  g: usize,
  variance: usize,
  n: i32,
  sign: f32,
  decay: f32,
  moves: f32,
  floor: f32,
  smallestScale: f64,
  relativeStep: f64,
  d: f64,
): void {
  const root = sqrt(<f64>n);
  const alpha = max(smallestScale, norm(p, n) / root) * relativeStep;
  const lowest = floor * floor;
  let lanes = f32x4.splat(0);
  const whole = (<usize>(n & ~3)) << 2,
    end = (<usize>n) << 2;
  let at: usize = 0;
  for (; at < whole; at += 16) {
    const gi = v128.load(g + at);
    const vi = lerp(v128.load(variance + at), f32x4.mul(gi, gi), moves);
    v128.store(variance + at, vi);
    const u = stepOf(gi, vi, lowest);
    lanes = f32x4.add(lanes, f32x4.mul(u, u));
  }
  let squares = <f64>sumOfVector(lanes);
  for (; at < end; at += 4) {
    const gi = load<f32>(g + at);
    const vi = lerpScalar(load<f32>(variance + at), gi * gi, moves);
    store<f32>(variance + at, vi);
    const u = scalarStepOf(gi, vi, lowest);
    squares += <f64>u * <f64>u;
  }
  const norm2 = <f64>(<f32>sqrt(squares));
  const scale = <f32>(-alpha / max(1, norm2 / (root * d))) * sign;
  for (at = 0; at < whole; at += 16) {
    const u = stepOf(v128.load(g + at), v128.load(variance + at), lowest);
    v128.store(p + at, moved(v128.load(p + at), decay, u, scale));
  }
  for (; at < end; at += 4) {
    const u = scalarStepOf(load<f32>(g + at), load<f32>(variance + at), lowest);
    store<f32>(p + at, load<f32>(p + at) * decay + u * scale);
  }
}

function norm(x: usize, n: i32): f64 {
  return <f64>(<f32>sqrt(sumOfSquares(x, n)));
}

/** The mean of the averages of the rows, but no less than `floor`. */
function meanOf(r: usize, rows: i32, floor: f32): f32 {
  let sum: f64 = 0;
  for (let j = 0; j < rows; j++) sum += <f64>load<f32>(r + ((<usize>j) << 2));
  return max<f32>(<f32>(sum / <f64>rows), floor);
}

/** Moves the averages of the squares of rows and columns, in one pass over the gradient. */
function moments(g: usize, r: usize, c: usize, sums: usize, rows: i32, columns: i32, moves: f32): void {
  memory.fill(sums, 0, (<usize>columns) << 2);
  for (let j = 0; j < rows; j++) {
    let lanes = f32x4.splat(0);
    let rest: f32 = 0;
    let k = 0;
    for (; k + 4 <= columns; k += 4) {
      const at = (<usize>k) << 2;
      const gi = v128.load(g + at);
      const square = f32x4.mul(gi, gi);
      lanes = f32x4.add(lanes, square);
      v128.store(sums + at, f32x4.add(v128.load(sums + at), square));
    }
    for (; k < columns; k++) {
      const at = (<usize>k) << 2;
      const square = load<f32>(g + at) * load<f32>(g + at);
      rest += square;
      store<f32>(sums + at, load<f32>(sums + at) + square);
    }
    const at = r + ((<usize>j) << 2);
    store<f32>(at, lerpScalar(load<f32>(at), (sumOfVector(lanes) + rest) / <f32>columns, moves));
    g += (<usize>columns) << 2;
  }
  for (let k = 0; k < columns; k++) {
    const at = (<usize>k) << 2;
    store<f32>(c + at, lerpScalar(load<f32>(c + at), load<f32>(sums + at) / <f32>rows, moves));
  }
}

/** The gradient over the root of its average square. */
function stepOf(g: v128, v: v128, lowest: f32): v128 {
  return f32x4.mul(f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.max(v, f32x4.splat(lowest)))), g);
}

function scalarStepOf(g: f32, v: f32, lowest: f32): f32 {
  return (<f32>1 / sqrt<f32>(max<f32>(v, lowest))) * g;
}

function moved(p: v128, decay: f32, u: v128, scale: f32): v128 {
  return f32x4.add(f32x4.mul(p, f32x4.splat(decay)), f32x4.mul(u, f32x4.splat(scale)));
}

/** The average squares that row and columns stand for: their product over the mean of all rows. */
function estimate(r: f32, c: v128, mean: f32): v128 {
  return f32x4.div(f32x4.mul(f32x4.splat(r), c), f32x4.splat(mean));
}

/** The sum of the squares of one row of the update. */
function rowSquares(g: usize, r: f32, c: usize, columns: i32, mean: f32, lowest: f32): f64 {
  let lanes = f32x4.splat(0);
  let k = 0;
  for (; k + 4 <= columns; k += 4) {
    const at = (<usize>k) << 2;
    const u = stepOf(v128.load(g + at), estimate(r, v128.load(c + at), mean), lowest);
    lanes = f32x4.add(lanes, f32x4.mul(u, u));
  }
  let sum = <f64>sumOfVector(lanes);
  for (; k < columns; k++) {
    const at = (<usize>k) << 2;
    const u = scalarStepOf(load<f32>(g + at), (r * load<f32>(c + at)) / mean, lowest);
    sum += <f64>u * <f64>u;
  }
  return sum;
}

function updateRow(
  p: usize,
  g: usize,
  r: f32,
  c: usize,
  columns: i32,
  mean: f32,
  lowest: f32,
  decay: f32,
  scale: f32,
): void {
  let k = 0;
  for (; k + 4 <= columns; k += 4) {
    const at = (<usize>k) << 2;
    const u = stepOf(v128.load(g + at), estimate(r, v128.load(c + at), mean), lowest);
    v128.store(p + at, moved(v128.load(p + at), decay, u, scale));
  }
  for (; k < columns; k++) {
    const at = (<usize>k) << 2;
    const u = scalarStepOf(load<f32>(g + at), (r * load<f32>(c + at)) / mean, lowest);
    store<f32>(p + at, load<f32>(p + at) * decay + u * scale);
  }
}

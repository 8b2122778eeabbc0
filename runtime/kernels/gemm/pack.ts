import { ROWS } from './tile';

// Copies of parts of the operands in the order in which a tile reads them: for each step of the sum the ROWS numbers of
// A, and the 8 or 16 numbers of B, side by side.

/** A[0..rows, 0..depth] to steps of ROWS numbers; the rows that are missing are zero. */
export function packA(a: usize, aRow: usize, aStep: usize, rows: i32, depth: i32, to: usize): void {
  if (rows === ROWS && aRow === 4) packColumns(a, aStep, depth, to);
  else if (rows === ROWS && aStep === 4) packRows(a, aRow, depth, to);
  else
    for (let k = 0; k < depth; k++) {
      let from = a;
      for (let i = 0; i < ROWS; i++) {
        store<f32>(to, i < rows ? load<f32>(from) : 0);
        from += aRow;
        to += 4;
      }
      a += aStep;
    }
}

/** A stored transposed: the numbers of a step stand side by side already. */
function packColumns(a: usize, aStep: usize, depth: i32, to: usize): void {
  for (let k = 0; k < depth; k++) {
    v128.store(to, v128.load(a));
    store<f32>(to, load<f32>(a, 16), 16);
    a += aStep;
    to += ROWS * 4;
  }
}

/** A stored by rows: four steps at a time, four of the rows by a transposition in registers. */
function packRows(a: usize, aRow: usize, depth: i32, to: usize): void {
  const a1 = a + aRow,
    a2 = a1 + aRow,
    a3 = a2 + aRow,
    a4 = a3 + aRow;
  let at: usize = 0;
  let k = 0;
  for (; k + 4 <= depth; k += 4) {
    const r0 = v128.load(a + at),
      r1 = v128.load(a1 + at),
      r2 = v128.load(a2 + at),
      r3 = v128.load(a3 + at),
      r4 = v128.load(a4 + at);
    const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5),
      high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7),
      low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5),
      high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
    v128.store32_lane(to, r4, 0, 16);
    v128.store(to, v128.shuffle<f64>(low01, low23, 1, 3), 20);
    v128.store32_lane(to, r4, 1, 36);
    v128.store(to, v128.shuffle<f64>(high01, high23, 0, 2), 40);
    v128.store32_lane(to, r4, 2, 56);
    v128.store(to, v128.shuffle<f64>(high01, high23, 1, 3), 60);
    v128.store32_lane(to, r4, 3, 76);
    at += 16;
    to += ROWS * 16;
  }
  for (; k < depth; k++) {
    store<f32>(to, load<f32>(a + at));
    store<f32>(to, load<f32>(a1 + at), 4);
    store<f32>(to, load<f32>(a2 + at), 8);
    store<f32>(to, load<f32>(a3 + at), 12);
    store<f32>(to, load<f32>(a4 + at), 16);
    at += 4;
    to += ROWS * 4;
  }
}

/** B[0..depth, 0..columns] to panels of `width` columns, one panel after the other; columns that are missing are zero. */
export function packB(
  b: usize,
  bStep: usize,
  bCol: usize,
  depth: i32,
  columns: i32,
  width: i32,
  to: usize,
): void {
  for (let j = 0; j < columns; j += width) {
    const panel = b + <usize>j * bCol,
      filled = min(width, columns - j);
    let row = panel;
    if (filled === width && bCol === 4) {
      const bytes = (<usize>width) << 2;
      for (let k = 0; k < depth; k++) {
        for (let c: usize = 0; c < bytes; c += 16) v128.store(to + c, v128.load(row + c));
        row += bStep;
        to += bytes;
      }
    } else {
      for (let k = 0; k < depth; k++) {
        let from = row;
        for (let c = 0; c < width; c++) {
          store<f32>(to, c < filled ? load<f32>(from) : 0);
          from += bCol;
          to += 4;
        }
        row += bStep;
      }
    }
  }
}

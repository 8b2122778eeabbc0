import { fma } from '../fma';

/** Rows of a tile of results: as many as there are registers for, and V8 compiles well. */
export const ROWS = 5;

// O = from + A B for a tile, over `depth` steps of packed A and B. `fromRow` is 0 where all rows begin with the same
// numbers, the bias say. Each result is one chain of sums in the order of the steps, whatever the shape of the tile.
// Nothing is done to the results after the loop: V8 up to 12 then keeps them in memory while it adds, at a third of the speed.

/** 5 x 8 results in ten registers of four numbers. */
export function tile8(
  a: usize,
  b: usize,
  from: usize,
  fromRow: usize,
  o: usize,
  oRow: usize,
  depth: i32,
): void {
  let c00 = v128.load(from),
    c01 = v128.load(from, 16);
  from += fromRow;
  let c10 = v128.load(from),
    c11 = v128.load(from, 16);
  from += fromRow;
  let c20 = v128.load(from),
    c21 = v128.load(from, 16);
  from += fromRow;
  let c30 = v128.load(from),
    c31 = v128.load(from, 16);
  from += fromRow;
  let c40 = v128.load(from),
    c41 = v128.load(from, 16);
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    const a0 = v128.load32_splat(a);
    c00 = fma(a0, b0, c00);
    c01 = fma(a0, b1, c01);
    const a1 = v128.load32_splat(a, 4);
    c10 = fma(a1, b0, c10);
    c11 = fma(a1, b1, c11);
    const a2 = v128.load32_splat(a, 8);
    c20 = fma(a2, b0, c20);
    c21 = fma(a2, b1, c21);
    const a3 = v128.load32_splat(a, 12);
    c30 = fma(a3, b0, c30);
    c31 = fma(a3, b1, c31);
    const a4 = v128.load32_splat(a, 16);
    c40 = fma(a4, b0, c40);
    c41 = fma(a4, b1, c41);
    a += ROWS * 4;
    b += 32;
  }
  v128.store(o, c00);
  v128.store(o, c01, 16);
  o += oRow;
  v128.store(o, c10);
  v128.store(o, c11, 16);
  o += oRow;
  v128.store(o, c20);
  v128.store(o, c21, 16);
  o += oRow;
  v128.store(o, c30);
  v128.store(o, c31, 16);
  o += oRow;
  v128.store(o, c40);
  v128.store(o, c41, 16);
}

/**
 * 5 x 16 results: twenty registers of four numbers, which x86 does not have. For V8's revectorization alone, which makes
 * ten registers of eight numbers out of them.
 */
export function tile16(
  a: usize,
  b: usize,
  from: usize,
  fromRow: usize,
  o: usize,
  oRow: usize,
  depth: i32,
): void {
  let c00 = v128.load(from),
    c01 = v128.load(from, 16),
    c02 = v128.load(from, 32),
    c03 = v128.load(from, 48);
  from += fromRow;
  let c10 = v128.load(from),
    c11 = v128.load(from, 16),
    c12 = v128.load(from, 32),
    c13 = v128.load(from, 48);
  from += fromRow;
  let c20 = v128.load(from),
    c21 = v128.load(from, 16),
    c22 = v128.load(from, 32),
    c23 = v128.load(from, 48);
  from += fromRow;
  let c30 = v128.load(from),
    c31 = v128.load(from, 16),
    c32 = v128.load(from, 32),
    c33 = v128.load(from, 48);
  from += fromRow;
  let c40 = v128.load(from),
    c41 = v128.load(from, 16),
    c42 = v128.load(from, 32),
    c43 = v128.load(from, 48);
  for (let k = 0; k < depth; k++) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16),
      b2 = v128.load(b, 32),
      b3 = v128.load(b, 48);
    const a0 = v128.load32_splat(a);
    c00 = fma(a0, b0, c00);
    c01 = fma(a0, b1, c01);
    c02 = fma(a0, b2, c02);
    c03 = fma(a0, b3, c03);
    const a1 = v128.load32_splat(a, 4);
    c10 = fma(a1, b0, c10);
    c11 = fma(a1, b1, c11);
    c12 = fma(a1, b2, c12);
    c13 = fma(a1, b3, c13);
    const a2 = v128.load32_splat(a, 8);
    c20 = fma(a2, b0, c20);
    c21 = fma(a2, b1, c21);
    c22 = fma(a2, b2, c22);
    c23 = fma(a2, b3, c23);
    const a3 = v128.load32_splat(a, 12);
    c30 = fma(a3, b0, c30);
    c31 = fma(a3, b1, c31);
    c32 = fma(a3, b2, c32);
    c33 = fma(a3, b3, c33);
    const a4 = v128.load32_splat(a, 16);
    c40 = fma(a4, b0, c40);
    c41 = fma(a4, b1, c41);
    c42 = fma(a4, b2, c42);
    c43 = fma(a4, b3, c43);
    a += ROWS * 4;
    b += 64;
  }
  v128.store(o, c00);
  v128.store(o, c01, 16);
  v128.store(o, c02, 32);
  v128.store(o, c03, 48);
  o += oRow;
  v128.store(o, c10);
  v128.store(o, c11, 16);
  v128.store(o, c12, 32);
  v128.store(o, c13, 48);
  o += oRow;
  v128.store(o, c20);
  v128.store(o, c21, 16);
  v128.store(o, c22, 32);
  v128.store(o, c23, 48);
  o += oRow;
  v128.store(o, c30);
  v128.store(o, c31, 16);
  v128.store(o, c32, 32);
  v128.store(o, c33, 48);
  o += oRow;
  v128.store(o, c40);
  v128.store(o, c41, 16);
  v128.store(o, c42, 32);
  v128.store(o, c43, 48);
}

/** max(0, ·) of a tile. */
export function rectify(o: usize, oRow: usize, width: i32): void {
  const zero = f32x4.splat(0);
  for (let i = 0; i < ROWS; i++) {
    for (let c: usize = 0; c < (<usize>width) << 2; c += 16)
      v128.store(o + c, f32x4.max(v128.load(o + c), zero));
    o += oRow;
  }
}

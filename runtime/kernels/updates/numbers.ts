/** One of the numbers of an update, in all four places. */
export function each(numbers: usize, index: usize): v128 {
  return v128.load32_splat(numbers + (index << 2));
}

/** One of the numbers of an update. */
export function one(numbers: usize, index: usize): f32 {
  return load<f32>(numbers + (index << 2));
}

/** Writes one number. */
export function put(at: usize, value: f32): void {
  store<f32>(at, value);
}

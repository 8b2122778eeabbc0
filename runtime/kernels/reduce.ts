export function sumOfSquares(x: usize, n: i32): f64 {
  let s: f64 = 0;
  for (let i = 0; i < n; i++) {
    const e = <f64>load<f32>(x + ((<usize>i) << 2));
    s += e * e;
  }
  return s;
}

/** The terms of the series after the first: 1/3, 1/5, … 1/23. */
const TERMS = 11;

/**
 * The natural logarithm of a positive, finite, normal number, within a few units of double precision's last place. (That
 * of AssemblyScript brings tables, and a table would lie on TensorFlow.js's own data: the memory is not ours.)
 * x = 2^e m with m from sqrt(1/2) to sqrt(2), and ln m = 2 artanh s with s = (m - 1) / (m + 1), |s| < 0.172.
 */
export function ln(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let e = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > Math.SQRT2) {
    m /= 2;
    e += 1;
  }
  const s = (m - 1) / (m + 1),
    square = s * s;
  let sum: f64 = 0;
  for (let term = TERMS; term > 0; term--) sum = (sum + 1.0 / <f64>(2 * term + 1)) * square;
  return <f64>e * Math.LN2 + 2 * s * (1 + sum);
}

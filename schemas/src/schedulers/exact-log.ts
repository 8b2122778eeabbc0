/** Bits behind the binary point of the fixed-point numbers here: enough for the last digit of any double near 1. */
const bits = 192n;
const one = 1n << bits;

/** 2 * atanh(s) = log((1 + s) / (1 - s)), by its series. */
function twiceAtanh(s: bigint): bigint {
  const square = (s * s) >> bits;
  let sum = 0n;
  for (let power = s, n = 1n; power !== 0n && power !== -1n; power = (power * square) >> bits, n += 2n)
    sum += power / n;
  return 2n * sum;
}

const ln2 = twiceAtanh(one / 3n);

/** The natural logarithm of a positive finite number, rounded correctly; JavaScript's own may be off by the last digit. */
export function exactLog(x: number): number {
  // x = mantissa * 2^exponent with the mantissa around 1; a power of 2 scales a double exactly.
  const exponent = Math.round(Math.log2(x));
  const half = Math.trunc(exponent / 2);
  const mantissa = x / 2 ** half / 2 ** (exponent - half);
  const fixed = BigInt(mantissa * 2 ** 60) << (bits - 60n);
  const log = twiceAtanh(((fixed - one) * one) / (fixed + one)) + BigInt(exponent) * ln2;
  // The quotient of a big and a small power of 2 is exact as well.
  return Number(log) / 2 ** Number(bits);
}

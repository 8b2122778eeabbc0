/** Digits after the binary point. */
const bits = 128n;
const one = 1n << bits;

/** The natural logarithm of a fixed-point number near 1: 2 artanh((x - 1) / (x + 1)). */
function fixedLog(x: bigint): bigint {
  const z = ((x - one) << bits) / (x + one);
  const square = (z * z) >> bits;
  let power = z;
  let sum = 0n;
  for (let odd = 1n; power !== 0n && power !== -1n; odd += 2n) {
    sum += power / odd;
    power = (power * square) >> bits;
  }
  return 2n * sum;
}

const log2 = fixedLog(2n * one);

/** The natural logarithm of x > 0, rounded to the nearest double, as the C library that Python calls has it. */
export function exactLog(x: number): number {
  const exponent = Math.round(Math.log2(x));
  const mantissa = x / 2 ** exponent;
  const fixed = BigInt(mantissa * 2 ** 60) << (bits - 60n);
  return Number(fixedLog(fixed) + BigInt(exponent) * log2) / 2 ** Number(bits);
}

/**
 * `math.floor(math.log(x, base))` of Python, which divides two logarithms: near a power of the base the last bit of
 * each decides, and JavaScript's Math.log has other last bits.
 */
export function floorLog(x: number, base: number): number {
  const quotient = Math.log(x) / Math.log(base);
  const near = Math.abs(quotient - Math.round(quotient)) <= 1e-9;
  if (!near) return Math.floor(quotient);
  return Math.floor(exactLog(x) / exactLog(base));
}

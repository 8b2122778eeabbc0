/** A power of 2 by two factors, neither of which overflows. */
const scaled = (value: number, exponent: number): number => {
  const half = Math.trunc(exponent / 2);
  return value * 2 ** half * 2 ** (exponent - half);
};

/**
 * `base ** n` for a whole n from 0, rounded correctly as C libraries do; JavaScript's own may be off by the last digit
 * (`1.4 ** 4` is in V8). Where the exact product grows too long (n above 64) it is JavaScript's after all.
 */
export function exactPower(base: number, n: number): number {
  if (n > 64 || n < 0 || !Number.isInteger(n) || base === 0 || !Number.isFinite(base)) return base ** n;
  // |base| = mantissa * 2^exponent with a whole mantissa.
  const exponent = Math.floor(Math.log2(Math.abs(base))) - 53;
  const mantissa = BigInt(scaled(base, -exponent));
  const product = mantissa ** BigInt(n);
  const size = (product < 0n ? -product : product).toString(2).length;
  const cut = Math.max(0, size - 256);
  // So many bits are kept that what is cut off cannot turn a rounding.
  return scaled(Number(product >> BigInt(cut)), exponent * n + cut);
}

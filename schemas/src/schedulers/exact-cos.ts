/** Numbers are counted in 2^-160 here: BigInt has no fractions. */
const bits = 160n;
const one = 1n << bits;
const pi = 4_591_442_807_048_218_921_384_805_199_743_311_128_454_155_024_418n;

/** 1, 1/2!, 1/4! … 1/34!; what follows is below 2^-128. */
const coefficients = [one];
for (let n = 1n; n < 34n; n += 2n) coefficients.push((coefficients.at(-1) ?? 0n) / (n * (n + 1n)));
const [last = 0n, ...before] = coefficients.reverse();

/** The cosine of an angle from 0 to pi / 2 by its series. */
function series(angle: bigint): bigint {
  const square = (angle * angle) >> bits;
  let sum = last;
  for (const coefficient of before) sum = coefficient - ((square * sum) >> bits);
  return sum;
}

/**
 * The cosine, rounded correctly as C libraries do but for rare exceptions; JavaScript's own may be off by the last digit.
 * It takes microseconds: for where the last digit matters.
 */
export function exactCos(x: number): number {
  if (!Number.isFinite(x)) return Number.NaN;
  const turn = 2n * pi;
  // Digits below 2^-90 do not change the cosine.
  const angle = (BigInt(Math.trunc(Math.abs(x) * 2 ** 90)) << (bits - 90n)) % turn;
  const half = angle > pi ? turn - angle : angle;
  const isLeft = 2n * half > pi;
  const cosine = series(isLeft ? pi - half : half);
  return Number(isLeft ? -cosine : cosine) / 2 ** Number(bits);
}

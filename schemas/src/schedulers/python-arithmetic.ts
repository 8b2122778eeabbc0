import { exactLog } from './exact-log.js';

/** Python's `a // b` of floats: not `Math.floor(a / b)`, since `1 // 0.1` is 9. For whole numbers both are the same. */
export function floorDivide(a: number, b: number): number {
  const remainder = a % b;
  const quotient = (a - remainder) / b - (remainder !== 0 && remainder < 0 !== b < 0 ? 1 : 0);
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** Python's `a % b` of floats: it has the sign of `b`. */
export function modulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/**
 * Python's `math.floor(math.log(x, base))`. At a power of the base the quotient of the two logarithms is a whole number
 * or just below it, by their last digit: there they are rounded as a C library rounds them, which JavaScript's are not.
 */
export function floorLog(x: number, base: number): number {
  const quotient = Math.log(x) / Math.log(base);
  if (Math.abs(quotient - Math.round(quotient)) > 1e-9) return Math.floor(quotient);
  return Math.floor(exactLog(x) / exactLog(base));
}

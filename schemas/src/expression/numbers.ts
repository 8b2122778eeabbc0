import { floorDivide, modulo } from '../schedulers/python-arithmetic.js';
import type { PythonErrorName } from './expression-error.js';

/** A number of Python: an int (also a bool) is a bigint, a float a number. */
export type Value = number | bigint;

/** What Python says of numbers that do not go together; the evaluator adds the place. */
export class ArithmeticError extends Error {
  readonly python: PythonErrorName;

  constructor(python: PythonErrorName, message: string) {
    super(message);
    this.python = python;
  }
}

/** Ints grow without bound in Python. No learning rate needs one of more than some 1,200 digits. */
const maxBits = 4096;
const limit = 1n << BigInt(maxBits);

const bitsOf = (value: bigint) => (value < 0n ? -value : value).toString(2).length;

const tooLarge = () => new ArithmeticError('OverflowError', 'a whole number has more than 1,200 digits.');

/** An int that is not too large to go on with. */
function bounded(value: bigint): bigint {
  if (value >= limit || value <= -limit) throw tooLarge();
  return value;
}

/** Python's `float()`. */
export function toFloat(value: Value): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float))
    throw new ArithmeticError('OverflowError', 'int too large to convert to float.');
  return float;
}

/** Python's `int()` of a number that is whole. */
export function toInt(value: number): bigint {
  if (Number.isFinite(value)) return BigInt(value);
  const what = Number.isNaN(value) ? 'NaN' : 'infinity';
  const python = Number.isNaN(value) ? 'ValueError' : 'OverflowError';
  throw new ArithmeticError(python, `cannot convert float ${what} to integer.`);
}

const divisionByZero = () => new ArithmeticError('ZeroDivisionError', 'division by zero.');

/** Python's `a / b` of ints, also of such that no float can hold. */
function divideInts(a: bigint, b: bigint): number {
  if (Math.max(bitsOf(a), bitsOf(b)) <= 53) return Number(a) / Number(b);
  // A quotient of at least 64 bits has all digits of a float.
  const shift = Math.max(0, 64 - (bitsOf(a) - bitsOf(b)));
  const quotient =
    Number((a << BigInt(shift)) / b) / 2 ** Math.min(shift, 1000) / 2 ** Math.max(shift - 1000, 0);
  if (Number.isFinite(quotient)) return quotient;
  throw new ArithmeticError('OverflowError', 'integer division result too large for a float.');
}

function floorDivideInts(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** Python's `a ** b` of floats, but that a complex result is refused. */
export function powerOfFloats(a: number, b: number): number {
  if (a === 0 && b < 0)
    throw new ArithmeticError('ZeroDivisionError', '0.0 cannot be raised to a negative power.');
  // Here JavaScript says NaN.
  if (a === 1 || (a === -1 && Math.abs(b) === Number.POSITIVE_INFINITY)) return 1;
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    throw new ArithmeticError('TypeError', 'a negative number to a fractional power is complex.');
  const power = a ** b;
  if (Math.abs(power) === Number.POSITIVE_INFINITY && Number.isFinite(a) && Number.isFinite(b))
    throw new ArithmeticError('OverflowError', 'the power is too large for a float.');
  return power;
}

/** Python's `a ** b`. */
export function power(a: Value, b: Value): Value {
  if (typeof a !== 'bigint' || typeof b !== 'bigint' || b < 0n) return powerOfFloats(toFloat(a), toFloat(b));
  const small = a <= 1n && a >= -1n;
  if (!small && BigInt(bitsOf(a) - 1) * b > BigInt(maxBits)) throw tooLarge();
  // A power of 1 or -1 depends on whether the exponent is odd.
  return small ? a ** (b === 0n ? 0n : b % 2n === 0n ? 2n : 1n) : bounded(a ** b);
}

/** The arithmetic operators of Python. */
export const operators = {
  '+': (a: Value, b: Value): Value =>
    typeof a === 'bigint' && typeof b === 'bigint' ? bounded(a + b) : toFloat(a) + toFloat(b),
  '-': (a: Value, b: Value): Value =>
    typeof a === 'bigint' && typeof b === 'bigint' ? bounded(a - b) : toFloat(a) - toFloat(b),
  '*': (a: Value, b: Value): Value =>
    typeof a === 'bigint' && typeof b === 'bigint' ? bounded(a * b) : toFloat(a) * toFloat(b),
  '/': (a: Value, b: Value): Value => {
    const [x, y] = typeof a === 'bigint' && typeof b === 'bigint' ? [a, b] : [toFloat(a), toFloat(b)];
    if (Number(y) === 0) throw divisionByZero();
    return typeof x === 'bigint' && typeof y === 'bigint' ? divideInts(x, y) : Number(x) / Number(y);
  },
  '//': (a: Value, b: Value): Value => {
    if (typeof a !== 'bigint' || typeof b !== 'bigint') {
      const [x, y] = [toFloat(a), toFloat(b)];
      if (y === 0) throw divisionByZero();
      return floorDivide(x, y);
    }
    if (b === 0n) throw divisionByZero();
    return floorDivideInts(a, b);
  },
  '%': (a: Value, b: Value): Value => {
    if (typeof a !== 'bigint' || typeof b !== 'bigint') {
      const [x, y] = [toFloat(a), toFloat(b)];
      if (y === 0) throw divisionByZero();
      return modulo(x, y);
    }
    if (b === 0n) throw divisionByZero();
    return a - b * floorDivideInts(a, b);
  },
  '**': power,
} as const;

/** Python's truth value of a number; NaN is true. */
export const isTrue = (value: Value): boolean => (typeof value === 'bigint' ? value !== 0n : value !== 0);

/** A truth value as Python computes with it. */
export const truth = (value: boolean): bigint => (value ? 1n : 0n);

import type { Value } from './numbers.js';
import { ArithmeticError, power, powerOfFloats, toFloat, toInt } from './numbers.js';
import { halfEven, round } from './rounding.js';

/** A function of Python, with the number of its arguments. */
export interface PythonFunction {
  readonly least: number;
  readonly most: number;
  readonly call: (...args: Value[]) => Value;
}

const domainError = () => new ArithmeticError('ValueError', 'math domain error.');

/** A function of the module math on one float: its result is NaN only for NaN, infinite only for an infinite argument. */
const ofFloat = (f: (x: number) => number): PythonFunction => ({
  least: 1,
  most: 1,
  call(value: Value) {
    const x = toFloat(value);
    const y = f(x);
    if (Number.isNaN(y) && !Number.isNaN(x)) throw domainError();
    if (Math.abs(y) === Number.POSITIVE_INFINITY && Number.isFinite(x))
      throw new ArithmeticError('OverflowError', 'math range error.');
    return y;
  },
});

/** A logarithm: of ints also where no float holds them. */
function logarithm(value: Value, log: (x: number) => number, logOf2: number): number {
  const x = Number(value);
  if (x <= 0) throw domainError();
  if (typeof value === 'number' || Number.isFinite(x)) return log(x);
  const shift = value.toString(2).length - 64;
  return log(Number(value >> BigInt(shift))) + shift * logOf2;
}

const ln = (value: Value) => logarithm(value, Math.log, Math.LN2);

function log(value: Value, base?: Value): number {
  if (base === undefined) return ln(value);
  const [above, below] = [ln(value), ln(base)];
  if (below === 0) throw new ArithmeticError('ZeroDivisionError', 'division by zero: the base is 1.');
  return above / below;
}

/** math.pow, which has its own error where `**` divides by zero or gives a complex number. */
function mathPow(a: Value, b: Value): number {
  const [x, y] = [toFloat(a), toFloat(b)];
  const isComplex = x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y);
  if ((x === 0 && y < 0) || isComplex) throw domainError();
  return powerOfFloats(x, y);
}

const firstWhere =
  (better: (a: Value, b: Value) => boolean) =>
  (...args: Value[]): Value =>
    args.reduce((best, value) => (better(value, best) ? value : best));

const whole = (toWhole: (x: number) => number): PythonFunction => ({
  least: 1,
  most: 1,
  call: (x) => (typeof x === 'bigint' ? x : toInt(toWhole(x))),
});
const one = (call: (x: Value) => Value): PythonFunction => ({ least: 1, most: 1, call });
const two = (call: (a: Value, b: Value) => Value): PythonFunction => ({
  least: 2,
  most: 2,
  call: (a, b = 0) => call(a, b),
});
const many = (call: (...args: Value[]) => Value): PythonFunction => ({
  least: 2,
  most: Number.POSITIVE_INFINITY,
  call,
});

/** Functions written bare, or as `math.NAME`. */
const python: Readonly<Record<string, PythonFunction>> = {
  min: many(firstWhere((a, b) => a < b)),
  max: many(firstWhere((a, b) => a > b)),
  abs: one((x) => (x < 0 ? -x : x)),
  exp: ofFloat(Math.exp),
  log: { least: 1, most: 2, call: log },
  log2: one((x) => logarithm(x, Math.log2, 1)),
  log10: one((x) => logarithm(x, Math.log10, Math.log10(2))),
  sqrt: ofFloat(Math.sqrt),
  sin: ofFloat(Math.sin),
  cos: ofFloat(Math.cos),
  tan: ofFloat(Math.tan),
  tanh: ofFloat(Math.tanh),
  pow: two(power),
  floor: whole(Math.floor),
  ceil: whole(Math.ceil),
  round: { least: 1, most: 2, call: round },
  int: whole(Math.trunc),
  float: one(toFloat),
};

const floats = (count: number, f: (...x: number[]) => number): PythonFunction => ({
  least: count,
  most: count,
  call: (...args) => f(...args.map(toFloat)),
});

/** Functions that numpy has otherwise: they give infinity or NaN where those of math stop with an error. */
const numpy: Readonly<Record<string, PythonFunction>> = {
  exp: floats(1, Math.exp),
  log: floats(1, Math.log),
  log2: floats(1, Math.log2),
  log10: floats(1, Math.log10),
  sqrt: floats(1, Math.sqrt),
  sin: floats(1, Math.sin),
  cos: floats(1, Math.cos),
  tan: floats(1, Math.tan),
  pow: floats(2, (a, b) => (a === 1 ? 1 : a ** b)),
  power: floats(2, (a, b) => (a === 1 ? 1 : a ** b)),
  floor: floats(1, Math.floor),
  ceil: floats(1, Math.ceil),
  round: {
    least: 1,
    most: 2,
    call: (x, places = 0n) => halfEven(toFloat(x) * 10 ** toFloat(places)) / 10 ** toFloat(places),
  },
  minimum: floats(2, Math.min),
  maximum: floats(2, Math.max),
  clip: floats(3, (x = Number.NaN, low = Number.NaN, high = Number.NaN) => Math.min(Math.max(x, low), high)),
};

const constants: Readonly<Record<string, Value>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
  True: 1n,
  False: 0n,
};

/** The names of all functions and constants, as an error lists them. */
export const functionNames: readonly string[] = Object.keys(python);
export const constantNames: readonly string[] = Object.keys(constants);

const own = <Entry>(table: Readonly<Record<string, Entry>>, name: string): Entry | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** A name without its module: `exp` of `math.exp`, `np.exp` and `exp`; undefined for another module. */
export function bareName(
  name: string,
): { readonly module: 'math' | 'numpy' | undefined; readonly bare: string } | undefined {
  const parts = name.split('.');
  const [module, bare] = parts;
  if (parts.length === 1) return { module: undefined, bare: name };
  if (parts.length > 2 || bare === undefined) return undefined;
  if (module === 'math') return { module, bare };
  return module === 'np' || module === 'numpy' ? { module: 'numpy', bare } : undefined;
}

/** The function that a name stands for; undefined when there is none. */
export function findFunction(name: string): PythonFunction | undefined {
  const parts = bareName(name);
  if (!parts) return undefined;
  const { module, bare } = parts;
  if (module === 'math' && bare === 'pow') return two(mathPow);
  return (module === 'numpy' ? own(numpy, bare) : undefined) ?? own(python, bare);
}

/** The constant that a name stands for; undefined when there is none. */
export function findConstant(name: string): Value | undefined {
  const parts = bareName(name);
  return parts && own(constants, parts.bare);
}

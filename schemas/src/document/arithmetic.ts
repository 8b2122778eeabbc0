import { pyQuote, pyRepr } from './python.js';
import { PythonError } from './python-error.js';
import type { Value } from './value.js';

/** `<warmup*2>` taken apart. */
export interface Expression {
  readonly left: string;
  readonly operator: '+' | '-' | '*' | '/';
  readonly right: string;
  /** Where the operands stand in the expression. */
  readonly leftAt: number;
  readonly rightAt: number;
}

/** One binary operator between two non-empty operands, as SpeeChain's upstream finds it; else `undefined`. */
export function parseExpression(text: string): Expression | undefined {
  const match = /^([^\n]+?)(\s*)([+\-*/])(\s*)([^\n]+)$/.exec(text);
  if (!match) return undefined;
  const [, left = '', before = '', operator, after = '', right = ''] = match;
  return {
    left: left.trim(),
    operator: operator as Expression['operator'],
    right: right.trim(),
    leftAt: left.length - left.trimStart().length,
    rightAt: left.length + before.length + 1 + after.length + (right.length - right.trimStart().length),
  };
}

/** The float that Python's `float()` reads from an operand, or `undefined` where it would refuse it. */
export function floatLiteral(text: string): number | undefined {
  const word = text.trim().toLowerCase();
  const special = /^([-+]?)(inf|infinity|nan)$/.exec(word);
  if (special) {
    if (special[2] === 'nan') return Number.NaN;
    return special[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const digits = '\\d+(?:_\\d+)*';
  const literal = new RegExp(`^[-+]?(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[-+]?${digits})?$`);
  return literal.test(word) ? Number(word.replaceAll('_', '')) : undefined;
}

/** An operand's content: a value without its place. */
export type Operand = Value;

/** The result of Python's operator on two values, placed at the left one's span. Throws Python's errors. */
export function evaluate(operator: Expression['operator'], left: Operand, right: Operand): Value {
  const span = left.span;
  const a = numeric(left);
  const b = numeric(right);
  if (a !== undefined && b !== undefined) {
    if (typeof a === 'bigint' && typeof b === 'bigint' && operator !== '/') {
      const result = operator === '+' ? a + b : operator === '-' ? a - b : a * b;
      const small = result >= Number.MIN_SAFE_INTEGER && result <= Number.MAX_SAFE_INTEGER;
      return { kind: 'int', value: small ? Number(result) : result, span };
    }
    return { kind: 'float', value: floats(operator, a, b), span };
  }
  if (operator === '+' && left.kind === 'str' && right.kind === 'str')
    return { kind: 'str', value: left.value + right.value, quoted: false, span };
  if (operator === '+' && (left.kind === 'list' || left.kind === 'tuple') && left.kind === right.kind)
    return { kind: left.kind, items: [...left.items, ...right.items], span };
  if (operator === '*') {
    if (typeof b === 'bigint') return repeat(left, b) ?? refuse(operator, left, right);
    if (typeof a === 'bigint') return repeat(right, a) ?? refuse(operator, left, right);
  }
  return refuse(operator, left, right);
}

function numeric(value: Value): number | bigint | undefined {
  if (value.kind === 'float') return value.value;
  if (value.kind === 'int') return BigInt(value.value);
  return value.kind === 'bool' ? BigInt(value.value) : undefined;
}

function floats(operator: Expression['operator'], a: number | bigint, b: number | bigint): number {
  if (operator === '/' && Number(b) === 0) {
    const both = typeof a === 'bigint' && typeof b === 'bigint';
    throw new PythonError('ZeroDivisionError', both ? 'division by zero' : 'float division by zero');
  }
  for (const it of [a, b]) {
    if (typeof it === 'bigint' && !Number.isFinite(Number(it)))
      throw new PythonError('OverflowError', 'int too large to convert to float');
  }
  const [x, y] = [Number(a), Number(b)];
  if (operator === '+') return x + y;
  if (operator === '-') return x - y;
  return operator === '*' ? x * y : x / y;
}

// What a repeated text or list may grow to before it is refused: no configuration needs more.
const MAX_REPEATED = 100_000;

function repeat(value: Value, times: bigint): Value | undefined {
  const count = times > 0n ? times : 0n;
  const length = value.kind === 'str' ? value.value.length : 'items' in value ? value.items.length : 0;
  if (count * BigInt(length) > MAX_REPEATED) throw new PythonError('MemoryError', '');
  if (value.kind === 'str')
    return {
      kind: 'str',
      value: value.value.repeat(length ? Number(count) : 0),
      quoted: false,
      span: value.span,
    };
  if (value.kind === 'list' || value.kind === 'tuple') {
    const rounds = Array.from({ length: length ? Number(count) : 0 });
    return { kind: value.kind, items: rounds.flatMap(() => value.items), span: value.span };
  }
  return undefined;
}

function refuse(operator: Expression['operator'], left: Value, right: Value): never {
  const sequences = ['str', 'list', 'tuple'];
  const names = [left, right].map(className);
  if (operator === '*' && (sequences.includes(left.kind) || sequences.includes(right.kind))) {
    const other = sequences.includes(left.kind) ? names[1] : names[0];
    throw new PythonError('TypeError', `can't multiply sequence by non-int of type '${other}'`);
  }
  if (operator === '+' && sequences.includes(left.kind)) {
    const message =
      left.kind === 'str'
        ? `can only concatenate str (not "${names[1]}") to str`
        : `can only concatenate ${left.kind} (not "${names[1]}") to ${left.kind}`;
    throw new PythonError('TypeError', message);
  }
  throw new PythonError(
    'TypeError',
    `unsupported operand type(s) for ${operator}: '${names[0]}' and '${names[1]}'`,
  );
}

/** The name of a value's Python class, as error messages print it. */
export function className(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'NoneType';
    case 'map':
      return 'dict';
    case 'other':
      return value.type === 'date' ? 'datetime.date' : 'TaggedScalar';
    default:
      return value.kind;
  }
}

/** A value as a message quotes it. */
export function quoted(value: Value): string {
  return value.kind === 'str' ? pyQuote(value.value) : pyRepr(value);
}

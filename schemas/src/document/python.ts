import { timestampRepr, timestampStr } from './timestamps.js';
import type { Value } from './value.js';

/** A Python float's `repr`: `1e-05`, `4000.0`, `1e+16`, `nan`, `-inf`. */
export function pyFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  // CPython switches to the exponent form below 1e-4 and from 1e16 on.
  if (exponent >= -4 && exponent < 16) {
    const sign = value < 0 ? '-' : '';
    const digits = mantissa.replace(/[-.]/g, '');
    if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
    const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
    return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
  }
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A Python string's `repr`: single quotes, unless it holds one and no double quote. */
export function pyQuote(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = '';
  for (const character of text) {
    if (character === quote) body += `\\${character}`;
    else if (ESCAPES[character] !== undefined) body += ESCAPES[character];
    else if (/[\p{C}\p{Zl}\p{Zp}]|[^\P{Zs} ]/u.test(character)) body += escaped(character);
    else body += character;
  }
  return `${quote}${body}${quote}`;
}

function escaped(character: string): string {
  const hex = (character.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** The value as Python's `repr` prints it: `None`, `True`, `['encoder']`, `(1, 2)`, `{'lr': 0.001}`. */
export function pyRepr(value: Value): string {
  switch (value.kind) {
    case 'null':
      return 'None';
    case 'bool':
      if (value.python) return value.value ? '1' : '0';
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return pyFloat(value.value);
    case 'str':
      return pyQuote(value.value);
    case 'list':
      return `[${value.items.map(pyRepr).join(', ')}]`;
    case 'tuple':
      return `(${value.items.map(pyRepr).join(', ')}${value.items.length === 1 ? ',' : ''})`;
    case 'map':
      return `{${value.entries.map((entry) => `${pyQuote(entry.key)}: ${pyRepr(entry.value)}`).join(', ')}}`;
    case 'other':
      return value.type === 'date' ? timestampRepr(value.text) : `<${value.tag ?? 'tagged'} ${value.text}>`;
  }
}

/** The value as Python's `str` prints it: as `repr`, but a string stands without quotes. */
export function pyStr(value: Value): string {
  if (value.kind === 'str') return value.value;
  if (value.kind !== 'other') return pyRepr(value);
  return value.type === 'date' ? timestampStr(value.text) : value.text;
}

/** Marks a JavaScript number as a Python float, for `pyReprOf`: `1` prints as `1.0`. */
export interface PythonFloat {
  readonly float: number;
}

/**
 * A plain JavaScript value (a default of a schema) as Python's `repr` prints it. JavaScript does not tell
 * `1.0` from `1`: a whole number prints as an int unless it is given as `{ float: 1 }`.
 */
export function pyReprOf(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : pyFloat(value);
  if (typeof value === 'string') return pyQuote(value);
  if (Array.isArray(value)) return `[${value.map(pyReprOf).join(', ')}]`;
  if (isPythonFloat(value)) return pyFloat(value.float);
  const entries = Object.entries(value).map(([key, item]) => `${pyQuote(key)}: ${pyReprOf(item)}`);
  return `{${entries.join(', ')}}`;
}

function isPythonFloat(value: object): value is PythonFloat {
  return Object.keys(value).length === 1 && 'float' in value && typeof value.float === 'number';
}

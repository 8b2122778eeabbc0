import type { Loader } from './document.js';
import { PythonError } from './python-error.js';
import { parseTimestamp } from './timestamps.js';

/** Which set of rules decides what a plain scalar is: ruamel with YAML 1.2 or (after `%YAML 1.1`) 1.1, or PyYAML. */
export type Dialect = 'ruamel-1.2' | 'ruamel-1.1' | 'pyyaml';

/** What a scalar is to Python, without its place in the text. */
export type Typed =
  | { readonly kind: 'null' }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number | bigint }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'str'; readonly value: string }
  | { readonly kind: 'other'; readonly type: 'date' | 'tagged'; readonly python: string };

type Implicit = 'bool' | 'int' | 'float' | 'null' | 'timestamp' | 'special';

const NULL = /^(?:~|null|Null|NULL|)$/;
const TIMESTAMP =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;
const INF_NAN = '[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)';
const SEXAGESIMAL = '(?::[0-5]?[0-9])+';

// Measured on ruamel.yaml 0.17.21 and PyYAML 6.0.3; the tests hold a table of the answers.
const TABLE: Record<Dialect, { bool: RegExp; int: RegExp; float: RegExp }> = {
  'ruamel-1.2': {
    bool: /^(?:true|True|TRUE|false|False|FALSE)$/,
    int: /^(?:[-+]?0b[01_]+|[-+]?0o?[0-7_]+|[-+]?[0-9_]+|[-+]?0x[0-9a-fA-F_]+)$/,
    float: new RegExp(
      `^(?:[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|[-+]?\\.[0-9_]+(?:[eE][-+][0-9]+)?|${INF_NAN})$`,
    ),
  },
  'ruamel-1.1': {
    bool: /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    int: new RegExp(
      `^(?:[-+]?0b[01_]+|[-+]?0?[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*${SEXAGESIMAL})$`,
    ),
    float: new RegExp(
      `^(?:[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+|\\.[0-9_]+(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*${SEXAGESIMAL}\\.[0-9_]*|${INF_NAN})$`,
    ),
  },
  pyyaml: {
    bool: /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
    int: new RegExp(
      `^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*${SEXAGESIMAL})$`,
    ),
    float: new RegExp(
      `^(?:[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*${SEXAGESIMAL}\\.[0-9_]*|${INF_NAN})$`,
    ),
  },
};

/** The dialect of a loader; a `%YAML 1.1` line switches ruamel to YAML 1.1, PyYAML ignores it. */
export function dialectOf(loader: Loader, yamlVersion: string | undefined): Dialect {
  if (loader === 'pyyaml') return 'pyyaml';
  return yamlVersion === '1.1' ? 'ruamel-1.1' : 'ruamel-1.2';
}

/**
 * What a plain (unquoted, untagged) scalar is to Python.
 * Throws a `PythonError` where the loader itself fails (`0x_`, `._`, `2022-13-01`).
 */
export function plainScalar(text: string, dialect: Dialect): Typed {
  switch (implicitType(text, dialect)) {
    case 'null':
      return { kind: 'null' };
    case 'bool':
      return { kind: 'bool', value: boolOf(text) };
    case 'int':
      return { kind: 'int', value: constructInt(text, dialect) };
    case 'float':
      return { kind: 'float', value: constructFloat(text, dialect) };
    case 'timestamp':
      return { kind: 'other', type: 'date', python: timestampClass(text, dialect) };
    // `=` and `<<` have YAML 1.1 tags that no constructor knows.
    case 'special': {
      const name = text === '=' ? 'value' : 'merge';
      if (dialect === 'pyyaml')
        throw new PythonError(
          'ConstructorError',
          `could not determine a constructor for the tag 'tag:yaml.org,2002:${name}'`,
        );
      return { kind: 'other', type: 'tagged', python: 'TaggedScalar' };
    }
    case undefined:
      return { kind: 'str', value: text };
  }
}

/** The Python class of a date: PyYAML has none of its own for times with a zone. */
function timestampClass(text: string, dialect: Dialect): string {
  const name = parseTimestamp(text);
  return dialect === 'pyyaml' && name === 'TimeStamp' ? 'datetime' : name;
}

function implicitType(text: string, dialect: Dialect): Implicit | undefined {
  if (NULL.test(text)) return 'null';
  if (text === '=' || text === '<<') return 'special';
  const { bool, int, float } = TABLE[dialect];
  if (bool.test(text)) return 'bool';
  // Both loaders look the first character up before they try a pattern: `_1` is no number.
  if (!/^[-+.0-9]/.test(text)) return undefined;
  if (float.test(text)) return 'float';
  if (/^[-+0-9]/.test(text) && int.test(text)) return 'int';
  return TIMESTAMP.test(text) ? 'timestamp' : undefined;
}

/** Python's answer to a word that is known to be a boolean, as `!!bool` reads it; KeyError for another word. */
export function boolOf(text: string): boolean {
  const word = text.toLowerCase();
  if (['yes', 'y', 'true', 'on'].includes(word)) return true;
  if (['no', 'n', 'false', 'off'].includes(word)) return false;
  throw new PythonError('KeyError', `'${word}'`);
}

/** The int that `!!int` or an implicit int makes of a text. */
export function constructInt(text: string, dialect: Dialect): number | bigint {
  let digits = text.replaceAll('_', '');
  if (digits === '') throw new PythonError('IndexError', 'string index out of range');
  const negative = digits.startsWith('-');
  if (/^[-+]/.test(digits)) digits = digits.slice(1);
  if (digits === '') throw new PythonError('IndexError', 'string index out of range');
  const magnitude = magnitudeOf(digits, dialect);
  const value = negative ? -magnitude : magnitude;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function magnitudeOf(digits: string, dialect: Dialect): bigint {
  const prefix = digits.slice(0, 2);
  if (prefix === '0b' || prefix === '0x' || (prefix === '0o' && dialect !== 'pyyaml')) {
    if (digits.length === 2 && dialect === 'ruamel-1.2')
      throw new PythonError('IndexError', 'string index out of range');
    const base = prefix === '0b' ? 2 : prefix === '0x' ? 16 : 8;
    return inBase(digits.slice(2), base);
  }
  if (dialect !== 'ruamel-1.2') {
    if (digits.startsWith('0') && digits.length > 1) return inBase(digits, 8);
    if (digits.includes(':'))
      return digits.split(':').reduce((sum, part) => sum * 60n + inBase(part, 10), 0n);
  }
  return inBase(digits, 10);
}

const DIGITS: Record<number, RegExp> = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^\d+$/, 16: /^[\da-fA-F]+$/ };
const PREFIX: Record<number, string> = { 2: '0b', 8: '0o', 10: '', 16: '0x' };

function inBase(written: string, base: number): bigint {
  const digits = written.trim();
  if (!DIGITS[base]?.test(digits))
    throw new PythonError('ValueError', `invalid literal for int() with base ${base}: '${written}'`);
  // CPython 3.11 refuses longer decimal texts, and BigInt needs quadratic time for them.
  if (base === 10 && digits.length > 4300) {
    throw new PythonError(
      'ValueError',
      `Exceeds the limit (4300 digits) for integer string conversion: value has ${digits.length} digits; use sys.set_int_max_str_digits() to increase the limit`,
    );
  }
  return BigInt(`${PREFIX[base]}${digits}`);
}

/** The float that `!!float` or an implicit float makes of a text. */
export function constructFloat(text: string, dialect: Dialect): number {
  let digits = text.replaceAll('_', '').toLowerCase();
  if (digits === '') throw new PythonError('IndexError', 'string index out of range');
  const sign = digits.startsWith('-') ? -1 : 1;
  if (/^[-+]/.test(digits)) digits = digits.slice(1);
  if (digits === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (digits === '.nan') return Number.NaN;
  if (dialect !== 'ruamel-1.2' && digits.includes(':'))
    return sign * digits.split(':').reduce((sum, part) => sum * 60 + decimal(part), 0);
  // ruamel notes where the point stands and fails when there is neither point nor exponent.
  if (dialect !== 'pyyaml' && !/[.e]/.test(digits))
    throw new PythonError('ValueError', 'substring not found');
  return sign * decimal(digits);
}

function decimal(written: string): number {
  const digits = written.trim();
  if (/^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(digits)) return Number(digits);
  throw new PythonError('ValueError', `could not convert string to float: '${digits}'`);
}

import { className, type Expression, evaluate, floatLiteral, parseExpression, quoted } from './arithmetic.js';
import type { Findings } from './findings.js';
import { freeze } from './freeze.js';
import { pyQuote } from './python.js';
import { PythonError } from './python-error.js';
import { behind, type Raw, type RawEntry, type RawTagged } from './raw.js';
import type { Place } from './reference-places.js';
import { explainIndex, explainOrder, explainUnknown } from './reference-problems.js';
import { constructInt } from './scalars.js';
import type { Span, Value } from './value.js';

/** Where references are looked up. */
export interface Lookup {
  /** The top level of the file. */
  readonly root: Raw;
  readonly keys: ReadonlyMap<string, RawEntry>;
  readonly arithmetic: boolean;
  readonly findings: Findings;
  /** How many names may still be compared to find what a misspelt key could mean. */
  comparisons: number;
}

/** A `<…>` being looked up. */
export interface Asked {
  /** What stands between the brackets. */
  readonly inside: string;
  readonly place: Place;
  readonly raw: RawTagged;
}

/**
 * The value of one `<…>` as it stands now. `undefined` when there is none: the problem has then been reported, here
 * or where the value that it needs was lost.
 */
export function lookupReference(asked: Asked, lookup: Lookup): Raw | undefined {
  const expression = lookup.arithmetic ? parseExpression(asked.inside) : undefined;
  if (expression) return computed(expression, asked, lookup);
  if (asked.inside.includes('[') && asked.inside.includes(']')) return indexed(asked, lookup);
  return topLevel(asked.inside, asked, lookup, lookup.arithmetic);
}

/** The value of a top-level key, unless it still has its tag. `named` chooses the message of SpeeChain's upstream. */
function topLevel(key: string, asked: Asked, lookup: Lookup, named: boolean): Raw | undefined {
  const entry = lookup.keys.get(key);
  if (!entry) {
    explainUnknown(key, asked, lookup, unknownError(key, lookup, named));
    return undefined;
  }
  const value = behind(entry.value);
  if (value.kind === 'tagged') {
    const shown = lookup.arithmetic && parseExpression(asked.inside) ? key : value.text;
    const message = `${shown} should be clarified before ${asked.inside}!`;
    explainOrder(entry, asked, lookup, { type: 'AssertionError', message });
    return undefined;
  }
  return value.kind === 'scalar' && value.failed ? undefined : value;
}

function unknownError(key: string, { root }: Lookup, named: boolean): { type: string; message: string } {
  if (root.kind === 'list' && !named)
    return { type: 'TypeError', message: 'list indices must be integers or slices, not str' };
  const message = named ? pyQuote(`Reference key '${key}' not found in config`) : pyQuote(key);
  return { type: 'KeyError', message };
}

function indexed(asked: Asked, lookup: Lookup): Raw | undefined {
  const { inside } = asked;
  const lefts = [...inside.matchAll(/\[/g)].map((match) => match.index);
  const rights = [...inside.matchAll(/\]/g)].map((match) => match.index);
  // SpeeChain's own test for nested brackets also refuses three indices in a row.
  if (lefts.length !== rights.length || /\[.*\[.*\].*\]/.test(inside)) {
    const why =
      lefts.length === rights.length
        ? 'at most two indices can follow a key, and none inside another'
        : 'its square brackets do not match';
    explainIndex(asked, lookup, why, { type: 'AssertionError', message: '' });
    return undefined;
  }
  const key = inside.slice(0, lefts[0]);
  const indices: number[] = [];
  for (const [at, left] of lefts.entries()) {
    const written = inside.slice(left + 1, rights[at]);
    const index = pythonInt(written);
    if (index === undefined) {
      const message = `invalid literal for int() with base 10: ${pyQuote(written)}`;
      explainIndex(asked, lookup, `the index "${written}" is not a whole number`, {
        type: 'ValueError',
        message,
      });
      return undefined;
    }
    indices.push(index);
  }
  const entry = lookup.keys.get(key);
  if (!entry) {
    explainUnknown(key, asked, lookup, unknownError(key, lookup, false));
    return undefined;
  }
  let value: Raw = behind(entry.value);
  if (value.kind === 'tagged') {
    explainOrder(entry, asked, lookup, {
      type: 'TypeError',
      message: "'TaggedScalar' object is not subscriptable",
    });
    return undefined;
  }
  for (const index of indices) {
    if (value.kind === 'scalar' && value.failed) return undefined;
    const next = itemAt(value, index, asked, lookup);
    if (next === undefined) return undefined;
    value = behind(next);
  }
  if (value.kind === 'tagged') {
    explainOrder({ key: `${inside}`, keySpan: value.span, value }, asked, lookup, undefined);
    return undefined;
  }
  return value.kind === 'scalar' && value.failed ? undefined : value;
}

function itemAt(value: Raw, index: number, asked: Asked, lookup: Lookup): Raw | undefined {
  const refuse = (why: string, type: string, message: string): undefined => {
    explainIndex(asked, lookup, why, { type, message });
    return undefined;
  };
  if (value.kind === 'list') {
    const item = value.items.at(index);
    if (item && index >= -value.items.length) return item;
    const name = value.tuple ? 'tuple' : 'list';
    return refuse(
      `the ${name} has ${count(value.items.length, 'item')}, counted from 0, so there is no item ${index}`,
      'IndexError',
      `${name} index out of range`,
    );
  }
  if (value.kind === 'map')
    return refuse(
      'the value is a mapping, and its keys cannot be reached from a !ref',
      'KeyError',
      String(index),
    );
  if (value.kind === 'scalar' && value.value.kind === 'str') {
    const characters = Array.from(value.value.value);
    const character = characters.at(index);
    if (character === undefined)
      return refuse(
        `the text has ${count(characters.length, 'character')}`,
        'IndexError',
        'string index out of range',
      );
    return { kind: 'scalar', value: { ...value.value, value: character } };
  }
  const plain = freeze(value);
  return refuse(
    `${quoted(plain)} is no list`,
    'TypeError',
    `'${className(plain)}' object is not subscriptable`,
  );
}

function computed(expression: Expression, asked: Asked, lookup: Lookup): Raw | undefined {
  const span = asked.raw.span;
  const operands: Value[] = [];
  for (const operand of [expression.left, expression.right]) {
    const literal = floatLiteral(operand);
    if (literal !== undefined) {
      operands.push({ kind: 'float', value: literal, span });
      continue;
    }
    const found = topLevel(operand, asked, lookup, true);
    if (!found) return undefined;
    operands.push(freeze(found));
  }
  const [left, right] = operands;
  if (!left || !right) return undefined;
  try {
    return thawed(evaluate(expression.operator, left, right), span);
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    lookup.findings.add({
      code: 'optim/ref-arithmetic',
      span: asked.place.span,
      message: `"${asked.inside}" cannot be computed from ${quoted(left)} and ${quoted(right)}, so the loader stops with ${error.type}: ${error.message}. Use numbers, or write the result.`,
      loader: { phase: 'references', type: error.type, message: error.message },
    });
    return undefined;
  }
}

/** A computed value, placed where it is used. */
function thawed(value: Value, span: Span): Raw {
  if (value.kind !== 'list' && value.kind !== 'tuple') return { kind: 'scalar', value: { ...value, span } };
  const items = value.items.map((item): Raw => ({ kind: 'scalar', value: item }));
  return { kind: 'list', tuple: value.kind === 'tuple', items, span };
}

/** Python's `int()` of an index: blanks around and single underscores inside are fine. */
function pythonInt(text: string): number | undefined {
  const word = text.trim();
  return /^[-+]?\d+(?:_\d+)*$/.test(word) ? Number(constructInt(word, 'ruamel-1.2')) : undefined;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

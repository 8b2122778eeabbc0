import { ExpressionError, parseExpression } from '../../schemas/src/expression/index.js';
import type { CaseResult } from './result.js';
import { combined, failed, numberOf, numbers, same } from './result.js';

/** The variables that an expression is computed with. */
export interface Variables {
  readonly step: number;
  readonly epoch: number;
}

/** What Python makes of an expression, for each of the variables; one value where all are the same. */
export interface ExpressionCase {
  expression: string;
  values: (number | string | { error: string })[];
}

const tolerance = 1e-14;

/** Exceptions that have another name here: a complex number is no learning rate, a lambda takes one name. */
const renamed: Readonly<Record<string, string>> = { complex: 'TypeError', AttributeError: 'NameError' };
/** What Python takes, or refuses later, and a configuration has no use for. */
const notHere = ['()', '(lambda x: x)(3)', 'lambda x: lambda y: 1', 'lambda a, b: a'];

/** The value of an expression, or the name of Python's exception. */
export function outcome(source: string, variables: Variables): number | { error: string } {
  try {
    return parseExpression(source).evaluate({ ...variables, counter: variables.step });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return { error: error.python };
  }
}

/** An expression under each of the variables: Python's number, or Python's exception. */
export function runExpressionCase(one: ExpressionCase, all: readonly Variables[]): CaseResult {
  const name = `expression/${one.expression}`;
  const parts = all.map((variables, index) => {
    const python = one.values[index] ?? one.values[0];
    const ours = outcome(one.expression, variables);
    if (notHere.includes(one.expression)) return same(name, ours, { error: 'SyntaxError' });
    if (typeof python === 'object') return same(name, ours, { error: renamed[python.error] ?? python.error });
    if (typeof ours === 'object') return failed(name, `expected ${python}, got ${ours.error}`);
    return numbers(name, [ours], [numberOf(python)], tolerance);
  });
  return combined(name, parts);
}

import type { Variables } from './evaluate.js';
import { evaluate } from './evaluate.js';
import { ExpressionError } from './expression-error.js';
import { toFloat } from './numbers.js';
import { parse } from './parse.js';
import type { Tree, Variable } from './tree.js';

export { ExpressionError } from './expression-error.js';
export type { Variable } from './tree.js';

/** An arithmetic expression, ready to be evaluated. */
export interface Expression {
  /** The variables that it names; `counter` is the name of its lambda. */
  readonly uses: ReadonlySet<Variable>;
  /** Its value as a float. Throws an ExpressionError where Python would stop (ZeroDivisionError and the like). */
  evaluate(variables: Variables): number;
}

function collect(tree: Tree, into: Set<Variable>): void {
  const parts: readonly Tree[] = partsOf(tree);
  if (tree.kind === 'variable') into.add(tree.variable);
  for (const part of parts) collect(part, into);
}

function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'constant':
    case 'variable':
      return [];
    case 'binary':
    case 'and':
    case 'or':
      return [tree.left, tree.right];
    case 'comparison':
      return [tree.first, ...tree.rest.map(({ operand }) => operand)];
    case 'conditional':
      return [tree.condition, tree.yes, tree.no];
    case 'call':
      return tree.args;
    default:
      return [tree.operand];
  }
}

/**
 * Reads Python's arithmetic: numbers, `step` (real steps done) and `epoch` (epochs done), operators, comparisons,
 * `a if c else b`, and functions such as min and cos; a leading `lambda NAME:` names the schedule's counter. Nothing is
 * executed. Throws an ExpressionError, and nothing else, for a text that is not one.
 */
export function parseExpression(source: string): Expression {
  const { tree } = parse(source);
  const uses = new Set<Variable>();
  collect(tree, uses);
  return {
    uses,
    evaluate(variables) {
      const value = evaluate(tree, variables);
      try {
        return toFloat(value);
      } catch {
        throw new ExpressionError('OverflowError', 'OverflowError: int too large to convert to float.', 0);
      }
    },
  };
}

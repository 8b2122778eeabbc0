import { ExpressionError } from './expression-error.js';
import type { Value } from './numbers.js';
import { ArithmeticError, isTrue, operators, truth } from './numbers.js';
import type { Comparison, Tree, Variable } from './tree.js';

/** The values of the variables, whole numbers. */
export type Variables = Readonly<Record<Variable, number>>;

const comparisons: Readonly<Record<Comparison, (a: Value, b: Value) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  // An int and a float are the same number or not; NaN is no number's equal.
  '==': (a, b) => a <= b && a >= b,
  '!=': (a, b) => !(a <= b && a >= b),
};

/** Does arithmetic; an error names the place. */
function at(tree: Tree, compute: () => Value): Value {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof ArithmeticError)) throw error;
    throw new ExpressionError(error.python, `${error.python}: ${error.message}`, tree.at);
  }
}

/** The value of an expression as Python computes it. Throws an ExpressionError where Python stops. */
export function evaluate(tree: Tree, variables: Variables): Value {
  const value = (part: Tree) => evaluate(part, variables);
  switch (tree.kind) {
    case 'constant':
      return tree.value;
    case 'variable':
      return BigInt(variables[tree.variable]);
    case 'positive':
      return value(tree.operand);
    case 'negative':
      return -value(tree.operand);
    case 'not':
      return truth(!isTrue(value(tree.operand)));
    case 'binary': {
      const [left, right] = [value(tree.left), value(tree.right)];
      return at(tree, () => operators[tree.operator](left, right));
    }
    case 'and': {
      const left = value(tree.left);
      return isTrue(left) ? value(tree.right) : left;
    }
    case 'or': {
      const left = value(tree.left);
      return isTrue(left) ? left : value(tree.right);
    }
    case 'comparison': {
      let left = value(tree.first);
      for (const { operator, operand } of tree.rest) {
        const right = value(operand);
        if (!comparisons[operator](left, right)) return 0n;
        left = right;
      }
      return 1n;
    }
    case 'conditional':
      return value(isTrue(value(tree.condition)) ? tree.yes : tree.no);
    case 'call': {
      const args = tree.args.map(value);
      return at(tree, () => tree.call.call(...args));
    }
  }
}

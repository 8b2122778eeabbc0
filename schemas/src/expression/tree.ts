import type { PythonFunction } from './functions.js';
import type { Value } from './numbers.js';

/** What an expression may depend on; `counter` is the name that a lambda gives it. */
export type Variable = 'step' | 'epoch' | 'counter';

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';
export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** An expression taken apart; `at` is the place that an error names, from 0. */
export type Tree =
  | { readonly kind: 'constant'; readonly value: Value; readonly at: number }
  | { readonly kind: 'variable'; readonly variable: Variable; readonly at: number }
  | { readonly kind: 'negative' | 'positive' | 'not'; readonly operand: Tree; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Tree;
      readonly right: Tree;
      readonly at: number;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Tree; readonly right: Tree; readonly at: number }
  /** `a < b <= c`: each operand is evaluated once, and the rest not after one that is false. */
  | {
      readonly kind: 'comparison';
      readonly first: Tree;
      readonly rest: readonly { readonly operator: Comparison; readonly operand: Tree }[];
      readonly at: number;
    }
  | {
      readonly kind: 'conditional';
      readonly condition: Tree;
      readonly yes: Tree;
      readonly no: Tree;
      readonly at: number;
    }
  | {
      readonly kind: 'call';
      readonly call: PythonFunction;
      readonly args: readonly Tree[];
      readonly at: number;
    };

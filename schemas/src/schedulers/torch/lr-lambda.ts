import * as z from 'zod';
import type { Expression } from '../../expression/index.js';
import { ExpressionError, parseExpression } from '../../expression/index.js';
import { shown } from '../../messages.js';
import type { Conflict } from '../../optimizers/optimizer.js';
import { number } from '../kinds.js';
import type { Interval } from './keys.js';
import type { Done } from './rule.js';

type Factor = string | number;
/** An `lr_lambda` as it is written: for all parameter groups, or in a list of one for the only one. */
export type LrLambda = Factor | readonly Factor[];

const one = () =>
  z.union([number('lr_lambda'), z.string()], {
    error: ({ input }) =>
      `lr_lambda is ${shown(input)}, but must be an expression such as "0.95 ** epoch", or a number.`,
  });

/** The key `lr_lambda`. What the text says is for `lambdaConflicts`: no schema can tell. */
export const lrLambda = () =>
  z.union([number('lr_lambda'), z.string(), z.array(one()).length(1)], {
    error: ({ input }) => {
      if (input === undefined)
        return 'lr_lambda is missing: write an expression such as "0.95 ** epoch", or a number.';
      if (Array.isArray(input))
        return `Expected 1 lr_lambdas, but got ${input.length}: the optimizer has one parameter group. Write one expression.`;
      return `lr_lambda is ${shown(input)}, but must be an expression such as "0.95 ** epoch", or a number.`;
    },
  });

/** What a description of the key says of its text. */
export const lambdaLanguage =
  'A number, or Python’s arithmetic as text: step (real steps done), epoch (epochs done), numbers, + - * / // % **, comparisons, and, or, not, a if c else b, min, max, abs, exp, log, sqrt, cos, floor, round and the like. After lambda NAME: that name is the schedule’s own counter (see interval).';

const only = (given: LrLambda): Factor => (typeof given === 'object' ? (given[0] ?? Number.NaN) : given);

/** The text taken apart; undefined for a number. Throws an ExpressionError. */
const expressionOf = (given: LrLambda): Expression | undefined => {
  const factor = only(given);
  return typeof factor === 'string' ? parseExpression(factor) : undefined;
};

/** The variables that an `lr_lambda` names; none for a number and for what is no expression. */
export function variablesOf(given: LrLambda): ReadonlySet<string> {
  try {
    return expressionOf(given)?.uses ?? new Set();
  } catch {
    return new Set();
  }
}

/** `lr_lambda` as a function: NaN where it is no expression, or has no value. */
export function factorOf(given: LrLambda): (t: number, done: Done) => number {
  const factor = only(given);
  if (typeof factor === 'number') return () => factor;
  let expression: Expression | undefined;
  let constant: number | undefined;
  const evaluated = (t: number, done: Done): number => {
    try {
      expression ??= parseExpression(factor);
      const value = expression.evaluate({ ...done, counter: t });
      if (expression.uses.size === 0) constant = value;
      return value;
    } catch (error) {
      if (error instanceof ExpressionError) return Number.NaN;
      throw error;
    }
  };
  return (t, done) => constant ?? evaluated(t, done);
}

/**
 * What is wrong with an `lr_lambda`: it is no expression, or has no finite value at `first`, where torch calls it for the
 * first time.
 */
export function lambdaConflicts(
  { lr_lambda, interval }: { readonly lr_lambda: LrLambda; readonly interval: Interval },
  first: number,
): Conflict[] {
  const refuse = (why: string): Conflict[] => [{ path: ['lr_lambda'], message: `lr_lambda: ${why}` }];
  const epoch = interval === 'epoch' ? first : 0;
  let advice = '';
  try {
    const expression = expressionOf(lr_lambda);
    if (!expression) return [];
    // What goes wrong from here on is not the writing but the value.
    advice = ` It is computed first with step ${first} and epoch ${epoch}: write an expression that has a value there, such as one with (step + 1) for step.`;
    const value = expression.evaluate({ step: first, epoch, counter: first });
    if (Number.isFinite(value)) return [];
    return refuse(
      `its first value is ${shown(value)}, and the learning rate would be so too. Write an expression that is a finite number from the start.`,
    );
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return refuse(`${error.message}${advice}`);
  }
}

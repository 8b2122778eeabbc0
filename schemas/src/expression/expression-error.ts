/** The kind of a mistake, as Python names it. */
export type PythonErrorName =
  | 'SyntaxError'
  | 'NameError'
  | 'TypeError'
  | 'ValueError'
  | 'OverflowError'
  | 'ZeroDivisionError';

/** What is wrong with an expression, and where: the only error that parsing and evaluating one throw. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  readonly python: PythonErrorName;
  /** Column of the place, from 1. */
  readonly column: number;

  /** `message` is a whole sentence or more; `at` counts from 0. */
  constructor(python: PythonErrorName, message: string, at: number) {
    super(`Column ${at + 1}: ${message}`);
    this.python = python;
    this.column = at + 1;
  }
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ExpressionError, parseExpression } from '../../schemas/src/expression/index.js';
import fc from '../fast-check.js';
import type { ExpressionCase, Variables } from '../oracle-runner/expressions.js';
import { outcome, runExpressionCase } from '../oracle-runner/expressions.js';
import { line } from '../oracle-runner/result.js';

const { meta, cases }: { meta: { variables: Variables[] }; cases: ExpressionCase[] } = JSON.parse(
  readFileSync(new URL('../oracle/expressions.json', import.meta.url), 'utf8'),
);

describe('Python’s numbers and exceptions', () => {
  test.each(cases.map((one) => [one.expression, one] as const))('%s', (_, one) => {
    const result = runExpressionCase(one, meta.variables);
    expect(result.status, line(result)).toBe('ok');
  });
});

test.each<[source: string, message: string]>([
  [
    '0.95 ** stpe',
    'Column 9: "stpe" is not known. Did you mean "step"? Allowed names are step, epoch, pi, e, inf, True and False.',
  ],
  ['lambda t: 0.9 ** tt', 'Column 18: "tt" is not known. Did you mean "t"?'],
  ['sqr(2)', 'Column 1: "sqr" is not known. Did you mean "sqrt"? Allowed functions are min, max'],
  ['torch.exp(2)', 'Column 1: "torch.exp" is not known.'],
  ['exp + 1', 'Column 1: "exp" is a function: write its arguments in parentheses after it.'],
  ['step(3)', 'Column 1: "step" is no function.'],
  ['2 ^ step', 'Column 3: "^" has no meaning here. For a power write **.'],
  ['step > 3 ? 1 : 2', 'Column 10: "?" has no meaning here. Write a if condition else b.'],
  ['step && 1', 'Column 6: "&" has no meaning here. Write and.'],
  ["float('inf')", "for float('inf') write inf"],
  ['1 +', 'Column 4: expected a number, a name or "(", found the end.'],
  ['(1 + 2', 'Column 7: expected ")" to close the parenthesis, found the end.'],
  ['min(1 2)', 'Column 7: expected ")" to close the arguments of min, found "2".'],
  ['1 2', 'Column 3: expected an operator or the end, found "2".'],
  ['1 if step', 'Column 10: expected "else" after the condition of if, found the end.'],
  ['1 < not 2', 'Column 5: "not" needs parentheses here'],
  ['min(1)', 'Column 1: min takes 2 or more arguments, but has 1.'],
  ['exp(1, 2)', 'Column 1: exp takes 1 argument, but has 2.'],
  ['log(1, 2, 3)', 'Column 1: log takes 1 or 2 arguments, but has 3.'],
  ['007', 'Column 1: "007": a whole number has no zeros in front.'],
  ['3x', 'Column 1: "3x" is not a number.'],
  ['', 'Column 1: the expression is empty'],
  ['lambda step:', 'the expression is empty'],
  ['lambda a, b: a', 'Column 9: a lambda is given one number here'],
  ['lambda 3: 1', 'Column 8: a lambda names what it is given'],
  ['1 / (step - step)', 'Column 3: ZeroDivisionError: division by zero.'],
  ['math.sqrt(-1)', 'Column 1: ValueError: math domain error.'],
  ['1 + 10.0 ** 400', 'Column 10: OverflowError: the power is too large for a float.'],
  ['(0 - 8) ** 0.5', 'Column 9: TypeError: a negative number to a fractional power is complex.'],
  ['9 ** 9 ** 9', 'OverflowError: a whole number has more than 1,200 digits.'],
  ['__import__("os")', 'Column 12'],
  ['constructor', '"constructor" is not known.'],
  ['math.constructor(1)', '"math.constructor" is not known.'],
  [`${'('.repeat(400)}1${')'.repeat(400)}`, 'nested more than 100 levels deep.'],
  [`1${' ** 1'.repeat(190)}`, 'nested more than 100 levels deep.'],
  ['-'.repeat(900), 'nested more than 100 levels deep.'],
  [`1${'+1'.repeat(500)}`, 'the expression has 1001 characters; at most 1000 are read.'],
])('%s is refused', (source, message) => {
  const run = () => parseExpression(source).evaluate({ step: 0, epoch: 0, counter: 0 });
  expect(run).toThrow(ExpressionError);
  expect(run).toThrow(message);
});

test('a long flat expression is none too deep', () => {
  expect(outcome(`1${'+1'.repeat(499)}`, { step: 0, epoch: 0 })).toBe(500);
});

test.each<[source: string, uses: string[]]>([
  ['0.95', []],
  ['step * 2', ['step']],
  ['min(step, 3) if 1 < epoch < 2 else -pi', ['epoch', 'step']],
  ['lambda epoch: 0.95 ** epoch', ['counter']],
  ['lambda t: t + step or not epoch', ['counter', 'epoch', 'step']],
])('%s uses %j', (source, uses) => {
  expect([...parseExpression(source).uses].sort()).toEqual(uses);
});

test('the name of a lambda is the counter, whatever it is called', () => {
  const values = { step: 100, epoch: 3, counter: 7 };
  const value = (source: string) => parseExpression(source).evaluate(values);
  expect(value('lambda epoch: epoch')).toBe(7);
  expect(value('lambda step: step + epoch')).toBe(10);
  expect(value('lambda e: e')).toBe(7);
  expect(value('lambda min: min + step')).toBe(107);
  expect(value('step + epoch')).toBe(103);
});

describe('no text makes it throw anything but its own error, or hang', () => {
  const words = [
    'step',
    'epoch',
    'min(',
    'log(',
    '(',
    ')',
    ',',
    '+',
    '-',
    '*',
    '**',
    '//',
    '%',
    '/',
    '<',
    '==',
    'and',
    'or',
    'not',
    'if',
    'else',
    'lambda',
    'x',
    ':',
    '0',
    '2',
    '9',
    '0.5',
    '1e308',
    '1_0',
    'round(',
    'int(',
    'math.',
    'np.exp(',
    'inf',
    'True',
    ' ',
  ];
  const soup = fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(' '));
  const numbersAndSigns = fc
    .array(
      fc.tuple(
        fc.constantFrom('9', '-3', '2.5', 'step', '(7)', '1e300'),
        fc.constantFrom('+', '-', '*', '/', '//', '%', '**', '<', 'or'),
      ),
      { maxLength: 40 },
    )
    .map((parts) => `${parts.flat().join(' ')} 2`);
  const variables = fc.record({ step: fc.nat(), epoch: fc.nat(), counter: fc.nat() });
  const run = (source: string, values: { step: number; epoch: number; counter: number }) => {
    try {
      expect(typeof parseExpression(source).evaluate(values)).toBe('number');
      return true;
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError);
      return false;
    }
  };
  test.each([
    ['any text', fc.string({ maxLength: 1100 })],
    ['any characters', fc.string({ unit: 'binary', maxLength: 200 })],
    ['words of expressions', soup],
    ['chains of operators', numbersAndSigns],
  ])('%s', (_name, texts) => {
    fc.assert(
      fc.property(texts, variables, (source, values) => void run(source, values)),
      { numRuns: 3000 },
    );
  });

  test('and the chains are mostly expressions', () => {
    const taken = fc
      .sample(numbersAndSigns, 500)
      .filter((source) => run(source, { step: 3, epoch: 1, counter: 3 }));
    expect(taken.length).toBeGreaterThan(100);
  });
});

import { listed, suggest } from '../suggest.js';
import { ExpressionError } from './expression-error.js';
import { constantNames, findConstant, findFunction, functionNames } from './functions.js';
import type { Token } from './tokens.js';
import { tokenize } from './tokens.js';
import type { BinaryOperator, Comparison, Tree, Variable } from './tree.js';

/** No lambda is as long, and no bracket as deep; text beyond it is refused before it can take time or stack. */
const maxLength = 1000;
const maxDepth = 100;

// Binding powers of Python's operators, the weakest first; an operand is read with that of what stands before it.
const or = 1;
const and = 2;
const not = 3;
const comparison = 4;
const sum = 5;
const product = 6;
const sign = 7;
const powerOf = 8;

const binary: ReadonlyMap<string, { readonly power: number; readonly right: number }> = new Map([
  ['+', { power: sum, right: sum + 1 }],
  ['-', { power: sum, right: sum + 1 }],
  ['*', { power: product, right: product + 1 }],
  ['/', { power: product, right: product + 1 }],
  ['//', { power: product, right: product + 1 }],
  ['%', { power: product, right: product + 1 }],
  // 2**-1 and 2**3**2: what follows is read with its signs and powers.
  ['**', { power: powerOf, right: sign }],
]);
const comparisons: ReadonlySet<string> = new Set(['<', '<=', '>', '>=', '==', '!=']);

const shown = (token: Token) => (token.kind === 'end' ? 'the end' : `"${token.text}"`);

/** A lambda or an expression taken apart. */
export interface Parsed {
  readonly tree: Tree;
  /** The name before the colon of a lambda, which stands for the schedule's own counter. */
  readonly parameter: string | undefined;
}

/** Takes an expression apart as Python would. Throws an ExpressionError, and nothing else, for any text. */
export function parse(source: string): Parsed {
  if (source.length > maxLength)
    throw new ExpressionError(
      'SyntaxError',
      `the expression has ${source.length} characters; at most ${maxLength} are read.`,
      maxLength,
    );
  const tokens = tokenize(source);
  let next = 0;
  let depth = 0;
  let parameter: string | undefined;

  const peek = (): Token => tokens[Math.min(next, tokens.length - 1)] ?? { kind: 'end', text: '', at: 0 };
  const take = (): Token => {
    const token = peek();
    next++;
    return token;
  };
  const isNext = (text: string) => peek().kind === 'operator' && peek().text === text;
  const fail = (message: string, token = peek()) => new ExpressionError('SyntaxError', message, token.at);
  function expect(text: string, why: string): void {
    if (!isNext(text)) throw fail(`expected "${text}" ${why}, found ${shown(peek())}.`);
    next++;
  }

  /** An expression of operators that bind at least as strongly as `least`. */
  function expression(least: number): Tree {
    depth++;
    if (depth > maxDepth) throw fail(`nested more than ${maxDepth} levels deep.`);
    let left = operand(least);
    for (let longer = infix(left, least); longer; longer = infix(left, least)) left = longer;
    depth--;
    return left;
  }

  /** `left` with the operator that follows it; undefined when none follows that binds strongly enough. */
  function infix(left: Tree, least: number): Tree | undefined {
    const token = peek();
    if (token.kind !== 'operator') return undefined;
    const { text, at } = token;
    const operator = binary.get(text);
    if (operator) {
      if (operator.power < least) return undefined;
      next++;
      return {
        kind: 'binary',
        operator: text as BinaryOperator,
        left,
        right: expression(operator.right),
        at,
      };
    }
    if (comparisons.has(text)) return least <= comparison ? compared(left) : undefined;
    if (text === 'and' || text === 'or') {
      const power = text === 'and' ? and : or;
      if (power < least) return undefined;
      next++;
      return { kind: text, left, right: expression(power + 1), at };
    }
    return text === 'if' && least === 0 ? conditional(left) : undefined;
  }

  function compared(first: Tree): Tree {
    const { at } = peek();
    const rest: { operator: Comparison; operand: Tree }[] = [];
    while (peek().kind === 'operator' && comparisons.has(peek().text))
      rest.push({ operator: take().text as Comparison, operand: expression(comparison + 1) });
    return { kind: 'comparison', first, rest, at };
  }

  function conditional(yes: Tree): Tree {
    const { at } = take();
    const condition = expression(or);
    expect('else', 'after the condition of if');
    return { kind: 'conditional', condition, yes, no: expression(0), at };
  }

  function operand(least: number): Tree {
    const token = take();
    const { at } = token;
    if (token.kind === 'number') return { kind: 'constant', value: token.value, at };
    if (token.kind === 'name') return isNext('(') ? call(token) : named(token);
    switch (token.text) {
      case '-':
        return { kind: 'negative', operand: expression(sign), at };
      case '+':
        return { kind: 'positive', operand: expression(sign), at };
      case 'not':
        if (least > not) throw fail('"not" needs parentheses here: write (not ...).', token);
        return { kind: 'not', operand: expression(not), at };
      case '(': {
        const inner = expression(0);
        expect(')', 'to close the parenthesis');
        return inner;
      }
      case 'lambda':
        throw fail('"lambda" may stand at the very beginning only.', token);
      default:
        throw fail(`expected a number, a name or "(", found ${shown(token)}.`, token);
    }
  }

  function named({ text, at }: Token): Tree {
    const variable = variableOf(text);
    if (variable) return { kind: 'variable', variable, at };
    const value = findConstant(text);
    if (value !== undefined) return { kind: 'constant', value, at };
    throw unknown(text, at, false);
  }

  function variableOf(name: string): Variable | undefined {
    if (name === parameter) return 'counter';
    return name === 'step' || name === 'epoch' ? name : undefined;
  }

  function call(name: Token): Tree {
    const found = variableOf(name.text) ? undefined : findFunction(name.text);
    if (!found) throw unknown(name.text, name.at, true);
    next++;
    const args: Tree[] = [];
    while (!isNext(')')) {
      args.push(expression(0));
      if (!isNext(',')) break;
      next++;
    }
    expect(')', `to close the arguments of ${name.text}`);
    const { least, most } = found;
    if (args.length < least || args.length > most) {
      const many =
        least === most ? `${least}` : Number.isFinite(most) ? `${least} or ${most}` : `${least} or more`;
      const message = `${name.text} takes ${many} argument${many === '1' ? '' : 's'}, but has ${args.length}.`;
      throw new ExpressionError('TypeError', message, name.at);
    }
    return { kind: 'call', call: found, args, at: name.at };
  }

  function unknown(name: string, at: number, called: boolean): ExpressionError {
    const variables = parameter === undefined ? ['step', 'epoch'] : [parameter, 'step', 'epoch'];
    const allowed = called ? functionNames : [...new Set([...variables, ...constantNames])];
    const isOther = called ? variableOf(name) || findConstant(name) !== undefined : findFunction(name);
    const near = suggest(name.split('.').at(-1) ?? name, allowed);
    const message = isOther
      ? `"${name}" is ${called ? 'no function' : 'a function: write its arguments in parentheses after it'}.`
      : `"${name}" is not known.${near === undefined ? '' : ` Did you mean "${near}"?`} Allowed ${called ? 'functions' : 'names'} are ${listed(allowed, 'and').replaceAll('"', '')}${called ? ', bare or with math. or np. before them' : ''}.`;
    return new ExpressionError(isOther && called ? 'TypeError' : 'NameError', message, at);
  }

  if (isNext('lambda')) {
    next++;
    const name = take();
    if (name.kind !== 'name' || name.text.includes('.'))
      throw fail('a lambda names what it is given: write lambda step: ...', name);
    parameter = name.text;
    if (isNext(',')) throw fail('a lambda is given one number here, the steps done: write one name.');
    expect(':', 'after the name of the lambda');
  }
  if (peek().kind === 'end') throw fail('the expression is empty: write a factor, such as 0.95 ** epoch.');
  const tree = expression(0);
  if (peek().kind !== 'end') throw fail(`expected an operator or the end, found ${shown(peek())}.`);
  return { tree, parameter };
}

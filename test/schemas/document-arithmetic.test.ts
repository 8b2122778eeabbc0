import { describe, expect, test } from 'vitest';
import { entryOf, type LoaderJson, parseDocument, toLoaderJson } from '../../schemas/src/document/index.js';

type Answer = { readonly value: LoaderJson } | { readonly error: string; readonly message: string };

const keys = `x: 512
y: 0.5
z: 0
b: true
s: ab
l: [1, 2]
t: !tuple (1,2)
n: null
big: 123456789012345678901234567890
k-m: 7
d: {q: 1}
dt: 2020-01-01
u: !foo 3
neg: -7
`;

/** What `a: !ref "<EXPRESSION>"` below those keys becomes in SpeeChain's living upstream, measured. */
const measured: readonly (readonly [expression: string, answer: Answer])[] = [
  ['x*2', { value: { float: '1024.0' } }],
  ['x/2', { value: { float: '256.0' } }],
  ['x+x', { value: 1024 }],
  ['x-1', { value: { float: '511.0' } }],
  ['x - y', { value: { float: '511.5' } }],
  ['1 - y', { value: { float: '0.5' } }],
  ['2*x', { value: { float: '1024.0' } }],
  ['x*y', { value: { float: '256.0' } }],
  ['x*b', { value: 512 }],
  ['b+b', { value: 2 }],
  ['b*2', { value: { float: '2.0' } }],
  ['s+s', { value: 'abab' }],
  [
    's*x',
    {
      value:
        'abababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababab',
    },
  ],
  ['s*2', { error: 'TypeError', message: "can't multiply sequence by non-int of type 'float'" }],
  [
    'x*s',
    {
      value:
        'abababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababababab',
    },
  ],
  ['2*s', { error: 'TypeError', message: "can't multiply sequence by non-int of type 'float'" }],
  ['s*b', { value: 'ab' }],
  ['l+l', { value: [1, 2, 1, 2] }],
  ['l*z', { value: [] }],
  ['z*l', { value: [] }],
  ['l+t', { error: 'TypeError', message: 'can only concatenate list (not "tuple") to list' }],
  ['t+t', { value: { tuple: [1, 2, 1, 2] } }],
  ['t*b', { value: { tuple: [1, 2] } }],
  ['n+1', { error: 'TypeError', message: "unsupported operand type(s) for +: 'NoneType' and 'float'" }],
  ['1+n', { error: 'TypeError', message: "unsupported operand type(s) for +: 'float' and 'NoneType'" }],
  ['n*x', { error: 'TypeError', message: "unsupported operand type(s) for *: 'NoneType' and 'int'" }],
  ['x/z', { error: 'ZeroDivisionError', message: 'division by zero' }],
  ['x/0', { error: 'ZeroDivisionError', message: 'float division by zero' }],
  ['1/z', { error: 'ZeroDivisionError', message: 'float division by zero' }],
  ['0/0', { error: 'ZeroDivisionError', message: 'float division by zero' }],
  ['x/y', { value: { float: '1024.0' } }],
  ['x*big', { value: { int: '63209875974320987597432098759680' } }],
  ['big*big', { value: { int: '15241578753238836750495351562536198787501905199875019052100' } }],
  ['big/x', { value: { float: '2.4112654103973765e+26' } }],
  ['big+y', { value: { float: '1.2345678901234568e+29' } }],
  ['big-big', { value: 0 }],
  ['x/x', { value: { float: '1.0' } }],
  ['z/x', { value: { float: '0.0' } }],
  ['neg/x', { value: { float: '-0.013671875' } }],
  ['neg*neg', { value: 49 }],
  ['-x', { error: 'KeyError', message: '"Reference key \'-x\' not found in config"' }],
  ['x-', { error: 'KeyError', message: '"Reference key \'x-\' not found in config"' }],
  ['*x', { error: 'KeyError', message: '"Reference key \'*x\' not found in config"' }],
  ['x*', { error: 'KeyError', message: '"Reference key \'x*\' not found in config"' }],
  ['x**2', { error: 'KeyError', message: '"Reference key \'*2\' not found in config"' }],
  ['x//2', { error: 'KeyError', message: '"Reference key \'/2\' not found in config"' }],
  ['x*2*2', { error: 'KeyError', message: '"Reference key \'2*2\' not found in config"' }],
  ['x+2*y', { error: 'KeyError', message: '"Reference key \'2*y\' not found in config"' }],
  ['x*(2)', { error: 'KeyError', message: '"Reference key \'(2)\' not found in config"' }],
  ['k-m', { error: 'KeyError', message: '"Reference key \'k\' not found in config"' }],
  ['k-m*2', { error: 'KeyError', message: '"Reference key \'k\' not found in config"' }],
  ['x*-2', { value: { float: '-1024.0' } }],
  ['x- -2', { value: { float: '514.0' } }],
  ['x*1e3', { value: { float: '512000.0' } }],
  ['x*inf', { value: { float: 'inf' } }],
  ['x*nan', { value: { float: 'nan' } }],
  ['nan', { error: 'KeyError', message: '"Reference key \'nan\' not found in config"' }],
  ['inf', { error: 'KeyError', message: '"Reference key \'inf\' not found in config"' }],
  ['inf-1', { value: { float: 'inf' } }],
  ['inf*0', { value: { float: 'nan' } }],
  ['1_0*2', { value: { float: '20.0' } }],
  ['x*1_000', { value: { float: '512000.0' } }],
  ['x* 2 ', { value: { float: '1024.0' } }],
  ['  x  * 2', { value: { float: '1024.0' } }],
  ['x\n*2', { value: { float: '1024.0' } }],
  ['x*qq', { error: 'KeyError', message: '"Reference key \'qq\' not found in config"' }],
  ['qq*x', { error: 'KeyError', message: '"Reference key \'qq\' not found in config"' }],
  ['d*2', { error: 'TypeError', message: "unsupported operand type(s) for *: 'dict' and 'float'" }],
  ['d+d', { error: 'TypeError', message: "unsupported operand type(s) for +: 'dict' and 'dict'" }],
  ['dt+1', { error: 'TypeError', message: "unsupported operand type(s) for +: 'datetime.date' and 'float'" }],
  ['u*2', { error: 'AssertionError', message: 'u should be clarified before u*2!' }],
  ['x*u', { error: 'AssertionError', message: 'u should be clarified before x*u!' }],
  ['u', { error: 'AssertionError', message: '3 should be clarified before u!' }],
  ['2*3', { value: { float: '6.0' } }],
  ['1/3', { value: { float: '0.3333333333333333' } }],
  ['1e400*0', { value: { float: 'nan' } }],
  ['l[0]*2', { error: 'KeyError', message: '"Reference key \'l[0]\' not found in config"' }],
  ['l[0]+x', { error: 'KeyError', message: '"Reference key \'l[0]\' not found in config"' }],
  ['x*l[0]', { error: 'KeyError', message: '"Reference key \'l[0]\' not found in config"' }],
  ['l[1]', { value: 2 }],
  ['x+', { error: 'KeyError', message: '"Reference key \'x+\' not found in config"' }],
  ['a/b', { error: 'AssertionError', message: 'a should be clarified before a/b!' }],
  ['s/s', { error: 'TypeError', message: "unsupported operand type(s) for /: 'str' and 'str'" }],
  ['s-s', { error: 'TypeError', message: "unsupported operand type(s) for -: 'str' and 'str'" }],
  ['s+x', { error: 'TypeError', message: 'can only concatenate str (not "int") to str' }],
  ['x+s', { error: 'TypeError', message: "unsupported operand type(s) for +: 'int' and 'str'" }],
  ['l-l', { error: 'TypeError', message: "unsupported operand type(s) for -: 'list' and 'list'" }],
  ['l+n', { error: 'TypeError', message: 'can only concatenate list (not "NoneType") to list' }],
  [
    'x*l',
    {
      value: [
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2,
        1, 2, 1, 2,
      ],
    },
  ],
  ['y*l', { error: 'TypeError', message: "can't multiply sequence by non-int of type 'float'" }],
  ['y*s', { error: 'TypeError', message: "can't multiply sequence by non-int of type 'float'" }],
  ['l*b', { value: [1, 2] }],
  ['exp/x', { error: 'KeyError', message: '"Reference key \'exp\' not found in config"' }],
  ['.5*x', { value: { float: '256.0' } }],
  ['5.*x', { value: { float: '2560.0' } }],
  ['0x10*x', { error: 'KeyError', message: '"Reference key \'0x10\' not found in config"' }],
  ['x*0x10', { error: 'KeyError', message: '"Reference key \'0x10\' not found in config"' }],
  ['1e*x', { error: 'KeyError', message: '"Reference key \'1e\' not found in config"' }],
  ['+5*2', { value: { float: '10.0' } }],
  ['x++2', { value: { float: '514.0' } }],
  ['x--2', { value: { float: '514.0' } }],
  ['1e5*x', { value: { float: '51200000.0' } }],
  ['1E5*x', { value: { float: '51200000.0' } }],
  ['Infinity*1', { value: { float: 'inf' } }],
  ['-inf*2', { value: { float: '-inf' } }],
  ['-1*2', { value: { float: '-2.0' } }],
  ['-x*2', { error: 'KeyError', message: '"Reference key \'-x\' not found in config"' }],
  ['b/b', { value: { float: '1.0' } }],
  ['b-b', { value: 0 }],
  ['x+b', { value: 513 }],
  ['neg+b', { value: -6 }],
  ['y+y', { value: { float: '1.0' } }],
  ['y-y', { value: { float: '0.0' } }],
  ['y/y', { value: { float: '1.0' } }],
  ['1-1', { value: { float: '0.0' } }],
  ['big*0', { value: { float: '0.0' } }],
  ['big*y', { value: { float: '6.172839450617284e+28' } }],
  ['b*s', { value: 'ab' }],
  ['neg*s', { value: '' }],
  ['l*neg', { value: [] }],
];

describe('arithmetic in a !ref', () => {
  test.each(measured)('<%s>', (expression, answer) => {
    const { root, loaderError } = parseDocument(`${keys}a: !ref ${JSON.stringify(`<${expression}>`)}`, {
      arithmetic: true,
    });
    const value = entryOf(root, 'a')?.value;
    const got = loaderError
      ? { error: loaderError.type, message: loaderError.message }
      : { value: value && toLoaderJson(value) };
    expect(got).toEqual(answer);
  });

  test('is not read unless asked for', () => {
    const { loaderError, problems } = parseDocument('x: 2\na: !ref <x*2>');
    expect(loaderError).toEqual({ type: 'KeyError', message: "'x*2'" });
    expect(problems.map(({ code }) => code)).toEqual(['optim/ref-unknown']);
    expect(problems[0]?.message).toContain('Arithmetic');
  });

  test('names both keys of an expression with their places', () => {
    const text = 'x: 2\ny: 3\na: !ref <x + y>';
    const { references } = parseDocument(text, { arithmetic: true });
    expect(references.map(({ key, keySpan }) => [key, text.slice(keySpan.start, keySpan.end)])).toEqual([
      ['x', 'x'],
      ['y', 'y'],
    ]);
  });

  test('refuses a result that would fill the memory', () => {
    const { problems } = parseDocument('s: ab\nn: 1000000000\na: !ref <s*n>', { arithmetic: true });
    expect(problems.map(({ code }) => code)).toEqual(['optim/ref-arithmetic']);
  });
});

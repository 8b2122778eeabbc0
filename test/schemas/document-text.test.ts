import { describe, expect, test } from 'vitest';
import {
  entryOf,
  lineIndex,
  parseDocument,
  pyFloat,
  pyQuote,
  pyRepr,
  pyReprOf,
  pyStr,
  tupleAsList,
} from '../../schemas/src/document/index.js';
import fc from '../fast-check.js';

describe("a float as Python's repr prints it", () => {
  test.each([
    [4000, '4000.0'],
    [0.002, '0.002'],
    [1e-5, '1e-05'],
    [0.0001, '0.0001'],
    [0.00012345, '0.00012345'],
    [1e-9, '1e-09'],
    [1.5e-10, '1.5e-10'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e+16'],
    [1.5e300, '1.5e+300'],
    [123456789.125, '123456789.125'],
    [9007199254740992, '9007199254740992.0'],
    [0.1 + 0.2, '0.30000000000000004'],
    [5e-324, '5e-324'],
    [0, '0.0'],
    [-0, '-0.0'],
    [-2.5, '-2.5'],
    [Number.NaN, 'nan'],
    [Number.POSITIVE_INFINITY, 'inf'],
    [Number.NEGATIVE_INFINITY, '-inf'],
  ])('%d', (value, text) => {
    expect(pyFloat(value)).toBe(text);
  });

  test('is the shortest text that gives the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Object.is(Number(pyFloat(value)), value)).toBe(true);
      }),
    );
  });
});

describe("a text as Python's repr prints it", () => {
  test.each([
    ['encoder', "'encoder'"],
    ["it's", '"it\'s"'],
    ['"', "'\"'"],
    ['\'"', "'\\'\"'"],
    ['a\nb\t\\', "'a\\nb\\t\\\\'"],
    ['\u0000\u007f\u00a0', "'\\x00\\x7f\\xa0'"],
    ['\u200b\u2028', "'\\u200b\\u2028'"],
    ['\u{e0001}', "'\\U000e0001'"],
    ['é日😀', "'é日😀'"],
  ])('%j', (text, repr) => {
    expect(pyQuote(text)).toBe(repr);
  });
});

describe('a value as Python prints it', () => {
  test.each([
    ['[encoder]', "['encoder']", "['encoder']"],
    ['null', 'None', 'None'],
    ['true', 'True', 'True'],
    ['&x true', '1', '1'],
    ['16000', '16000', '16000'],
    ['4.0e3', '4000.0', '4000.0'],
    ['text', "'text'", 'text'],
    ['{a: [1, ~], b: 1.5}', "{'a': [1, None], 'b': 1.5}", "{'a': [1, None], 'b': 1.5}"],
    ['!tuple (5)', '(5,)', '(5,)'],
    ['!tuple (a,5)', "('a', 5)", "('a', 5)"],
    ['2022-07-29', 'datetime.date(2022, 7, 29)', '2022-07-29'],
    ['2022-07-29 12:30:00', 'datetime.datetime(2022, 7, 29, 12, 30)', '2022-07-29 12:30:00'],
    ['2022-12-31T23:30:00-01:00', 'TimeStamp(2023, 1, 1, 0, 30)', '2023-01-01 00:30:00'],
  ])('%s', (text, repr, str) => {
    const value = entryOf(parseDocument(`a: ${text}`).root, 'a')?.value;
    expect(value && [pyRepr(value), pyStr(value)]).toEqual([repr, str]);
  });

  test.each([
    [null, 'None'],
    [false, 'False'],
    [3, '3'],
    [0.5, '0.5'],
    [{ float: 1 }, '1.0'],
    [[0.9, 0.999], '[0.9, 0.999]'],
    [['encoder'], "['encoder']"],
    [{ a: 1n }, "{'a': 1}"],
    ['x', "'x'"],
  ])('a default, case %#', (value, repr) => {
    expect(pyReprOf(value)).toBe(repr);
  });
});

describe('lines', () => {
  const text = 'a: 1\r\nb: "😀"\rc\n\nlast';
  const index = lineIndex(text);

  test('end with LF, CRLF or CR', () => {
    expect(Array.from({ length: index.lineCount }, (_, line) => index.lineText(line))).toEqual([
      'a: 1',
      'b: "😀"',
      'c',
      '',
      'last',
    ]);
  });

  test.each([
    [0, 0, 0],
    [4, 0, 4],
    [6, 1, 0],
    [12, 1, 6],
    [16, 3, 0],
    [17, 4, 0],
    [text.length, 4, 4],
    [1000, 4, 4],
    [-5, 0, 0],
  ])('offset %i is line %i, character %i', (offset, line, character) => {
    expect(index.position(offset)).toEqual({ line, character });
  });

  test('a position past the end of its line is the end of the line', () => {
    expect(index.offset({ line: 0, character: 99 })).toBe(4);
    expect(index.offset({ line: 99, character: 0 })).toBe(text.length);
    expect(index.offset({ line: -1, character: 0 })).toBe(0);
    expect(index.lineText(99)).toBe('');
  });

  test('an offset outside a line break survives the way to a position and back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '😀') }), fc.nat(40), (it, at) => {
        const offset = Math.min(at, it.length);
        fc.pre(!(it[offset - 1] === '\r' && it[offset] === '\n'));
        const { position, offset: back } = lineIndex(it);
        expect(back(position(offset))).toBe(offset);
      }),
    );
  });
});

test.each([
  ['!tuple', '(0.9, 0.98)', '[0.9, 0.98]'],
  ['!tuple', '!tuple (0.9, 0.98)', '[0.9, 0.98]'],
  ['!list', '!list "[1, -1]"', '[1, -1]'],
  ['!tuple', '1,2', undefined],
  ['!str', '(1)', undefined],
  [undefined, '(1)', undefined],
])('%s %s as a list', (tag, content, list) => {
  expect(tupleAsList(tag, content)).toBe(list);
});

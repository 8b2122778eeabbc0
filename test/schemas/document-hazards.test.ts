import { describe, expect, test } from 'vitest';
import {
  entryOf,
  parseDocument,
  toLoaderJson,
  toPlain,
  type Value,
  valueAt,
} from '../../schemas/src/document/index.js';

const times = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');
const aliasBomb = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${times(30, (at) => `a${at + 1}: &a${at + 1} [${Array(10).fill(`*a${at}`).join(', ')}]\n`)}`;
const mergeBomb = `m0: &m0 {k: x}\n${times(40, (at) => `m${at + 1}: &m${at + 1} {l: *m${at}, r: *m${at}}\n`)}`;
const mergeChain = `m0: &m0 {k: 1}\n${times(700, (at) => `m${at + 1}: &m${at + 1} {<<: *m${at}, k${at}: 1}\n`)}`;
const refBomb = `r0: [x]\n${times(40, (at) => `r${at + 1}: [!ref <r${at}>, !ref <r${at}>]\n`)}`;
const textBomb = `s0: xxxxxxxxxx\n${times(60, (at) => `s${at + 1}: !ref <s${at}><s${at}>\n`)}`;
const aliasChain = `c0: &c0 [x]\n${times(2000, (at) => `c${at + 1}: &c${at + 1} [*c${at}]\n`)}`;
const refChain = `${times(2000, (at) => `c${at}: [!ref <c${at + 1}>]\n`)}c2000: 1\n`;

/** Values in a tree when everything that is shared counts each time; stops counting at a million. */
function size(value: Value, limit = 1_000_000): number {
  const inner =
    value.kind === 'map' ? value.entries.map((entry) => entry.value) : 'items' in value ? value.items : [];
  let total = 1;
  for (const item of inner) if (total < limit) total += size(item, limit - total);
  return total;
}

describe('a hazard becomes one clear problem', () => {
  test.each([
    ['an alias bomb', aliasBomb, 'optim/yaml-alias-bomb'],
    ['an alias bomb of mappings', mergeBomb, 'optim/yaml-alias-bomb'],
    ['a chain of merge keys', mergeChain, 'optim/yaml-alias-bomb'],
    ['a bomb of references', refBomb, 'optim/yaml-alias-bomb'],
    ['a long chain of aliases', aliasChain, 'optim/yaml-alias-bomb'],
    ['a long chain of references', refChain, 'optim/yaml-alias-bomb'],
    ['a bomb of texts', textBomb, 'optim/yaml-alias-bomb'],
    ['lists 10,000 deep', `a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'optim/yaml-too-deep'],
    ['mappings 10,000 deep', `a: ${'{a: '.repeat(10_000)}${'}'.repeat(10_000)}`, 'optim/yaml-too-deep'],
    ['block lists 10,000 deep', `a:\n${'- '.repeat(10_000)}1`, 'optim/yaml-too-deep'],
    ['keys of keys, 10,000 deep', '? '.repeat(10_000), 'optim/yaml-too-deep'],
    ['blocks 1,000 deep', times(1000, (at) => `${' '.repeat(at)}a:\n`), 'optim/yaml-too-deep'],
    ['a file that is too large', `a: ${'x'.repeat(16_000_001)}`, 'optim/yaml-too-large'],
    [
      'a merge conflict',
      'a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> main\nc: 4',
      'optim/yaml-conflict-marker',
    ],
    [
      'a merge conflict with its base',
      '<<<<<<< a\nb: 2\n||||||| o\nb: 1\n=======\nb: 3\n>>>>>>> c\n',
      'optim/yaml-conflict-marker',
    ],
    ['a conflict marker alone', 'a: 1\n>>>>>>> main\n', 'optim/yaml-conflict-marker'],
    ['a control character', 'a: x\u0000y', 'optim/yaml-character'],
    ['many control characters', `a: ${'\u0001'.repeat(1000)}`, 'optim/yaml-character'],
    ['half of a surrogate pair', 'a: \ud83d', 'optim/yaml-character'],
    ['a tab', 'a:\t5', 'optim/yaml-tab'],
    ['a tab as indentation', 'a:\n\tb: 1', 'optim/yaml-tab'],
    ['an empty file', '', 'optim/yaml-empty'],
    ['comments only', '# nothing\n', 'optim/yaml-empty'],
    ['a document without content', '---\n', 'optim/yaml-empty'],
    ['two documents', 'a: 1\n---\nb: 2\n', 'optim/yaml-several-documents'],
    ['a list at the top', '- a\n- b\n', 'optim/yaml-not-mapping'],
    ['a text at the top', 'hello', 'optim/yaml-not-mapping'],
    ['an alias inside its anchor', 'a: &x [*x]', 'optim/yaml-alias-cycle'],
    ['a merge of itself', 'z:\n  a: &x\n    <<: *x\n', 'optim/yaml-alias-cycle'],
    ['a reference inside its value', 'a: [!ref <a>]', 'optim/ref-cycle'],
    ['references in a circle', 'a: [!ref <b>]\nb: [!ref <a>]', 'optim/ref-cycle'],
  ])('%s', (_, text, code) => {
    const { root, problems } = parseDocument(text);
    expect(problems.map((problem) => problem.code)).toEqual([code]);
    if (root) {
      expect(size(root)).toBeLessThan(300_000);
      expect(() => [toLoaderJson(root), toPlain(root)]).not.toThrow();
    }
  });
});

describe('no hazard at all', () => {
  test.each([
    ['a byte order mark', '\ufeffa: 1', [['a', 1]]],
    [
      'Windows line ends',
      'a: 1\r\nb:\r\n  - x\r\n',
      [
        ['a', 1],
        ['b', ['x']],
      ],
    ],
    [
      'old Macintosh line ends',
      'a: 1\rb: 2\r',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['characters of every plane', 'é: "日本😀"', [['é', '日本😀']]],
    [
      '__proto__ as a key',
      '__proto__: {x: 1}\na: 2',
      [
        ['__proto__', { dict: [['x', 1]] }],
        ['a', 2],
      ],
    ],
    [
      'names of methods',
      'constructor: 1\ntoString: !ref <constructor>\n',
      [
        ['constructor', 1],
        ['toString', 1],
      ],
    ],
    [
      'tabs inside quotes, blocks and comments',
      'a: "x\ty" #\t\nb: |\n  x\ty\n',
      [
        ['a', 'x\ty'],
        ['b', 'x\ty\n'],
      ],
    ],
    ['equals signs under a heading in a block', 'a: |\n  Title\n  =======\n', [['a', 'Title\n=======\n']]],
    ['a document marker', '---\na: 1\n...\n', [['a', 1]]],
    ['lists 150 deep', `a: ${'['.repeat(150)}${']'.repeat(150)}`, undefined],
  ])('%s', (_, text, dict) => {
    const { root, problems, loaderError } = parseDocument(text);
    expect([problems, loaderError]).toEqual([[], undefined]);
    if (dict) expect(root && toLoaderJson(root)).toEqual({ dict });
  });

  test('a scalar of five megabytes', () => {
    const { root, problems } = parseDocument(`a: ${'x'.repeat(5_000_000)}\nb: "${'y z\\n'.repeat(500_000)}"`);
    expect(problems).toEqual([]);
    const lengths = ['a', 'b'].map((key) => {
      const value = entryOf(root, key)?.value;
      return value?.kind === 'str' ? value.value.length : 0;
    });
    expect(lengths).toEqual([5_000_000, 2_000_000]);
  });

  test('20,000 keys and 5,000 references', () => {
    const text = `x: 1\n${times(20_000, (at) => `k${at}: v\n`)}${times(5000, (at) => `r${at}: !ref <x>/<k${at}>\n`)}`;
    const { root, problems, references } = parseDocument(text);
    expect(problems).toEqual([]);
    expect(references.length).toBe(10_000);
    expect(valueAt(root, ['r4999'])).toMatchObject({ kind: 'str', value: '1/v' });
  });
});

describe('as much as can be told is still there', () => {
  test.each([
    ['an unclosed list', 'a: 1\nb: [1, 2\nc: 3\n', { a: 1, b: [1, 2], c: 3 }],
    ['an unclosed mapping', 'b: {x: 1, y: 2\nc: 3\n', { b: { x: 1, y: 2 }, c: 3 }],
    ['a key without a colon', 'a: 1\nb\nc: 3\n', { a: 1 }],
    ['a wrong indentation', 'a:\n    b: 1\n  c: 2\nd: 3\n', { a: { b: 1 }, c: 2, d: 3 }],
    ['tabs', 'a:\n\tb: 1\n\tc:\t2\n', { a: { b: 1, c: 2 } }],
    ['a duplicate key', 'a: 1\na: 2\nb: 3\n', { a: 1, b: 3 }],
    ['an unknown reference', 'a: !ref <nope>\nb: 1\n', { a: '<nope>', b: 1 }],
    ['an unknown alias', 'a: *nope\nb: 1\n', { a: '*nope', b: 1 }],
    ['a second document', 'a: 1\n---\nb: 2\n', { a: 1 }],
    ['a merge conflict', '<<<<<<< a\nb: 2\n=======\nb: 3\n>>>>>>> c\nd: 4\n', { b: 2, d: 4 }],
  ])('%s', (_, text, plain) => {
    const { root, problems } = parseDocument(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(root && toPlain(root)).toMatchObject(plain);
  });

  test('a reference without a value is a tagged value, and what refers to it adds no second problem', () => {
    const { root, problems } = parseDocument('a: !ref <nope>\nb: !ref <a>\nc: !ref x/<a>\n');
    expect(problems.map(({ code }) => code)).toEqual(['optim/ref-unknown']);
    for (const key of ['a', 'b', 'c'])
      expect(valueAt(root, [key])).toMatchObject({ kind: 'other', type: 'tagged' });
  });
});

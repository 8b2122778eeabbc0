import { applyFixes, type Edit, fixUntilStable, type Problem, safeFix } from '@optim-sches/schemas';
import { describe, expect, it } from 'vitest';

const edit = (start: number, end: number, newText: string): Edit => ({ span: { start, end }, newText });

function problem(
  edits: readonly Edit[],
  fix: { safe?: boolean; preferred?: boolean } = { safe: true },
): Problem {
  const span = edits[0]?.span ?? { start: 0, end: 0 };
  return {
    code: 'optim/test',
    severity: 'error',
    message: 'wrong',
    span,
    fixes: [{ title: 'right', edits, ...fix }],
  };
}

describe('applyFixes', () => {
  const cases: [name: string, text: string, problems: Problem[], expected: string, applied: number][] = [
    ['replaces', 'lrr: 1', [problem([edit(0, 3, 'lr')])], 'lr: 1', 1],
    ['leaves unsafe fixes', 'lrr: 1', [problem([edit(0, 3, 'lr')], {})], 'lrr: 1', 0],
    ['inserts and deletes', 'abc', [problem([edit(0, 0, 'x'), edit(2, 3, '')])], 'xab', 1],
    [
      'takes problems in any order',
      'abc',
      [problem([edit(2, 3, 'C')]), problem([edit(0, 1, 'A')])],
      'AbC',
      2,
    ],
    ['keeps neighbours apart', 'ab', [problem([edit(0, 1, 'A')]), problem([edit(1, 2, 'B')])], 'AB', 2],
    [
      'lets the first of two overlapping win',
      'abcd',
      [problem([edit(0, 3, 'X')]), problem([edit(2, 4, 'Y')])],
      'Xd',
      1,
    ],
    ['counts equal edits once', 'ab', [problem([edit(0, 1, 'X')]), problem([edit(0, 1, 'X')])], 'Xb', 1],
    [
      'does not guess the order of insertions',
      'ab',
      [problem([edit(1, 1, 'X')]), problem([edit(1, 1, 'Y')])],
      'aXb',
      1,
    ],
    [
      'applies a fix wholly or not',
      'abcd',
      [problem([edit(1, 2, 'B')]), problem([edit(0, 1, 'A'), edit(1, 3, '')])],
      'aBcd',
      1,
    ],
    [
      'writes line ends as the text does',
      'a: 1\r\nb: 2\r\n',
      [problem([edit(6, 6, 'c: 3\n')])],
      'a: 1\r\nc: 3\r\nb: 2\r\n',
      1,
    ],
  ];
  it.each(cases)('%s', (_, text, problems, expected, applied) => {
    const result = applyFixes(text, problems);
    expect(result.text).toBe(expected);
    expect(result.applied).toHaveLength(applied);
  });

  it('prefers the preferred of two safe fixes', () => {
    const first = { title: 'first', safe: true, edits: [edit(0, 1, 'A')] };
    const second = { title: 'second', safe: true, preferred: true, edits: [edit(0, 1, 'B')] };
    expect(safeFix({ ...problem([]), fixes: [first, second] })).toBe(second);
  });
});

describe('fixUntilStable', () => {
  const replaceEach = (pattern: RegExp, newText: string) => (text: string) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }) =>
      problem([edit(index, index + found.length, newText)]),
    );

  it('goes on with what a first round brings to light', () => {
    const check = (text: string) =>
      text.includes('a') ? replaceEach(/a/g, 'b')(text) : replaceEach(/b/g, 'c')(text);
    const { text, applied } = fixUntilStable('a-a', check);
    expect(text).toBe('c-c');
    expect(applied).toHaveLength(4);
  });

  it('stops when fixes undo each other', () => {
    const check = (text: string) =>
      text === 'a' ? replaceEach(/a/g, 'b')(text) : replaceEach(/b/g, 'a')(text);
    expect(fixUntilStable('a', check).applied).toHaveLength(1);
  });

  it('stops after ten rounds', () => {
    const grow = (text: string) => [problem([edit(text.length, text.length, 'x')])];
    expect(fixUntilStable('', grow).text).toBe('x'.repeat(10));
  });

  it('drops a round after which the YAML cannot be read', () => {
    const check = (text: string): Problem[] =>
      text.includes('{') ? [{ ...problem([]), code: 'optim/yaml-syntax' }] : replaceEach(/a/g, '{')(text);
    expect(fixUntilStable('a: 1', check)).toEqual({ text: 'a: 1', applied: [] });
  });
});
